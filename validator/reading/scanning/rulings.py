"""The ruling lines of a scanned page, by morphology."""

from typing import NamedTuple

import cv2
import numpy as np

from validator.reading.ink import Rule
from validator.reading.scanning.image import Page, Picture

# Lengths are shares of the page's longer side, which scans show whole: about 11 mm and 5 mm on
# A4. A shorter stroke may be of a letter.
_LEAST_ACROSS = 1 / 26
_LEAST_DOWN = 1 / 60
# Lines go on over gaps of this share, as thin ones have when scanned.
_GAP = 1 / 400
_THICKEST = 1 / 150
# Along a line there is ink at this share of its length.
_THROUGH = 0.9


class Rulings(NamedTuple):
    """Lines in pixels, and the mask of their ink."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    mask: Picture

    def in_points(
        self, across: float, down: float
    ) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """Both kinds in points, a pixel being so many wide and high."""
        return (
            tuple(Rule(r.at * down, r.start * across, r.end * across) for r in self.horizontal),
            tuple(Rule(r.at * across, r.start * down, r.end * down) for r in self.vertical),
        )


def rulings(page: Page) -> Rulings:
    """The ruling lines of a page."""
    side = max(page.ink.shape)
    across, horizontal = _lines(page.ink, round(side * _LEAST_ACROSS), side)
    down, vertical = _lines(np.ascontiguousarray(page.ink.T), round(side * _LEAST_DOWN), side)
    mask = cv2.dilate(
        cv2.bitwise_or(across, np.ascontiguousarray(down.T)), np.ones((3, 3), np.uint8)
    )
    return Rulings(horizontal, vertical, np.asarray(mask, dtype=np.uint8))


def _lines(ink: Picture, least: int, side: int) -> tuple[Picture, tuple[Rule, ...]]:
    """The lines along the rows of a picture, and the mask of their ink."""
    strokes = _strokes(ink, least, max(3, round(side * _GAP)))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(strokes)
    kept = np.zeros(count, np.uint8)
    rules: list[Rule] = []
    for n in range(1, count):
        x, y, width, height = (int(v) for v in stats[n][:4])
        if height > side * _THICKEST or not _drawn(ink, x, y, width, height):
            continue
        kept[n] = 255
        rules.append(Rule(float(centres[n][1]), float(x), float(x + width)))
    return np.asarray(kept[labels], dtype=np.uint8), tuple(rules)


def _drawn(ink: Picture, x: int, y: int, width: int, height: int) -> bool:
    """Whether a stroke is drawn through, as strokes of letters in a row are not."""
    own = ink[y : y + height, x : x + width] > 0
    return bool(own.any(axis=0).mean() >= _THROUGH)


def _strokes(ink: Picture, least: int, gap: int) -> Picture:
    """The ink of strokes along the rows of a picture that are at least so long."""
    # A line that still runs a little aslant steps from row to row.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    return np.asarray(opened, dtype=np.uint8)
