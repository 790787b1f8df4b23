"""The edges of a scanned page, by mathematical morphology."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from validator.model.page_objects import Edge
from validator.reading.geometry.lattice import Lattice, find_lattices, group_touching
from validator.reading.scanning.image import Page, Picture

# Shares of the page's longer side: minimum lengths (about 6 and 4 mm on A4; shorter strokes may
# belong to letters), maximum thickness, and maximum gap between edges that touch.
_MIN_HORIZONTAL, _MIN_VERTICAL = 1 / 50, 1 / 75
_MAX_THICKNESS = 1 / 150
_TOUCH_GAP = 1 / 300
# What is thinner than the first is a piece of an edge, what is smaller than the second is a letter
# or dust; dotted lines have no longer gaps. Dust has fewer pixels than this on 2000 pixels.
_THIN, _MAX_LETTER, _MAX_GAP, _DUST = 1 / 600, 1 / 30, 1 / 330, 3
# A streak of the scanner's breaks an edge for no longer than this.
_MAX_BREAK = 1 / 400
# An edge that extends beyond the last one it meets by less than this, which is less than a row's
# height, has run into a letter.
_MAX_OVERHANG = 1 / 80
# Edges as long as this need to meet only one other, as in tables with open sides.
_LONG = 1 / 6
# Touching edges that extend less far than this form a large letter, not a table.
_MIN_TABLE_WIDTH = 1 / 9
# Minimum share of ink in a row of pixels for it to belong to an edge.
_MIN_INK_SHARE = 0.4
# Lattices are found by distances in points: a page of any size is scaled to A4.
_LONGER_SIDE = 842


class PageEdges(NamedTuple):
    """Edges in pixels, and the mask of their ink."""

    horizontal: tuple[Edge, ...]
    vertical: tuple[Edge, ...]
    mask: Picture

    def lattices(self) -> tuple[list[Lattice], float]:
        """The lattices that the edges form, in points of an A4 page, and the points per pixel."""
        scale = _LONGER_SIDE / max(self.mask.shape)
        return find_lattices(*self.in_points(scale, scale)), scale

    def in_points(
        self, x_scale: float, y_scale: float
    ) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
        """Horizontal and vertical edges in points; a pixel is `x_scale` by `y_scale` points."""
        return (
            tuple(
                Edge(e.at * y_scale, e.start * x_scale, e.end * x_scale) for e in self.horizontal
            ),
            tuple(Edge(e.at * x_scale, e.start * y_scale, e.end * y_scale) for e in self.vertical),
        )


def find_edges(page: Page) -> PageEdges:
    """Find the edges of a page."""
    side = max(page.faint.shape)
    lines = _without_letters(page.faint, side)
    joined = _joined(page.faint, lines, side)
    horizontal = _find_strokes(joined, round(side * _MIN_HORIZONTAL), side)
    joined = _joined(page.faint.T, lines.T, side)
    vertical = _find_strokes(joined, round(side * _MIN_VERTICAL), side)
    gap, long = side * _TOUCH_GAP, side * _LONG
    count = -1
    while count != len(horizontal) + len(vertical):
        count = len(horizontal) + len(vertical)
        horizontal = [h for h in horizontal if _is_anchored(h, vertical, gap, long)]
        vertical = [v for v in vertical if _is_anchored(v, horizontal, gap, long)]
    groups = [
        group
        for group in group_touching(horizontal, vertical, gap)
        if _width(group[0]) >= side * _MIN_TABLE_WIDTH
    ]
    horizontal = [edge for across, _ in groups for edge in across]
    vertical = [edge for _, down in groups for edge in down]
    overhang = side * _MAX_OVERHANG
    horizontal = [_trim(h, vertical, gap, overhang) for h in horizontal]
    vertical = [_trim(v, horizontal, gap, overhang) for v in vertical]
    mask = np.zeros_like(page.ink)
    for edge in horizontal:
        _mark(mask, page.faint, edge)
    down = np.ascontiguousarray(mask.T) * 0
    for edge in vertical:
        _mark(down, np.ascontiguousarray(page.faint.T), edge)
    return PageEdges(tuple(horizontal), tuple(vertical), np.asarray(mask | down.T, dtype=np.uint8))


def _without_letters(ink: Picture, side: int) -> Picture:
    """What may belong to edges: neither as wide and as high as letters, nor dust."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    letters = (sides.min(axis=1) > side * _THIN) & (sides.max(axis=1) < side * _MAX_LETTER)
    dust = stats[:, cv2.CC_STAT_AREA] < _DUST * (side / 2000) ** 2
    kept = np.where(letters | dust, 0, 255).astype(np.uint8)
    kept[0] = 0
    return np.asarray(kept[labels], dtype=np.uint8)


