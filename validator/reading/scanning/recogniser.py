"""Recognition of the pieces of text on a page, figures twice."""

import re
from collections.abc import Sequence

import cv2
import numpy as np

from validator.model.page_objects import Char
from validator.reading.scanning.image import Page, Picture
from validator.reading.scanning.model import Reading, decode, decode_figure, read_lines
from validator.reading.scanning.pieces import Piece
from validator.reading.text.characters import unify_characters

UNKNOWN = "\ufffd"
# Maximum confidence of recognised text: less than that of printed text.
_MAX_CONFIDENCE = 0.999
# Number of pieces read to tell whether a page is upright, and the mean number of letters read in
# each that makes it certain.
_PIECES_TRIED = 6
_CERTAIN_LETTERS = 6.0
# What a figure may be read as.
_FIGURE = re.compile(r"[\d.,，．\-−—–oOQ〇○lI|丨!ZzSsB]{1,12}")


def recognise_pieces(
    page: Page, pieces: Sequence[Piece], x_scale: float, y_scale: float
) -> tuple[Char, ...]:
    """Recognise the chars of pieces of text; a pixel is `x_scale` by `y_scale` points.

    Figures that stand alone are read twice, from the grey page and from its ink alone: if the
    readings differ, their confidence is 0.
    """
    lines = read_lines([_pad(_crop(page.grey, piece)) for piece in pieces])
    readings = [decode(chances) for chances in lines]
    figures = [n for n, reading in enumerate(readings) if _FIGURE.fullmatch(reading.text)]
    second = read_lines([_pad(_clean(_crop(page.ink, pieces[n]))) for n in figures])
    for n, chances in zip(figures, second, strict=True):
        first, again = decode_figure(lines[n]), decode_figure(chances)
        confidence = min(first.confidence, again.confidence) if first.text == again.text else 0.0
        readings[n] = Reading(first.text, confidence)
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
    return np.asarray(padded, dtype=np.uint8)


def _crop(page: Picture, piece: Piece) -> Picture:
    return page[piece.y0 : piece.y1, piece.x0 : piece.x1]


def _clean(ink: Picture) -> Picture:
    """The ink in black on white, with smoothed outlines."""
    return np.asarray(cv2.GaussianBlur(255 - ink, (0, 0), 0.8), dtype=np.uint8)


def score_upright(page: Page, pieces: Sequence[Piece]) -> tuple[float, bool]:
    """How many letters of the longest pieces can be read, and whether they prove it upright."""
    wide = [p for p in pieces if p.x1 - p.x0 >= 2 * (p.y1 - p.y0)]
    if not wide:
        return 0.0, False
    longest = sorted(wide, key=lambda p: p.x0 - p.x1)[:_PIECES_TRIED]
    lines = read_lines([_pad(_crop(page.grey, piece)) for piece in longest])
    score = sum(r.confidence * len(r.text) for r in map(decode, lines))
    # On a page that lies on its side, a piece holds only a few letters, from as many lines.
    return score, score >= _CERTAIN_LETTERS * _PIECES_TRIED
