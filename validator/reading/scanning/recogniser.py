"""Recognition of text lines by rapidocr, with the model bundled in its wheel."""

import os
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np

from validator.model.errors import UserError
from validator.model.page_objects import Char
from validator.reading.scanning.image import Page, Picture
from validator.reading.scanning.pieces import Piece
from validator.reading.text.characters import unify_characters

UNKNOWN = "\ufffd"
# Maximum confidence of recognised text: less than that of printed text.
_MAX_CONFIDENCE = 0.999
# Number of pieces read to tell whether a page is upright, and the mean number of letters read in
# each that makes it certain.
_PIECES_TRIED = 6
_CERTAIN_LETTERS = 6.0
_FIGURE = re.compile(r"[\d.,，．\-−—oOlI|]{1,12}")


@cache
def _engine() -> Any:
    """The recogniser; raises UserError `needs_extra` if rapidocr or its model is missing."""
    # ONNX Runtime keeps a database under the user's home and calls its makers, unless it is told
    # not to before it is imported.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        from rapidocr import RapidOCR
    except ImportError:
        raise UserError("needs_extra", extra="ocr") from None
    # Without a model path rapidocr would download a model.
    models = files("rapidocr") / "models"
    model = next((m for m in models.iterdir() if re.search(r"_rec_.*\.onnx$", m.name)), None)
    if model is None:
        raise UserError("needs_extra", extra="ocr")
    return RapidOCR(params={"Global.log_level": "critical", "Rec.model_path": str(model)})


def recognise_pieces(
    page: Page, pieces: Sequence[Piece], x_scale: float, y_scale: float
) -> tuple[Char, ...]:
    """Recognise the chars of pieces of text; a pixel is `x_scale` by `y_scale` points.

    Figures in cells are read twice, from the grey page and from its ink alone: if the readings
    differ, their confidence is 0.
    """
    readings = _recognise([_pad(_crop(page.grey, piece)) for piece in pieces])
    figures = [
        n for n, (text, _) in enumerate(readings) if pieces[n].in_cell and _FIGURE.fullmatch(text)
    ]
    second = _recognise([_pad(_clean(_crop(page.ink, pieces[n]))) for n in figures])
    for n, (text, confidence) in zip(figures, second, strict=True):
        same = text == readings[n][0]
        readings[n] = (readings[n][0], min(confidence, readings[n][1]) if same else 0.0)
    chars: list[Char] = []
    for piece, (text, confidence) in zip(pieces, readings, strict=True):
        # Unreadable ink is not a blank.
        text = unify_characters(text).strip() or UNKNOWN
        confidence = min(confidence, _MAX_CONFIDENCE) if text != UNKNOWN else 0.0
        step = (piece.x1 - piece.x0) / len(text)
        for n, char in enumerate(text):
            x0, x1 = piece.x0 + n * step, piece.x0 + (n + 1) * step
            chars.append(
                Char(
                    char,
                    x0 * x_scale,
                    piece.y0 * y_scale,
                    x1 * x_scale,
                    piece.y1 * y_scale,
                    confidence,
                )
            )
    return tuple(chars)


def _pad(patch: Picture) -> Picture:
    """Pad a piece with paper: otherwise a lone letter is not recognised as text."""
    height = patch.shape[0]
    above, beside = max(3, height // 5), max(6, height * 4 // 5)
    padded = cv2.copyMakeBorder(
        patch, above, above, beside, beside, cv2.BORDER_CONSTANT, value=(255,)
    )
    return np.asarray(cv2.cvtColor(padded, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _crop(page: Picture, piece: Piece) -> Picture:
    return page[piece.y0 : piece.y1, piece.x0 : piece.x1]


def _clean(ink: Picture) -> Picture:
    """The ink in black on white, with smoothed outlines."""
    return np.asarray(cv2.GaussianBlur(255 - ink, (0, 0), 0.8), dtype=np.uint8)


def _recognise(pictures: Sequence[Picture]) -> list[tuple[str, float]]:
    if not pictures:
        return []
    result = _engine().recognize_txt(list(pictures))
    return [(text, float(score)) for text, score in zip(result.txts, result.scores, strict=True)]


def score_upright(page: Page, pieces: Sequence[Piece]) -> tuple[float, bool]:
    """How many letters of the longest pieces can be read, and whether they prove it upright."""
    wide = [p for p in pieces if p.x1 - p.x0 >= 2 * (p.y1 - p.y0)]
    if not wide:
        return 0.0, False
    longest = sorted(wide, key=lambda p: p.x0 - p.x1)[:_PIECES_TRIED]
    readings = _recognise([_pad(_crop(page.grey, piece)) for piece in longest])
    score = sum(confidence * len(text) for text, confidence in readings)
    # On a page that lies on its side, a piece holds only a few letters, from as many lines.
    return score, score >= _CERTAIN_LETTERS * _PIECES_TRIED
