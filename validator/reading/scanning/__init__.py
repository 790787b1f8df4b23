"""Scanned pages: the picture of a page to its ink, as if its text had been printed (extra `ocr`).

The page is set upright and straight, its ruling lines are found, and its text is recognised
cell by cell and line by line: recognition of whole pages loses the lone zeros that most cells
hold. Every glyph keeps how sure its line was.
"""

from typing import NamedTuple

import numpy as np

from validator.reading.ink import PageInk
from validator.reading.scanning.image import Page, Picture, ink_share, straightened
from validator.reading.scanning.pieces import Piece, pieces
from validator.reading.scanning.recogniser import recognised, surely_upright
from validator.reading.scanning.rulings import Rulings, rulings

# Quarter turns to the left under which a page is tried, the usual ones first.
_TURNS = (0, 1, 3, 2)
# A page of which less than this share is ink is blank.
_BLANK = 0.0005


class _Laid(NamedTuple):
    """A page under one turn: straight, with its lines and pieces of text."""

    page: Page
    lines: Rulings
    pieces: list[Piece]


def scanned_ink(picture: Picture, width: float, height: float) -> PageInk:
    """The ink of a page in a picture of it, as it is once set straight.

    `width` and `height` are the picture's in points; those of the page are the other way round
    where it lay on its side. Raises UserError `needs_extra` where the extra `ocr` is missing.
    """
    best, best_turn, best_score = _laid(picture, 0), 0, 0.0
    for turn in _TURNS:
        laid = best if turn == 0 else _laid(picture, turn)
        score, certain = surely_upright(laid.page, laid.pieces)
        if score > best_score:
            best, best_turn, best_score = laid, turn, score
        if certain:
            break
    if best_turn % 2:
        width, height = height, width
    rows, columns = best.page.paper.shape
    per_pixel = (width / columns, height / rows)
    horizontal, vertical = best.lines.in_points(*per_pixel)
    glyphs = recognised(best.page, best.pieces, *per_pixel)
    return PageInk(width, height, glyphs, horizontal, vertical, ())


def _laid(picture: Picture, turn: int) -> _Laid:
    page = straightened(np.ascontiguousarray(np.rot90(picture, turn)))
    lines = rulings(page)
    return _Laid(page, lines, pieces(page, lines))


def inked(picture: Picture) -> bool:
    """Whether a picture shows more than paper and dust."""
    return ink_share(picture) > _BLANK


def rulings_of(picture: Picture) -> int:
    """How many cells are ruled in a picture."""
    found, _ = rulings(straightened(picture)).lattices()
    return sum(len(lattice.fields) for lattice in found)


__all__ = ["inked", "rulings_of", "scanned_ink"]
