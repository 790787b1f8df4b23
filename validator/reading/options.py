"""How documents are read, where a user wants it otherwise."""

from typing import Literal, NamedTuple

Engine = Literal["pdfium", "pdfplumber"]
Recognition = Literal["auto", "always", "never"]


class Options(NamedTuple):
    """The PDF engine, the encoding of texts (`` to find it out), whether scans are recognised."""

    engine: Engine = "pdfium"
    encoding: str = ""
    ocr: Recognition = "auto"
