"""How documents are read, where a user wants it otherwise, and how large they may be."""

from collections.abc import Callable
from typing import Literal, NamedTuple

# Told how many pages of how many were recognised.
Progress = Callable[[int, int], None]
Engine = Literal["pdfium", "pdfplumber"]
Recognition = Literal["auto", "always", "never"]


class Bounds(NamedTuple):
    """What a document may cost; beyond, it is refused with a sentence that names the bound.

    `megabytes` of a file, `pages` of a PDF, `characters` (millions) of a web page, `unpacked`
    megabytes of a part of a Word file or of an Excel file, `cells` of all tables together,
    `pixels` (millions) of a picture, `scanned` pages to recognise, `seconds` that LibreOffice
    may take.
    """

    megabytes: int = 200
    pages: int = 500
    characters: int = 30
    unpacked: int = 64
    cells: int = 200_000
    pixels: int = 100
    scanned: int = 60
    seconds: int = 120


class Options(NamedTuple):
    """The PDF engine, the encoding of texts (`` to find it out), whether scans are recognised."""

    engine: Engine = "pdfium"
    encoding: str = ""
    ocr: Recognition = "auto"
    bounds: Bounds = Bounds()
