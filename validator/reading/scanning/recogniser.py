"""Pictures of lines to text: rapidocr's recognition, with the model that its wheel carries."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np

from validator.model.errors import UserError
from validator.reading.characters import unified
from validator.reading.ink import Glyph
from validator.reading.scanning.image import Page, Picture
from validator.reading.scanning.pieces import Piece

UNKNOWN = "\ufffd"
# No reading of a scan is as sure as print.
_SUREST = 0.999
# So many pieces are tried to tell whether a page stands upright: there is no doubt of it where
# so many letters of each can be read.
_TRIED = 6
_CERTAIN = 6.0
_FIGURE = re.compile(r"[\d.,，．\-−—oOlI|]{1,12}")


@cache
def _engine() -> Any:
    """The recogniser; UserError `needs_extra` where rapidocr or its model is missing."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        raise UserError("needs_extra", extra="ocr") from None
    # Without its own model rapidocr would fetch one.
    models = files("rapidocr") / "models"
    model = next((m for m in models.iterdir() if re.search(r"_rec_.*\.onnx$", m.name)), None)
    if model is None:
        raise UserError("needs_extra", extra="ocr")
    return RapidOCR(params={"Global.log_level": "critical", "Rec.model_path": str(model)})


def recognised(
    page: Page, pieces: Sequence[Piece], across: float, down: float
) -> tuple[Glyph, ...]:
    """The glyphs of pieces of text, a pixel being `across` points wide and `down` high.

    Figures in cells are read twice, from the paper and from its ink alone: where the readings
    differ, neither is sure.
    """
    readings = _read([_framed(_patch(page.paper, piece)) for piece in pieces])
    again = [
        n for n, (text, _) in enumerate(readings) if pieces[n].in_cell and _FIGURE.fullmatch(text)
    ]
    second = _read([_framed(_clean(_patch(page.ink, pieces[n]))) for n in again])
    for n, (text, sure) in zip(again, second, strict=True):
        same = text == readings[n][0]
        readings[n] = (readings[n][0], min(sure, readings[n][1]) if same else 0.0)
    glyphs: list[Glyph] = []
    for piece, (text, sure) in zip(pieces, readings, strict=True):
        # Ink that nothing can be made of is something still.
        text = unified(text).strip() or UNKNOWN
        sure = min(sure, _SUREST) if text != UNKNOWN else 0.0
        step = (piece.x1 - piece.x0) / len(text)
        for n, char in enumerate(text):
            x0, x1 = piece.x0 + n * step, piece.x0 + (n + 1) * step
            glyphs.append(
                Glyph(char, x0 * across, piece.y0 * down, x1 * across, piece.y1 * down, sure)
            )
    return tuple(glyphs)


def _framed(patch: Picture) -> Picture:
    """The picture of a piece with paper around it: a lone letter is taken for text then."""
    height = patch.shape[0]
    above, beside = max(3, height // 5), max(6, height * 4 // 5)
    framed = cv2.copyMakeBorder(
        patch, above, above, beside, beside, cv2.BORDER_CONSTANT, value=(255,)
    )
    return np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _patch(page: Picture, piece: Piece) -> Picture:
    return page[piece.y0 : piece.y1, piece.x0 : piece.x1]


def _clean(ink: Picture) -> Picture:
    """Ink black on white, its edges smooth."""
    return np.asarray(cv2.GaussianBlur(255 - ink, (0, 0), 0.8), dtype=np.uint8)


def _read(pictures: Sequence[Picture]) -> list[tuple[str, float]]:
    if not pictures:
        return []
    found = _engine().recognize_txt(list(pictures))
    return [(text, float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


def surely_upright(page: Page, pieces: Sequence[Piece]) -> tuple[float, bool]:
    """How much of the longest pieces of text can be read, and whether that leaves no doubt."""
    wide = [p for p in pieces if p.x1 - p.x0 >= 2 * (p.y1 - p.y0)]
    if not wide:
        return 0.0, False
    longest = sorted(wide, key=lambda p: p.x0 - p.x1)[:_TRIED]
    readings = _read([_framed(_patch(page.paper, piece)) for piece in longest])
    read = sum(sure * len(text) for text, sure in readings)
    # Of a page on its side no more than a few letters, of as many lines, seem to stand in one.
    return read, read >= _CERTAIN * _TRIED
