"""Lone digits held against the others on a page that were read alike: a font draws each one way.

It tells misread figures from others without reading them again.
"""

from collections import defaultdict
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from validator.reading.scanning.straighten import Picture

# Pixels of a digit's shape: its height and width.
_HEIGHT, _WIDTH = 32, 20
# Digits that show what others of the same text look like.
_MIN_ALIKE = 5
# Correlation with the usual shape of a digit, and how much more than with that of any other: the
# rarer digits have no usual shape, and 8 is like 0 to 0.82, 3 like 1 to 0.86 in some fonts.
_MIN_LIKENESS, _MIN_LEAD = 0.9, 0.12

_Shape = NDArray[np.float32]


def look_alike(inks: Sequence[Picture], texts: Sequence[str]) -> list[bool]:
    """Whether each figure, of which its ink (0, 255) and its text are given, looks like its text.

    Figures of several digits, and those of which there are too few, do not.
    """
    shapes = [_shape(ink) if len(t) == 1 else None for ink, t in zip(inks, texts, strict=True)]
    by_text: defaultdict[str, list[_Shape]] = defaultdict(list)
    for text, shape in zip(texts, shapes, strict=True):
        if shape is not None:
            by_text[text].append(shape)
    usual = {
        text: _level(np.asarray(np.stack(alike).mean(axis=0), dtype=np.float32))
        for text, alike in by_text.items()
        if len(alike) >= _MIN_ALIKE
    }
    return [
        shape is not None and _is_like(shape, text, usual)
        for shape, text in zip(shapes, texts, strict=True)
    ]


def _shape(ink: Picture) -> _Shape:
    """The ink of a digit in a size that all have."""
    rows, columns = ink.shape
    # Narrow digits, as 1, stay narrow.
    width = max(round(rows * _WIDTH / _HEIGHT), columns)
    canvas = np.zeros((rows, width), np.uint8)
    left = (width - columns) // 2
    canvas[:, left : left + columns] = ink
    scaled = cv2.resize(canvas, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(scaled.astype(np.float32), (0, 0), 1.0)
    return _level(np.asarray(smooth, dtype=np.float32))


def _level(shape: _Shape) -> _Shape:
    """A shape of mean 0 and length 1, so that products are correlations."""
    centred = shape - shape.mean()
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-6), dtype=np.float32)


def _is_like(shape: _Shape, text: str, usual: dict[str, _Shape]) -> bool:
    if text not in usual:
        return False
    likeness = float((shape * usual[text]).sum())
    others = (float((shape * other).sum()) for name, other in usual.items() if name != text)
    return likeness >= _MIN_LIKENESS and likeness - max(others, default=0.0) >= _MIN_LEAD
