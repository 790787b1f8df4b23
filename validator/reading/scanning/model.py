"""The model that reads lines of text: PP-OCRv6, of which rapidocr's wheel brings the file.

ONNX Runtime is called directly, since most pieces of a page are figures of one or two digits: they
are put together by their widths, where rapidocr pads each to a width of 320 pixels, and the chances
of all letters are needed to tell a digit from a letter that looks like it.
"""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from validator.model.errors import UserError
from validator.reading.scanning.image import Picture

# Pixels: the height that the model was trained with, and the least width that it reads well.
_HEIGHT, _MIN_WIDTH = 48, 64
# A column of what it gives stands for so many pixels.
_STEP = 8
# Lines that are read at once, and how much wider than the narrowest of them the widest may be.
_BATCH, _MAX_STRETCH = 16, 1.2
# Pixels of the longest line; what is longer is no line of a report.
_MAX_WIDTH = 4800
# Letters that look like a digit, by the digit: between them the cell decides.
_LOOKALIKES = {"0": "OoQ〇○０", "1": "Il|丨!１", "2": "Zz２", "5": "Ss５", "8": "B８", "-": "—–−一"}
# What a figure consists of.
_FIGURE = "0123456789.,-"

# Chances of each letter (columns) at each step along a line (rows), from 0 to 1.
Chances = NDArray[np.float32]


class Reading(NamedTuple):
    """The text of a line and the mean chance of its letters, from 0 to 1.

    `places` are the middles of the letters, in heights of the line from its left.
    """

    text: str
    confidence: float
    places: tuple[float, ...] = ()


class _Model(NamedTuple):
    """The session, the letter of each class (the first is none), and classes by letter."""

    session: Any
    letters: Sequence[str]
    classes: dict[str, int]


@cache
def _model() -> _Model:
    """Load the model. Raise UserError `needs_extra` if it or what runs it is missing."""
    # ONNX Runtime keeps a database under the user's home and calls its makers, unless it is told
    # not to before it is imported.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    spec = find_spec("rapidocr")
    folders = spec.submodule_search_locations if spec else None
    path = next(Path(next(iter(folders or ()), "")).glob("models/*_rec_*.onnx"), None)
    try:
        import onnxruntime
    except ImportError:
        path = None
    if path is None:
        raise UserError("needs_extra", extra="ocr")
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    letters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    every = ["", *letters, " "]
    return _Model(session, every, {letter: at for at, letter in enumerate(every) if letter})


def read_lines(pictures: Sequence[Picture]) -> list[Chances]:
    """The chances of letters along each line; a picture is that of one line, in grey."""
    scaled = [_scale(picture) for picture in pictures]
    order = sorted(range(len(scaled)), key=lambda n: scaled[n].shape[1])
    result: list[Chances] = [np.empty((0, 0), np.float32)] * len(scaled)
    for batch in _batches(order, [line.shape[1] for line in scaled]):
        width = max(scaled[n].shape[1] for n in batch)
        # What is beyond a line is neither ink nor paper, as in the model's training.
        lines = np.zeros((len(batch), 3, _HEIGHT, width), np.float32)
        for at, n in enumerate(batch):
            lines[at, :, :, : scaled[n].shape[1]] = scaled[n]
        (chances,) = _model().session.run(None, {"x": lines})
        for at, n in enumerate(batch):
            result[n] = chances[at]
    return result


def _scale(picture: Picture) -> NDArray[np.float32]:
    """A line in the model's height, its grey from -1 to 1."""
    width = round(picture.shape[1] * _HEIGHT / max(picture.shape[0], 1))
    width = min(max(width, 1), _MAX_WIDTH)
    line = cv2.resize(picture, (width, _HEIGHT)).astype(np.float32) / 127.5 - 1
    wide = max(-(-width // _STEP) * _STEP, _MIN_WIDTH)
    return np.pad(line, ((0, 0), (0, wide - width)))


def _batches(order: Sequence[int], widths: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for n in order:
        if batch and (len(batch) == _BATCH or widths[n] > _MAX_STRETCH * widths[batch[0]]):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def decode(chances: Chances) -> Reading:
    """The text of the likeliest letter of each step, repeated ones once (CTC, Graves 2006)."""
    return _decode(chances, _model().letters)


def decode_figure(chances: Chances) -> Reading:
    """The likeliest figure: letters that look like a digit count for it."""
    classes = _model().classes
    letters = [letter for letter in _FIGURE if letter in classes]
    columns = [chances[:, 0]]
    for letter in letters:
        alike = [classes[a] for a in (letter, *_LOOKALIKES.get(letter, "")) if a in classes]
        columns.append(chances[:, alike].sum(axis=1))
    return _decode(np.stack(columns, axis=1), ["", *letters])


def _decode(chances: Chances, letters: Sequence[str]) -> Reading:
    best = chances.argmax(axis=1)
    kept = np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1]))))
    text = "".join(letters[best[step]] for step in kept)
    if not len(kept):
        return Reading("", 0.0)
    places = ((kept + 0.5) * (_STEP / _HEIGHT)).tolist()
    return Reading(text, float(chances[kept, best[kept]].mean()), tuple(places))
