"""The ruling lines of a scanned page, by morphology."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from validator.reading.ink import Rule
from validator.reading.ruling import Lattice, lattices, touching
from validator.reading.scanning.image import Page, Picture

# Shares of a page's longer side. Shorter strokes, about 6 and 4 mm on A4, may be of letters,
# thicker ones are no lines, and a line that ends no farther from another touches it.
_LEAST_ACROSS, _LEAST_DOWN = 1 / 50, 1 / 75
_THICKEST = 1 / 150
_TOUCHES = 1 / 300
# A line that ends so little beyond the last one that it meets, less than a row's height, has
# run into a letter.
_OVERHANG = 1 / 80
# Lines as long as this stand without crossing two others, as in tables with open sides.
_LONG = 1 / 6
# Lines that meet make no table where they reach less far than this, but a large letter.
_LEAST_TABLE = 1 / 9
# A row of pixels belongs to a line where so much of it is ink.
_INKED = 0.4
# Grids are told by distances in points: a page of any size is taken for A4.
_LONGER_SIDE = 842


class Rulings(NamedTuple):
    """Lines in pixels, and the mask of their ink."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    mask: Picture

    def lattices(self) -> tuple[list[Lattice], float]:
        """The grids that the lines make, measured as on a page of A4, and units a pixel."""
        scale = _LONGER_SIDE / max(self.mask.shape)
        return lattices(*self.in_points(scale, scale)), scale

    def in_points(self, across: float, down: float) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """Both kinds in points, a pixel being so many wide and high."""
        return (
            tuple(Rule(r.at * down, r.start * across, r.end * across) for r in self.horizontal),
            tuple(Rule(r.at * across, r.start * down, r.end * down) for r in self.vertical),
        )


def rulings(page: Page) -> Rulings:
    """The ruling lines of a page."""
    side = max(page.faint.shape)
    horizontal = _strokes(page.faint, round(side * _LEAST_ACROSS), side)
    vertical = _strokes(np.ascontiguousarray(page.faint.T), round(side * _LEAST_DOWN), side)
    touches, long = side * _TOUCHES, side * _LONG
    count = -1
    while count != len(horizontal) + len(vertical):
        count = len(horizontal) + len(vertical)
        horizontal = [h for h in horizontal if _held(h, vertical, touches, long)]
        vertical = [v for v in vertical if _held(v, horizontal, touches, long)]
    groups = [
        group
        for group in touching(horizontal, vertical, touches)
        if _width(group[0]) >= side * _LEAST_TABLE
    ]
    horizontal = [rule for across, _ in groups for rule in across]
    vertical = [rule for _, down in groups for rule in down]
    overhang = side * _OVERHANG
    horizontal = [_trimmed(h, vertical, touches, overhang) for h in horizontal]
    vertical = [_trimmed(v, horizontal, touches, overhang) for v in vertical]
    mask = np.zeros_like(page.ink)
    for rule in horizontal:
        _erase(mask, page.faint, rule)
    down = np.ascontiguousarray(mask.T) * 0
    for rule in vertical:
        _erase(down, np.ascontiguousarray(page.faint.T), rule)
    return Rulings(tuple(horizontal), tuple(vertical), np.asarray(mask | down.T, dtype=np.uint8))


def _strokes(ink: Picture, least: int, side: int) -> list[Rule]:
    """Strokes along the rows of a picture that are at least so long."""
    # A line that still runs a little aslant steps from row to row.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    count, _, stats, centres = cv2.connectedComponentsWithStats(opened)
    return [
        Rule(float(centres[n][1]), float(stats[n][0]), float(stats[n][0] + stats[n][2]))
        for n in range(1, count)
        if stats[n][3] <= side * _THICKEST
    ]


def _width(across: Sequence[Rule]) -> float:
    """How far lines across reach together."""
    if not across:
        return 0.0
    return max(rule.end for rule in across) - min(rule.start for rule in across)


def _meets(rule: Rule, other: Rule, touches: float) -> bool:
    return (
        rule.start - touches <= other.at <= rule.end + touches
        and other.start - touches <= rule.at <= other.end + touches
    )


def _held(rule: Rule, crossing: Sequence[Rule], touches: float, long: float) -> bool:
    """Whether a line meets two others, or one where it is long: strokes of letters do not."""
    met = sum(1 for other in crossing if _meets(rule, other, touches))
    return met >= 2 or (met == 1 and rule.end - rule.start >= long)


def _trimmed(rule: Rule, crossing: Sequence[Rule], touches: float, overhang: float) -> Rule:
    """A line without the ends by which it ran into letters."""
    met = [other.at for other in crossing if _meets(rule, other, touches)]
    if not met:
        return rule
    start, end = min(met), max(met)
    return Rule(
        rule.at,
        start if 0 < start - rule.start < overhang else rule.start,
        end if 0 < rule.end - end < overhang else rule.end,
    )


def _erase(mask: Picture, ink: Picture, rule: Rule) -> None:
    """Mark a line along the rows of a mask, as thick as it is, with what its edges blur into."""
    start, end = max(round(rule.start), 0), round(rule.end)
    inked = (ink[:, start:end] > 0).mean(axis=1) > _INKED if end > start else np.zeros(len(ink))
    first = last = round(rule.at)
    while first > 0 and inked[first - 1]:
        first -= 1
    while last + 1 < len(inked) and inked[last + 1]:
        last += 1
    mask[max(first - 2, 0) : last + 3, max(start - 2, 0) : end + 3] = 255
