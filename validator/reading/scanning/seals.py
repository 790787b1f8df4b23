"""Seals on copies without colours, told from print by their thick strokes of paler ink."""

import cv2
import numpy as np

from validator.reading.scanning.straighten import Picture

# Shares of the page's longer side: strokes thicker than this are no print; size of a seal.
_STROKE = 1 / 260
_MIN_SIZE, _MAX_SIZE = 1 / 16, 1 / 2
# Of a seal's box, the share that thick strokes cover; how far from a square it may be.
_MIN_COVER, _MAX_COVER, _MAX_OBLONG = 0.04, 0.7, 3.0
# Strokes darker than this are print, however thick.
_DARKEST = 45
# Paper is lighter than this, and so is what is left of strokes that are thin.
_PAPER = 205


def fade_seals(grey: Picture) -> Picture:
    """A page on which seals are as pale as paper; print beneath stays."""
    side = max(grey.shape)
    size = round(side * _STROKE) | 1
    thick = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    mask = np.asarray(thick < _PAPER, dtype=np.uint8)
    if not mask.any():
        return grey
    joined = cv2.dilate(mask, np.ones((2 * size + 1, 2 * size + 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    result = grey
    for x, y, wide, high, _ in stats[1:count]:
        box = np.s_[y : y + high, x : x + wide]
        if not _is_seal(mask[box], wide, high, side):
            continue
        if float(np.median(thick[box][mask[box] > 0])) < _DARKEST:
            continue
        if result is grey:
            result = grey.copy()
        # The seal is what print stands on there.
        result[box] = cv2.divide(grey[box], np.maximum(thick[box], 1), scale=255)
    return result


def _is_seal(mask: Picture, wide: int, high: int, side: int) -> bool:
    round_enough = max(wide, high) <= _MAX_OBLONG * min(wide, high)
    as_large = _MIN_SIZE * side <= max(wide, high) <= _MAX_SIZE * side
    return bool(round_enough and as_large and _MIN_COVER <= mask.mean() <= _MAX_COVER)
