"""Options for reading documents, and limits on their size."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from validator.model.errors import UserError

# Called with the number of pages recognised and the total.
Progress = Callable[[int, int], None]
Engine = Literal["pdfium", "pdfplumber"]
OcrMode = Literal["auto", "always", "never"]


class Bounds(NamedTuple):
    """Limits on a document, which is refused beyond them with a message that names the limit.

    `megabytes` of a file, `unpacked` megabytes of what is packed in it, or of its markup,
    `elements` of that and of the drawing on a page, `pages` of a PDF, `characters` and `lines` of
    text, `cells` of all tables together,
    `pixels` (millions) of a picture, `scanned` pages to recognise, `conversion` seconds that
    LibreOffice may take; `seconds` of time and `memory` (MiB) that reading and checking may take
    altogether, which hold where a process does it that can be ended.
    """

    megabytes: int = 200
    unpacked: int = 64
    elements: int = 400_000
    pages: int = 500
    characters: int = 300_000
    lines: int = 20_000
    cells: int = 200_000
    pixels: int = 100
    scanned: int = 60
    conversion: int = 120
    seconds: int = 600
    memory: int = 2000


DEFAULT_BOUNDS = Bounds()
# What was read once is read again without them.
UNBOUNDED = Bounds(*[10**12] * len(Bounds._fields))


def exceeded(bound: str, most: int) -> UserError:
    """The refusal of a document that exceeds a bound: UserError `exceeds_` and its name."""
    return UserError(f"exceeds_{bound}", most=most)


class Options(NamedTuple):
    """The PDF engine, the text encoding (empty to detect it), when to use OCR, and the limits."""

    engine: Engine = "pdfium"
    encoding: str = ""
    ocr: OcrMode = "auto"
    bounds: Bounds = DEFAULT_BOUNDS
