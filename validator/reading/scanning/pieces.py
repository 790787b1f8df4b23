"""The lines of text of a scanned page: in each cell of its grids, and between them."""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from validator.reading.scanning.image import Page, Picture
from validator.reading.scanning.rulings import Rulings

# Specks of fewer pixels than this, on a page of 2000 pixels in height, are dust.
_SPECK = 5
# Letters are between these shares of the page's longer side high.
_LEAST_HEIGHT, _MOST_HEIGHT = 1 / 250, 1 / 30
# Pieces of a line farther apart than this many heights are recognised one by one.
_APART = 1.6
# A page in more pieces than this is no page of text but a map or a photograph.
_MOST_PIECES = 1500


class Piece(NamedTuple):
    """A piece of a line of text, in pixels, and whether it stands in a cell of a grid."""

    x0: int
    y0: int
    x1: int
    y1: int
    in_cell: bool


def pieces(page: Page, lines: Rulings) -> list[Piece]:
    """The pieces of text on a page."""
    ink = _without_specks(cv2.bitwise_and(page.ink, cv2.bitwise_not(lines.mask)), page)
    height = _letter_height(ink)
    rest = ink.copy()
    found: list[Piece] = []
    found_grids, scale = lines.lattices()
    for lattice in found_grids:
        for field in lattice.fields:
            x0, y0, x1, y1 = (round(v / scale) for v in field.box)
            x0, y0 = max(x0 + 1, 0), max(y0 + 1, 0)
            found.extend(_lines(ink[y0:y1, x0:x1], x0, y0, height, in_cell=True))
        x0, y0, x1, y1 = (max(round(v / scale), 0) for v in lattice.box)
        rest[y0 : y1 + 1, x0 : x1 + 1] = 0
    found.extend(_lines(rest, 0, 0, height, in_cell=False))
    return found if len(found) <= _MOST_PIECES else []


def _without_specks(ink: object, page: Page) -> Picture:
    least = _SPECK * (max(page.ink.shape) / 2000) ** 2
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)  # type: ignore[call-overload]
    kept = np.zeros(count, np.uint8)
    kept[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] >= least, 255, 0)
    return np.asarray(kept[labels], dtype=np.uint8)


def _letter_height(ink: Picture) -> float:
    """The usual height of letters on a page, in pixels."""
    side = max(ink.shape)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    usual = heights[(heights > side * _LEAST_HEIGHT) & (heights < side * _MOST_HEIGHT)]
    return float(np.percentile(usual, 75)) if len(usual) else side / 80


def _lines(ink: Picture, x: int, y: int, height: float, *, in_cell: bool) -> Iterator[Piece]:
    if ink.size == 0 or not ink.any():
        return
    rows = (ink > 0).sum(axis=1)
    bands = _runs(rows > 0)
    for top, bottom in _joined(bands, height):
        if bottom - top < 0.25 * height:
            continue
        columns = (ink[top:bottom] > 0).any(axis=0)
        gaps = _runs(columns)
        start = 0
        for n, (_, end) in enumerate(gaps):
            if n + 1 == len(gaps) or gaps[n + 1][0] - end > _APART * height:
                yield Piece(x + gaps[start][0], y + top, x + end, y + bottom, in_cell)
                start = n + 1


def _runs(marks: object) -> list[tuple[int, int]]:
    """From where to before where marks are set."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(marks, np.int8), [0]))))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _joined(bands: list[tuple[int, int]], height: float) -> list[tuple[int, int]]:
    """Bands of ink put together to lines: the parts of 二 are one, two lines of text are two."""
    lines: list[tuple[int, int]] = []
    for top, bottom in bands:
        if lines:
            above, end = lines[-1]
            if top - end <= 0.45 * height and bottom - above <= 1.3 * height:
                lines[-1] = (above, bottom)
                continue
        lines.append((top, bottom))
    return lines
