"""Preparation of page pictures: shadows evened out, skew removed, ink separated from paper."""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from validator.reading.raster import Raster

# Rows x columns, or rows x columns x (red, green, blue); 8 bits each.
Picture = NDArray[np.uint8]

# Maximum skew searched for, and the steps of the coarse and the fine search (degrees).
_MAX_SKEW = 6.0
_COARSE, _FINE = 0.5, 0.05
# Skew is measured in a picture scaled down to this width (pixels).
_SEARCH_WIDTH = 800
# Thin lines are scanned paler than letters: their threshold is higher by this, up to this maximum.
_FAINT_OFFSET, _MAX_FAINT = 40, 215
# Share of its redness by which a pixel is brightened: stamps fade, ink under them stays ink.
_BLEACH = 0.35


class Page(NamedTuple):
    """A deskewed page in grey, and masks (0, 255) of its ink, without and with faint ink."""

    grey: Picture
    ink: Picture
    faint: Picture


def to_picture(raster: Raster) -> Picture:
    """The pixels of a page."""
    return np.frombuffer(raster.pixels, np.uint8).reshape(raster.rows, raster.columns, 3)


def deskew(picture: Picture) -> Page:
    """Deskew the page in a picture, and separate its ink."""
    grey = _to_grey(picture)
    angle = skew(_threshold(grey)[1])
    if abs(angle) >= _FINE:
        rows, columns = grey.shape
        rotation = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
        grey = _as_picture(
            cv2.warpAffine(
                grey, rotation, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=(255,)
            )
        )
    level, ink = _threshold(grey)
    _, faint = cv2.threshold(
        grey, min(level + _FAINT_OFFSET, _MAX_FAINT), 255, cv2.THRESH_BINARY_INV
    )
    return Page(grey, ink, _as_picture(faint))


def ink_share(picture: Picture) -> float:
    """The share of a picture that is ink, from 0 to 1, whatever its skew."""
    return float((_threshold(_to_grey(picture))[1] > 0).mean())


def _to_grey(picture: Picture) -> Picture:
    """One channel, with red stamps faded and shadows evened out."""
    grey = picture if picture.ndim == 2 else _fade_red(picture)
    small = cv2.resize(
        grey, (max(grey.shape[1] // 4, 1), max(grey.shape[0] // 4, 1)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return _as_picture(cv2.divide(grey, np.maximum(paper, 1), scale=255))


def _fade_red(picture: Picture) -> Picture:
    """The red channel, in which stamps are pale, with red pixels brightened further."""
    red, others = picture[:, :, 0], picture[:, :, 1:].min(axis=2)
    # Whole numbers that stay within 0 and 255: a large picture would not fit in memory as floats.
    redness = cv2.subtract(red, others)
    return _as_picture(cv2.addWeighted(red, 1.0, redness, _BLEACH, 0))


def _threshold(grey: Picture) -> tuple[float, Picture]:
    """Otsu's threshold (IEEE Trans. SMC 9, 1979), and the mask of the ink below it."""
    level, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return float(level), _as_picture(ink)


def skew(ink: Picture) -> float:
    """The angle (degrees) by which text lines and edges run down to the right.

    It is the rotation under which neighbouring rows of pixels differ most.
    """
    scale = min(1.0, _SEARCH_WIDTH / max(ink.shape[1], 1))
    size = (max(round(ink.shape[1] * scale), 1), max(round(ink.shape[0] * scale), 1))
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    coarse = max(
        np.arange(-_MAX_SKEW, _MAX_SKEW + _COARSE, _COARSE), key=lambda a: _row_contrast(small, a)
    )
    fine = np.arange(coarse - _COARSE, coarse + _COARSE + _FINE, _FINE)
    return float(max(fine, key=lambda a: (_row_contrast(small, a), -abs(a))))


def _row_contrast(ink: Any, angle: float) -> float:
    rows, columns = ink.shape
    rotation = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(angle), 1.0)
    sums = cv2.warpAffine(ink, rotation, (columns, rows)).sum(axis=1, dtype=np.float64)
    return float(((sums[1:] - sums[:-1]) ** 2).sum())


def _as_picture(array: Any) -> Picture:
    return np.asarray(array, dtype=np.uint8)
