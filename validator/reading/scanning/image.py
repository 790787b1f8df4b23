"""Pictures of pages: paper made even, skew taken out, ink told from paper."""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

# Rows x columns, or rows x columns x (red, green, blue); 8 bits each.
Picture = NDArray[np.uint8]

# The widest skew (degrees) that is looked for, and the steps of the two searches.
_WIDEST = 6.0
_COARSE, _FINE = 0.5, 0.05
# Skew is searched for in a picture of this width (pixels).
_SEARCHED = 800
# Thin lines are scanned paler than letters: by so much, and never paler than this.
_FAINTER, _FAINTEST = 40, 215
# How much of its redness makes a pixel paler: stamps become paper, ink under them stays ink.
_BLEACH = 0.35


class Page(NamedTuple):
    """A page set straight: its paper in grey, where its ink is, and its faint ink too (0, 255)."""

    paper: Picture
    ink: Picture
    faint: Picture


def straightened(picture: Picture) -> Page:
    """The page in a picture, without its skew."""
    grey = _grey(picture)
    angle = skew(_thresholded(grey)[1])
    if abs(angle) >= _FINE:
        rows, columns = grey.shape
        turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
        grey = _as_picture(
            cv2.warpAffine(grey, turn, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=(255,))
        )
    level, ink = _thresholded(grey)
    _, faint = cv2.threshold(grey, min(level + _FAINTER, _FAINTEST), 255, cv2.THRESH_BINARY_INV)
    return Page(grey, ink, _as_picture(faint))


def ink_share(picture: Picture) -> float:
    """How much of a picture is ink, from 0 to 1; its skew does not matter."""
    return float((_thresholded(_grey(picture))[1] > 0).mean())


def _grey(picture: Picture) -> Picture:
    """One channel, in which red stamps fade into the paper, with shadows evened out."""
    grey = picture if picture.ndim == 2 else _without_red(picture)
    small = cv2.resize(
        grey, (max(grey.shape[1] // 4, 1), max(grey.shape[0] // 4, 1)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return _as_picture(cv2.divide(grey, np.maximum(paper, 1), scale=255))


def _without_red(picture: Picture) -> Picture:
    """The red channel, in which a stamp is pale, with what is red in it paler still."""
    red = picture[:, :, 0].astype(np.float32)
    others = picture[:, :, 1:].min(axis=2).astype(np.float32)
    bleached = red + _BLEACH * np.maximum(red - others, 0)
    return _as_picture(np.clip(bleached, 0, 255))


def _thresholded(grey: Picture) -> tuple[float, Picture]:
    """Otsu's threshold (IEEE Trans. SMC 9, 1979), and where the ink is that it finds."""
    level, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return float(level), _as_picture(ink)


def skew(ink: Picture) -> float:
    """By how many degrees lines of text and rulings run down to the right.

    That turn is sought under which rows of the page are most unlike each other.
    """
    scale = min(1.0, _SEARCHED / max(ink.shape[1], 1))
    size = (max(round(ink.shape[1] * scale), 1), max(round(ink.shape[0] * scale), 1))
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    coarse = max(np.arange(-_WIDEST, _WIDEST + _COARSE, _COARSE), key=lambda a: _unlike(small, a))
    fine = np.arange(coarse - _COARSE, coarse + _COARSE + _FINE, _FINE)
    return float(max(fine, key=lambda a: (_unlike(small, a), -abs(a))))


def _unlike(ink: Any, angle: float) -> float:
    rows, columns = ink.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(angle), 1.0)
    sums = cv2.warpAffine(ink, turn, (columns, rows)).sum(axis=1, dtype=np.float64)
    return float(((sums[1:] - sums[:-1]) ** 2).sum())


def _as_picture(array: Any) -> Picture:
    return np.asarray(array, dtype=np.uint8)
