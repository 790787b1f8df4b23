"""The model that reads lines of text: PP-OCRv6, of which rapidocr's wheel brings the file.

ONNX Runtime is called directly, since most pieces of a page are figures of one or two digits: they
are put together by their widths, where rapidocr pads each to a width of 320 pixels, and the chances
of all letters are needed to tell a digit from a letter that looks like it.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from validator.model.errors import UserError
from validator.reading.scanning.image import Picture
from validator.reading.scanning.parallel import processors

# Pixels: the height that the model was trained with, and the least width that it reads well.
_HEIGHT, _MIN_WIDTH = 48, 64
# A column of what it gives stands for so many pixels.
_STEP = 8
# Lines that are read at once: at most so many, of so many pixels in width together, the widest no
# more than so much wider than the narrowest.
_BATCH, _BATCH_WIDTH, _MAX_STRETCH = 16, 2400, 1.2
# Pixels of the longest line; what is longer is no line of a report.
_MAX_WIDTH = 4800
# Letters that look like a digit, by the digit: between them the cell decides.
_LOOKALIKES = {"0": "OoQ〇○０", "1": "Il|丨!１", "2": "Zz２", "5": "Ss５", "8": "B８", "-": "—–−一"}
# What a figure consists of.
_FIGURE = "0123456789.,-"


class Chances(NamedTuple):
    """What the model makes of a line: at each step along it, the likeliest of all letters.

    `letters` are the classes of these, `sure` their chances from 0 to 1; `figures` (steps x
    characters of figures, the first of which is none) are the chances of what figures consist of.
    """

    letters: NDArray[np.int64]
    sure: NDArray[np.float32]
    figures: NDArray[np.float32]


class Reading(NamedTuple):
    """The text of a line, the chance of each letter, from 0 to 1, and where the letters are.

    `places` are their middles, in heights of the line from its left.
    """

    text: str
    chances: tuple[float, ...] = ()
    places: tuple[float, ...] = ()

    @property
    def confidence(self) -> float:
        """The chance of the least likely letter."""
        return min(self.chances, default=0.0)


class _Model(NamedTuple):
    """The session, the letter of each class (the first is none), and classes of each figure's."""

    session: Any
    letters: Sequence[str]
    figures: dict[str, list[int]]


_loading = Lock()


def _model() -> _Model:
    """The model, loaded once. Raise UserError `needs_extra` if it or what runs it is missing."""
    with _loading:
        return _load()


@cache
def _load() -> _Model:
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
    options = onnxruntime.SessionOptions()
    # Batches run side by side, which takes less time than several threads for each.
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    letters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    every = ["", *letters, " "]
    classes = {letter: at for at, letter in enumerate(every) if letter}
    figures = {
        letter: [classes[a] for a in (letter, *_LOOKALIKES.get(letter, "")) if a in classes]
        for letter in _FIGURE
        if letter in classes
    }
    return _Model(session, every, figures)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(processors())


if hasattr(os, "register_at_fork"):
    # Neither threads nor what they hold come along.
    os.register_at_fork(after_in_child=_threads.cache_clear)


def read_lines(pictures: Sequence[Picture]) -> list[Chances]:
    """The chances of letters along each line; a picture is that of one line, in grey."""
    scaled = [_scale(picture) for picture in pictures]
    order = sorted(range(len(scaled)), key=lambda n: scaled[n].shape[1])
    batches = list(_batches(order, [line.shape[1] for line in scaled]))
    answers = _threads().map(lambda batch: _read([scaled[n] for n in batch]), batches)
    by_line = {
        n: chances for batch, those in zip(batches, answers, strict=True)
        for n, chances in zip(batch, those, strict=True)
    }  # fmt: skip
    return [by_line[n] for n in range(len(scaled))]


def _read(scaled: Sequence[NDArray[np.float32]]) -> list[Chances]:
    model = _model()
    # What is beyond a line is neither ink nor paper, as in the model's training.
    lines = np.zeros((len(scaled), 3, _HEIGHT, max(line.shape[1] for line in scaled)), np.float32)
    for at, line in enumerate(scaled):
        lines[at, :, :, : line.shape[1]] = line
    (chances,) = model.session.run(None, {"x": lines})
    letters = chances.argmax(axis=2)
    sure = np.take_along_axis(chances, letters[:, :, None], axis=2)[:, :, 0]
    alike = ((0,), *model.figures.values())
    figures = np.stack([chances[:, :, classes].sum(axis=2) for classes in alike], axis=2)
    return [Chances(letters[at], sure[at], figures[at]) for at in range(len(scaled))]


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
        if batch and (
            len(batch) == _BATCH
            or (len(batch) + 1) * widths[n] > _BATCH_WIDTH
            or widths[n] > _MAX_STRETCH * widths[batch[0]]
        ):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def decode(chances: Chances) -> Reading:
    """The text of the likeliest letter of each step, repeated ones once (CTC, Graves 2006)."""
    return _decode(chances.letters, chances.sure, _model().letters)


def decode_figure(chances: Chances) -> Reading:
    """The likeliest figure: letters that look like a digit count for it."""
    best = chances.figures.argmax(axis=1)
    return _decode(best, chances.figures.max(axis=1), ("", *_model().figures))


def _decode(best: NDArray[np.int64], sure: NDArray[np.float32], letters: Sequence[str]) -> Reading:
    kept = np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1]))))
    text = "".join(letters[best[step]] for step in kept)
    places = ((kept + 0.5) * (_STEP / _HEIGHT)).tolist()
    return Reading(text, tuple(sure[kept].tolist()), tuple(places))
