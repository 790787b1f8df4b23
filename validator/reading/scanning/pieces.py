"""Lines of text on a scanned page, in the cells of its grids and outside them."""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from validator.reading.scanning.edges import PageEdges
from validator.reading.scanning.image import Page, Picture

# Specks of fewer pixels than this, on a page of 2000 pixels in height, are dust.
_SPECK = 5
# Minimum and maximum height of letters, as shares of the page's longer side.
_MIN_HEIGHT, _MAX_HEIGHT = 1 / 250, 1 / 30
# Pieces of a line farther apart than this many letter heights are recognised separately.
_MAX_GAP = 1.6
# Pixels between a figure and the sides of its cell: ink nearer to them may be of its border.
_MIN_MARGIN = 2
# A page with more pieces than this is a map or a photograph, not text.
_MAX_PIECES = 1500


class Piece(NamedTuple):
    """The box of a piece of a text line, in pixels, and whether it runs into a side of its cell."""

    x0: int
    y0: int
    x1: int
    y1: int
    cut: bool = False


def find_pieces(page: Page, edges: PageEdges) -> list[Piece]:
    """The pieces of text on a page; none if there are too many for a page of text."""
    ink = _remove_specks(cv2.bitwise_and(page.ink, cv2.bitwise_not(edges.mask)), page)
    height = _letter_height(ink)
    rest = ink.copy()
    result: list[Piece] = []
    page_lattices, scale = edges.lattices()
    for lattice in page_lattices:
        for cell in lattice.cells:
            x0, y0, x1, y1 = (round(v / scale) for v in cell.box)
            x0, y0 = max(x0 + 1, 0), max(y0 + 1, 0)
            for piece in _split_lines(ink[y0:y1, x0:x1], x0, y0, height):
                beside = min(piece.x0 - x0, x1 - piece.x1)
                result.append(piece._replace(cut=beside < _MIN_MARGIN))
        x0, y0, x1, y1 = (max(round(v / scale), 0) for v in lattice.box)
        rest[y0 : y1 + 1, x0 : x1 + 1] = 0
    result.extend(_split_lines(rest, 0, 0, height))
    return result if len(result) <= _MAX_PIECES else []


def _remove_specks(ink: object, page: Page) -> Picture:
    min_area = _SPECK * (max(page.ink.shape) / 2000) ** 2
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)  # type: ignore[call-overload]
    kept = np.zeros(count, np.uint8)
    kept[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] >= min_area, 255, 0)
    return np.asarray(kept[labels], dtype=np.uint8)


def _letter_height(ink: Picture) -> float:
    """The usual height of letters on a page, in pixels."""
    side = max(ink.shape)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    usual = heights[(heights > side * _MIN_HEIGHT) & (heights < side * _MAX_HEIGHT)]
    return float(np.percentile(usual, 75)) if len(usual) else side / 80


def _split_lines(ink: Picture, x: int, y: int, height: float) -> Iterator[Piece]:
    if ink.size == 0 or not ink.any():
        return
    rows = (ink > 0).sum(axis=1)
    bands = _intervals(rows > 0)
    for top, bottom in _merge_bands(bands, height):
        if bottom - top < 0.25 * height:
            continue
        columns = (ink[top:bottom] > 0).any(axis=0)
        intervals = _intervals(columns)
        start = 0
        for n, (_, end) in enumerate(intervals):
            if n + 1 == len(intervals) or intervals[n + 1][0] - end > _MAX_GAP * height:
                yield Piece(x + intervals[start][0], y + top, x + end, y + bottom)
                start = n + 1


def _intervals(marks: object) -> list[tuple[int, int]]:
    """The intervals (start, end) in which marks are set, end excluded."""
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(marks, np.int8), [0]))))
    return [(int(a), int(b)) for a, b in bounds.reshape(-1, 2)]


def _merge_bands(bands: list[tuple[int, int]], height: float) -> list[tuple[int, int]]:
    """Merge bands of ink into lines: the strokes of 二 are one line, two lines of text stay two."""
    lines: list[tuple[int, int]] = []
    for top, bottom in bands:
        if lines:
            above, end = lines[-1]
            if top - end <= 0.45 * height and bottom - above <= 1.3 * height:
                lines[-1] = (above, bottom)
                continue
        lines.append((top, bottom))
    return lines