def _joined(ink: Any, lines: Any, side: int) -> Picture:
    """The ink with dotted and broken lines along its rows joined."""
    gap = np.ones((1, max(round(side * _MAX_GAP), 1)), np.uint8)
    closed = cv2.morphologyEx(np.ascontiguousarray(lines), cv2.MORPH_CLOSE, gap)
    return np.asarray(closed | np.ascontiguousarray(ink), dtype=np.uint8)


def _find_strokes(ink: Picture, min_length: int, side: int) -> list[Edge]:
    """Strokes along the rows of a picture that are at least `min_length` pixels long."""
    # An edge that is still slightly skewed steps from row to row.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, min_length), np.uint8))
    count, _, stats, centres = cv2.connectedComponentsWithStats(opened)
    strokes = [
        Edge(float(centres[n][1]), float(stats[n][0]), float(stats[n][0] + stats[n][2]))
        for n in range(1, count)
        if stats[n][3] <= side * _MAX_THICKNESS
    ]
    return _bridge(strokes, side * _MAX_BREAK)


def _bridge(strokes: Sequence[Edge], gap: float) -> list[Edge]:
    """Strokes along the same line joined where less than `gap` is between them."""
    joined: list[Edge] = []
    for stroke in sorted(strokes, key=lambda edge: edge.start):
        before = next(
            (n for n, edge in enumerate(joined)
             if abs(edge.at - stroke.at) <= gap and 0 <= stroke.start - edge.end <= gap),
            None,
        )  # fmt: skip
        if before is None:
            joined.append(stroke)
        else:
            edge = joined[before]
            joined[before] = Edge(edge.at, edge.start, stroke.end)
    return joined


def _width(edges: Sequence[Edge]) -> float:
    """The extent of horizontal edges together."""
    if not edges:
        return 0.0
    return max(edge.end for edge in edges) - min(edge.start for edge in edges)


def _meets(edge: Edge, other: Edge, gap: float) -> bool:
    return (
        edge.start - gap <= other.at <= edge.end + gap
        and other.start - gap <= edge.at <= other.end + gap
    )


def _is_anchored(edge: Edge, crossing: Sequence[Edge], gap: float, long: float) -> bool:
    """Whether an edge meets two others, or one if it is long: strokes of letters do not."""
    met = sum(1 for other in crossing if _meets(edge, other, gap))
    return met >= 2 or (met == 1 and edge.end - edge.start >= long)


def _trim(edge: Edge, crossing: Sequence[Edge], gap: float, overhang: float) -> Edge:
    """Trim the ends by which an edge ran into letters."""
    met = [other.at for other in crossing if _meets(edge, other, gap)]
    if not met:
        return edge
    start, end = min(met), max(met)
    return Edge(
        edge.at,
        start if 0 < start - edge.start < overhang else edge.start,
        end if 0 < edge.end - end < overhang else edge.end,
    )


def _mark(mask: Picture, ink: Picture, edge: Edge) -> None:
    """Mark an edge along the rows of a mask, in its full thickness with its blurred border."""
    start, end = max(round(edge.start), 0), round(edge.end)
    inked = (
        (ink[:, start:end] > 0).mean(axis=1) > _MIN_INK_SHARE if end > start else np.zeros(len(ink))
    )
    first = last = round(edge.at)
    while first > 0 and inked[first - 1]:
        first -= 1
    while last + 1 < len(inked) and inked[last + 1]:
        last += 1
    mask[max(first - 2, 0) : last + 3, max(start - 2, 0) : end + 3] = 255
