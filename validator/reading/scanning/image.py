"""Preparation of page pictures: shadows evened out, lines straightened, ink told from paper."""

from typing import NamedTuple

import cv2
import numpy as np

from validator.reading.raster import Raster
from validator.reading.scanning.seals import fade_seals
from validator.reading.scanning.straighten import Picture, Straight, as_picture, straighten

# Thin lines are scanned paler than letters: their threshold is higher by this, up to this maximum.
_FAINT_OFFSET, _MAX_FAINT = 40, 215
# Pixels of the longer side of pictures in which the share of ink is measured.
_SHARE_SIDE = 1200
# Ink is darker than this, where paper is 255.
_PALEST = 225
# Share of its redness by which a pixel is brightened: stamps fade, ink under them stays ink.
_BLEACH = 0.35


class Page(NamedTuple):
    """A straightened page in grey, and masks (0, 255) of its ink, without and with faint ink.

    `straight` tells where its pixels were in the picture before.
    """

    grey: Picture
    ink: Picture
    faint: Picture
    straight: Straight


def to_picture(raster: Raster) -> Picture:
    """The pixels of a page."""
    return np.frombuffer(raster.pixels, np.uint8).reshape(raster.rows, raster.columns, 3)


def prepare(picture: Picture) -> Page:
    """Straighten the page in a picture, and separate its ink."""
    grey = _to_grey(picture)
    straight = straighten(grey, _threshold(grey)[1])
    grey = fade_seals(straight.grey)
    level, ink = _threshold(grey)
    _, faint = cv2.threshold(
        grey, min(level + _FAINT_OFFSET, _MAX_FAINT), 255, cv2.THRESH_BINARY_INV
    )
    return Page(grey, ink, as_picture(faint), straight)


def ink_share(picture: Picture) -> float:
    """The share of a picture that is ink, from 0 to 1, whatever its skew."""
    rows, columns = picture.shape[:2]
    scale = min(1.0, _SHARE_SIDE / max(rows, columns))
    size = max(round(columns * scale), 1), max(round(rows * scale), 1)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    grey = _to_grey(as_picture(small))
    # Noise alone is parted in two halves, of which none is ink.
    level = min(_threshold(grey)[0], _PALEST)
    return float((grey < level).mean())


def _to_grey(picture: Picture) -> Picture:
    """One channel, with red stamps faded and shadows evened out."""
    grey = picture if picture.ndim == 2 else _fade_red(picture)
    small = cv2.resize(
        grey, (max(grey.shape[1] // 4, 1), max(grey.shape[0] // 4, 1)), interpolation=cv2.INTER_AREA
    )
    # Print is closed as by a brush; the edges of shadows stay where they are.
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 5)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return as_picture(cv2.divide(grey, np.maximum(paper, 1), scale=255))


def _fade_red(picture: Picture) -> Picture:
    """The red channel, in which stamps are pale, with red pixels brightened further."""
    red, others = picture[:, :, 0], picture[:, :, 1:].min(axis=2)
    # Whole numbers that stay within 0 and 255: a large picture would not fit in memory as floats.
    redness = cv2.subtract(red, others)
    return as_picture(cv2.addWeighted(red, 1.0, redness, _BLEACH, 0))


def _threshold(grey: Picture) -> tuple[float, Picture]:
    """Otsu's threshold (IEEE Trans. SMC 9, 1979), and the mask of the ink below it."""
    level, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return float(level), as_picture(ink)


__all__ = ["Page", "Picture", "ink_share", "prepare", "to_picture"]
