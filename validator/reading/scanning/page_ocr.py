"""OCR of scanned pages: from the picture of a page to its objects (extra `ocr`).

The page is turned upright and straightened, its edges are found, and its text is recognised cell by
cell and line by line: recognition of whole pages loses the lone zeros that most cells hold.
Every char has the confidence of its line.
"""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from validator.model.document import PageFault
from validator.model.page_objects import Char, PageObjects
from validator.model.place import Box
from validator.model.view import View
from validator.reading.scanning.edges import PageEdges, find_edges
from validator.reading.scanning.image import Page, Picture, ink_share, prepare, to_picture
from validator.reading.scanning.pieces import Piece, find_pieces
from validator.reading.scanning.recogniser import recognise_pieces, score_upright
from validator.reading.scanning.straighten import Straight

# Anticlockwise quarter turns to try, the most common first.
_TURNS = (0, 1, 3, 2)
# A page with a smaller share of ink than this is blank.
_MIN_INK_SHARE = 0.0005
# A picture with a larger share is no page of text.
_MAX_INK_SHARE = 0.45
# Mean confidence of letters below which a page is not read; pixels of lines too low for letters.
_MIN_CONFIDENCE, _MIN_HEIGHT = 0.5, 16
# Fewer pieces that cannot be read are no text.
_FEW_PIECES = 6
# Points along each side by which a straightened page is mapped to its picture.
_NODES = 17


class _PreparedPage(NamedTuple):
    """A page in one orientation: straightened, with its edges and pieces of text."""

    page: Page
    edges: PageEdges
    pieces: list[Piece]


def recognise_page(picture: Picture, width: float, height: float) -> PageObjects | PageFault | None:
    """Recognise the objects of a page in its picture, turned upright and straightened.

    `width` and `height` are those of the picture in points; they are swapped if the page lies on
    its side. What is wrong with a picture of which little can be read is returned instead, or None
    of a blank one. Raises UserError `needs_extra` if the extra `ocr` is missing.
    """
    ink = ink_share(picture)
    if ink <= _MIN_INK_SHARE:
        return None
    if ink >= _MAX_INK_SHARE:
        return "dark"
    best, best_turn, best_score = _prepare(picture, 0), 0, 0.0
    for turn in _TURNS:
        prepared = best if turn == 0 else _prepare(picture, turn)
        score, certain = score_upright(prepared.page, prepared.pieces)
        if score > best_score:
            best, best_turn, best_score = prepared, turn, score
        if certain:
            break
    if best_turn % 2:
        width, height = height, width
    rows, columns = best.page.grey.shape
    per_pixel = (width / columns, height / rows)
    horizontal, vertical = best.edges.in_points(*per_pixel)
    chars = recognise_pieces(best.page, best.pieces, *per_pixel)
    if (fault := _fault(chars, best)) is not None:
        # The back of a page shows dust and the edges of others.
        return fault if len(best.pieces) >= _FEW_PIECES else None
    view = _view(best.page.straight, best_turn, picture, Box(0.0, 0.0, width, height))
    return PageObjects(width, height, chars, horizontal, vertical, views=(view,))


def _view(straight: Straight, turn: int, picture: Picture, region: Box) -> View:
    """Where a page that was turned anticlockwise by quarters and straightened is in its picture."""
    rows, columns = straight.grey.shape
    x, y = straight.origin(
        np.linspace(0, columns, _NODES, dtype=np.float32),
        np.linspace(0, rows, _NODES, dtype=np.float32)[:, None],
    )
    x, y = np.broadcast_arrays(x, y)
    high, wide = picture.shape[:2]
    for left in range(turn, 0, -1):
        # One quarter less: the picture then is as wide as it is high now.
        x, y = (wide if left % 2 else high) - y, x
    scale = (region.y1 if turn % 2 else region.x1) / wide
    shown = zip((x * scale).ravel().tolist(), (y * scale).ravel().tolist(), strict=True)
    return View(region, _NODES, tuple(shown))


def _fault(chars: Sequence[Char], prepared: _PreparedPage) -> PageFault | None:
    """What is wrong with a page of which little was read."""
    if not chars:
        return "empty"
    if sum(char.confidence for char in chars) > _MIN_CONFIDENCE * len(chars):
        return None
    if median(piece.y1 - piece.y0 for piece in prepared.pieces) < _MIN_HEIGHT:
        return "coarse"
    return "blurred"


def _prepare(picture: Picture, turn: int) -> _PreparedPage:
    page = prepare(np.ascontiguousarray(np.rot90(picture, turn)))
    edges = find_edges(page)
    return _PreparedPage(page, edges, find_pieces(page, edges))


def count_ruled_cells(picture: Picture) -> int:
    """The number of ruled cells in a picture."""
    page_lattices, _ = find_edges(prepare(picture)).lattices()
    return sum(len(lattice.cells) for lattice in page_lattices)


__all__ = ["count_ruled_cells", "recognise_page", "to_picture"]
