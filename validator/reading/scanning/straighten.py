"""Pages laid askew, seen from aside or bent: how their lines run, and the page with straight lines.

Lines of text and of tables that are level on paper show in a picture how it was taken: the slope of
what is level, and of what is upright, at each place. Both are smooth over a page, so that they are
fitted by few terms (the mean: skew; linear ones: perspective; square ones: a bend), and the page is
drawn anew as if all slopes were none. No edge of the paper is needed.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

# Rows x columns, or rows x columns x (red, green, blue); 8 bits each.
Picture = NDArray[np.uint8]
# The largest skew that is looked for, and the steps of the coarse and the fine search (degrees).
_MAX_SKEW, _COARSE, _FINE = 20.0, 1.0, 0.1
# Skew is measured in a picture of this width, slopes in one of that (pixels).
_SKEW_WIDTH, _SLOPE_WIDTH = 500, 1200
# Shortest line that is looked at, as a share of the width; largest slope left after turning.
_MIN_LENGTH, _MAX_SLOPE = 1 / 40, 0.2
# Lines that a fit needs for each of its terms, and slopes that differ more from it are of others.
_LINES_PER_TERM, _MAX_RESIDUAL = 6, 0.012
_ROUNDS, _STIFFNESS = 6, 0.0002
# What moves no place of the page by more than this is left alone (pixels of the smaller picture).
_MIN_SHIFT = 1.5
_Values = NDArray[np.float64]
_Pixels = NDArray[np.float32]


class _Slopes(NamedTuple):
    """Lines: their places, from -1 to 1 over the page, their slopes and lengths."""

    x: _Values
    y: _Values
    slope: _Values
    length: _Values


class Straight(NamedTuple):
    """A page with level and upright lines, and where its pixels were in the picture before.

    `origin` takes their distances from the left (a row) and from the top (a column) to two arrays.
    """

    grey: Picture
    origin: Callable[[_Pixels, _Pixels], tuple[_Pixels, _Pixels]]


def straighten(grey: Picture, ink: Picture) -> Straight:
    """The page in grey with its lines level and upright; `ink` is the mask of its ink."""
    angle = skew(ink)
    turned, rotation = _turn(grey, angle)
    back = cv2.invertAffineTransform(rotation)

    def before_turn(x: _Pixels, y: _Pixels) -> tuple[_Pixels, _Pixels]:
        return (
            back[0, 0] * x + back[0, 1] * y + back[0, 2],
            back[1, 0] * x + back[1, 1] * y + back[1, 2],
        )

    small, scale = _reduce(turned, _SLOPE_WIDTH)
    level, upright = _find_lines(small)
    across = _fit(level, _level_terms)
    down = _fit(upright, _upright_terms)
    if across is None:
        return Straight(turned, before_turn)
    rows, columns = turned.shape

    def before_bend(x: _Pixels, y: _Pixels) -> tuple[_Pixels, _Pixels]:
        along, below = 2 * x / max(columns - 1, 1) - 1, 2 * y / max(rows - 1, 1) - 1
        # The height of a level line changes by its slope along the way from the page's middle.
        rise = _risen(across, along, below) * np.float32(columns / 2)
        run = (
            np.zeros_like(rise) if down is None else _run(down, along, below) * np.float32(rows / 2)
        )
        return x + run, y + rise

    x = np.arange(columns, dtype=np.float32)
    y = np.arange(rows, dtype=np.float32)[:, None]
    map_x, map_y = before_bend(x, y)
    if max(float(np.abs(map_x - x).max()), float(np.abs(map_y - y).max())) * scale < _MIN_SHIFT:
        return Straight(turned, before_turn)
    drawn = as_picture(cv2.remap(turned, map_x, map_y, cv2.INTER_CUBIC, borderValue=(255,)))
    return Straight(drawn, lambda x, y: before_turn(*before_bend(x, y)))


def skew(ink: Picture) -> float:
    """The angle (degrees) by which text lines and edges run down to the right.

    It is the rotation under which neighbouring rows of pixels differ most.
    """
    small, _ = _reduce(ink, _SKEW_WIDTH)
    coarse = max(
        np.arange(-_MAX_SKEW, _MAX_SKEW + _COARSE, _COARSE),
        key=lambda a: (_row_contrast(small, a), -abs(a)),
    )
    small, _ = _reduce(ink, 2 * _SKEW_WIDTH)
    fine = np.arange(coarse - _COARSE, coarse + _COARSE + _FINE, _FINE)
    return float(max(fine, key=lambda a: (_row_contrast(small, a), -abs(a))))


def _row_contrast(ink: Any, angle: float) -> float:
    rows, columns = ink.shape
    rotation = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(angle), 1.0)
    sums = cv2.warpAffine(ink, rotation, (columns, rows)).sum(axis=1, dtype=np.float64)
    return float(((sums[1:] - sums[:-1]) ** 2).sum())


def _turn(grey: Picture, angle: float) -> tuple[Picture, Any]:
    """A page turned by degrees in a picture that holds all of it, and the matrix of the turn."""
    if abs(angle) < _FINE / 2:
        return grey, np.eye(2, 3)
    rows, columns = grey.shape
    rotation = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
    cos, sin = abs(rotation[0, 0]), abs(rotation[0, 1])
    size = round(columns * cos + rows * sin), round(columns * sin + rows * cos)
    rotation[:, 2] += (size[0] - columns) / 2, (size[1] - rows) / 2
    turned = cv2.warpAffine(grey, rotation, size, flags=cv2.INTER_CUBIC, borderValue=(255,))
    return as_picture(turned), rotation


def _reduce(picture: Picture, width: int) -> tuple[Picture, float]:
    """A picture of at most a width, and the pixels of it for one of the given."""
    scale = min(1.0, width / max(picture.shape[1], 1))
    size = (max(round(picture.shape[1] * scale), 1), max(round(picture.shape[0] * scale), 1))
    return as_picture(cv2.resize(picture, size, interpolation=cv2.INTER_AREA)), scale


def _find_lines(grey: Picture) -> tuple[_Slopes, _Slopes]:
    """Lines that are nearly level, and lines that are nearly upright."""
    rows, columns = grey.shape
    segments = cv2.createLineSegmentDetector().detect(grey)[0]
    lines = np.empty((0, 4)) if segments is None else segments.reshape(-1, 4).astype(np.float64)
    dx, dy = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    length = np.hypot(dx, dy)
    x = (lines[:, 0] + lines[:, 2]) / columns - 1
    y = (lines[:, 1] + lines[:, 3]) / rows - 1
    long = length >= _MIN_LENGTH * columns
    level = long & (np.abs(dy) < _MAX_SLOPE * np.abs(dx))
    upright = long & (np.abs(dx) < _MAX_SLOPE * np.abs(dy))
    return (
        _Slopes(x[level], y[level], dy[level] / dx[level], length[level]),
        _Slopes(x[upright], y[upright], dx[upright] / dy[upright], length[upright]),
    )


def _level_terms(x: _Values, y: _Values) -> list[_Values]:
    return [np.ones_like(x), y, x, x * y, x**2, x**3]


def _risen(weights: _Values, x: Any, y: Any) -> Any:
    """The integral of the slopes of what is level, along x from the middle."""
    one, by_y, by_x, by_xy, by_x2, by_x3 = map(np.float32, weights)
    alone = one * x + by_x / 2 * x**2 + by_x2 / 3 * x**3 + by_x3 / 4 * x**4
    return alone + y * (by_y * x + by_xy / 2 * x**2)


def _upright_terms(x: _Values, y: _Values) -> list[_Values]:
    return [np.ones_like(x), x, y, x * y]


def _run(weights: _Values, x: Any, y: Any) -> Any:
    """The integral of the slopes of what is upright, along y from the middle."""
    one, by_x, by_y, by_xy = map(np.float32, weights)
    return one * y + by_y / 2 * y**2 + x * (by_x * y + by_xy / 2 * y**2)


def _fit(lines: _Slopes, terms_of: Any) -> _Values | None:
    """The weights of terms that fit the slopes of most lines, by length; None of too few lines."""
    terms = np.stack(terms_of(lines.x, lines.y), axis=1)
    kept = np.abs(lines.slope - _weighted_median(lines)) < _MAX_SLOPE / 2
    weights: _Values | None = None
    for _ in range(_ROUNDS):
        if kept.sum() < _LINES_PER_TERM * terms.shape[1]:
            return None
        weighted = terms[kept] * lines.length[kept, None]
        # Terms that few lines call for stay small, where the page has none to show them.
        stiff = (
            _STIFFNESS * lines.length[kept].sum() * np.diag([0.0] + [1.0] * (terms.shape[1] - 1))
        )
        weights = np.linalg.solve(weighted.T @ terms[kept] + stiff, weighted.T @ lines.slope[kept])
        residual = np.abs(lines.slope - terms @ weights)
        closer = residual < max(_MAX_RESIDUAL, 2.5 * float(np.median(residual[kept])))
        if (closer == kept).all():
            break
        kept = closer
    return weights


def _weighted_median(lines: _Slopes) -> float:
    if not len(lines.slope):
        return 0.0
    order = np.argsort(lines.slope)
    share = np.cumsum(lines.length[order])
    return float(lines.slope[order][np.searchsorted(share, share[-1] / 2)])


def as_picture(array: Any) -> Picture:
    """What OpenCV returns, as the pixels that it is."""
    return np.asarray(array, dtype=np.uint8)
