"""Scanned pages: the picture of a page to its ink, as if its text had been printed (extra `ocr`).

The page is set straight, its ruling lines are found, and its text is recognised cell by cell
and line by line: recognition of whole pages loses the lone zeros that most cells hold. Every
glyph keeps how sure its line was.
"""

from validator.reading.ink import PageInk
from validator.reading.ruling import lattices
from validator.reading.scanning.image import Picture, straightened
from validator.reading.scanning.pieces import pieces
from validator.reading.scanning.recogniser import recognised
from validator.reading.scanning.rulings import rulings


def inked(picture: Picture) -> bool:
    """Whether a picture shows more than paper and dust."""
    return float((straightened(picture).ink > 0).mean()) > 0.0005


def rulings_of(picture: Picture) -> int:
    """How many cells are ruled in a picture."""
    page = straightened(picture)
    scale = 842 / max(page.ink.shape)
    found = lattices(*rulings(page).in_points(scale, scale))
    return sum(len(lattice.fields) for lattice in found)


def scanned_ink(picture: Picture, width: float, height: float) -> PageInk:
    """The ink of a page of this size (points) in a picture of it, as it is once set straight.

    Raises UserError `needs_extra` where the extra `ocr` is not installed.
    """
    page = straightened(picture)
    lines = rulings(page)
    per_pixel = (width / page.paper.shape[1], height / page.paper.shape[0])
    horizontal, vertical = lines.in_points(*per_pixel)
    glyphs = recognised(page, pieces(page, lines), *per_pixel)
    return PageInk(width, height, glyphs, horizontal, vertical, ())


__all__ = ["inked", "rulings_of", "scanned_ink"]
