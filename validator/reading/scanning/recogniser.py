"""Recognition of the pieces of text on a page; figures are read until two readings agree."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import mean

import cv2
import numpy as np

from validator.model.page_objects import Char
from validator.reading.scanning.image import Page, Picture
from validator.reading.scanning.model import Reading, decode, decode_figure, read_lines
from validator.reading.scanning.pieces import Piece
from validator.reading.scanning.shapes import look_alike
from validator.reading.text.characters import unify_characters

UNKNOWN = "\ufffd"
# Maximum confidence of recognised text: less than that of printed text.
_MAX_CONFIDENCE = 0.999
# Number of pieces, and of letters of each, read to tell whether a page is upright, and the mean
# number of letters read in each that makes it certain.
_PIECES_TRIED, _LETTERS_TRIED = 5, 9
_CERTAIN_LETTERS = 6.0
# Confidence of figures that need not be read twice if they look like others.
_SURE = 0.95
# How much wider figures are drawn to be read again, so that 11 is told from 1; if they are not read
# alike then, as they are. The least confidence in such a reading.
_STRETCHES, _CONFIRMS = (1.3, 1.0), 0.9
# Paper wider than this, in heights of a line, is a blank between words or figures.
_BLANK = 0.5
# What a figure may be read as.
_FIGURE = re.compile(r"[\d.,，．\-−—–oOQ〇○lI|丨!ZzSsB]{1,12}")


def recognise_pieces(
    page: Page, pieces: Sequence[Piece], x_scale: float, y_scale: float
) -> tuple[Char, ...]:
    """Recognise the chars of pieces of text; a pixel is `x_scale` by `y_scale` points.

    Figures that stand alone are read again from the ink, unless they are a digit that looks like
    the others of its kind on the page: if the readings differ, their confidence is 0.
    """
    lines = read_lines([_pad(_crop(page.grey, piece)) for piece in pieces])
    readings = [decode(chances) for chances in lines]
    figures = [n for n, reading in enumerate(readings) if _FIGURE.fullmatch(reading.text)]
    for n in figures:
        readings[n] = decode_figure(lines[n])
    inks = [_crop(page.ink, pieces[n]) for n in figures]
    alike = look_alike(inks, [readings[n].text for n in figures])
    unlike = [n for n, is_alike in zip(figures, alike, strict=True)
              if not is_alike or readings[n].confidence < _SURE]  # fmt: skip
    for n, confidence in _confirm(page, pieces, readings, unlike):
        readings[n] = _with_confidence(readings[n], confidence)
    for n in figures:
        if pieces[n].cut:
            readings[n] = _with_confidence(readings[n], 0.0)
    chars: list[Char] = []
    for piece, reading in zip(pieces, readings, strict=True):
        stretches = _stretches(_crop(page.ink, piece), piece)
        for text, left, right, confidence in _letters(piece, reading, stretches):
            chars.append(
                Char(
                    text,
                    left * x_scale,
                    piece.y0 * y_scale,
                    right * x_scale,
                    piece.y1 * y_scale,
                    confidence,
                )
            )
    return tuple(chars)


def _with_confidence(reading: Reading, confidence: float) -> Reading:
    return reading._replace(chances=(confidence,) * len(reading.text))


def _confirm(
    page: Page, pieces: Sequence[Piece], readings: Sequence[Reading], figures: Sequence[int]
) -> Iterator[tuple[int, float]]:
    """Read figures again from their ink; the confidence in each, 0 if nothing agrees with it."""
    left = list(figures)
    for stretch in _STRETCHES:
        again = read_lines([_pad(_clean(_crop(page.ink, pieces[n]), stretch)) for n in left])
        unconfirmed: list[int] = []
        for n, chances in zip(left, again, strict=True):
            reading = decode_figure(chances)
            if reading.text == readings[n].text and reading.confidence >= _CONFIRMS:
                yield n, min(reading.confidence, readings[n].confidence)
            else:
                unconfirmed.append(n)
        left = unconfirmed
    yield from ((n, 0.0) for n in left)


def _stretches(ink: Picture, piece: Piece) -> list[tuple[float, float]]:
    """The left and right, in pixels of the page, of what stands together on a piece."""
    inked = np.flatnonzero((ink > 0).any(axis=0))
    if not len(inked):
        return [(piece.x0, piece.x1)]
    ends = np.flatnonzero(np.diff(inked) > _BLANK * (piece.y1 - piece.y0))
    starts = [inked[0], *inked[ends + 1]]
    return [
        (piece.x0 + float(start), piece.x0 + float(end) + 1)
        for start, end in zip(starts, [*inked[ends], inked[-1]], strict=True)
    ]


def _letters(
    piece: Piece, reading: Reading, stretches: Sequence[tuple[float, float]]
) -> Iterator[tuple[str, float, float, float]]:
    """Each letter of a piece, its left and right in pixels, and the confidence in it."""
    text = unify_characters(reading.text)
    if not text.strip():
        # Unreadable ink is not a blank.
        yield UNKNOWN, piece.x0, piece.x1, 0.0
        return
    high, count = piece.y1 - piece.y0, len(text)
    above, beside = _margins(high)
    middles = (
        [piece.x0 - beside + place * (high + 2 * above) for place in reading.places]
        if len(reading.places) == count
        else [piece.x0 + (n + 0.5) * (piece.x1 - piece.x0) / count for n in range(count)]
    )
    chances = reading.chances if len(reading.chances) == count else (reading.confidence,) * count
    letters = [
        (letter, at, min(chance, _MAX_CONFIDENCE))
        for letter, at, chance in zip(text, middles, chances, strict=True)
        if letter.strip()
    ]
    # The model tells roughly where a letter is, the ink where what stands together ends.
    nearest = [
        min(range(len(stretches)), key=lambda n: _distance(at, stretches[n]))
        for _, at, _ in letters
    ]
    for number, (left, right) in enumerate(stretches):
        those = [one for one, n in zip(letters, nearest, strict=True) if n == number]
        inner = [min(max(at, left), right) for _, at, _ in those]
        bounds = [left, *map(mean, pairwise(inner)), right]
        for (letter, _, chance), (start, end) in zip(those, pairwise(bounds), strict=False):
            yield letter, start, end, chance


def _distance(at: float, stretch: tuple[float, float]) -> float:
    return max(stretch[0] - at, at - stretch[1], 0.0)


def _margins(height: int) -> tuple[int, int]:
    """Pixels of paper above and below, and beside, that a piece is padded with."""
    return max(3, height // 5), max(6, height // 2)


def _pad(patch: Picture) -> Picture:
    """Pad a piece with paper: otherwise a lone letter is not recognised as text."""
    above, beside = _margins(patch.shape[0])
    padded = cv2.copyMakeBorder(
        patch, above, above, beside, beside, cv2.BORDER_CONSTANT, value=(255,)
    )
    return np.asarray(padded, dtype=np.uint8)


def _crop(page: Picture, piece: Piece) -> Picture:
    return page[piece.y0 : piece.y1, piece.x0 : piece.x1]


def _clean(ink: Picture, stretch: float) -> Picture:
    """The ink in black on white, with smoothed outlines, drawn wider."""
    smooth = cv2.GaussianBlur(255 - ink, (0, 0), 0.8)
    wide = cv2.resize(smooth, None, fx=stretch, fy=1.0, interpolation=cv2.INTER_LINEAR)
    return np.asarray(wide, dtype=np.uint8)


def score_upright(page: Page, pieces: Sequence[Piece]) -> tuple[float, bool]:
    """How many letters of the longest pieces can be read, and whether they prove it upright."""
    wide = [p for p in pieces if p.x1 - p.x0 >= 2 * (p.y1 - p.y0)]
    if not wide:
        return 0.0, False
    longest = sorted(wide, key=lambda p: p.x0 - p.x1)[:_PIECES_TRIED]
    # Their beginnings are enough.
    starts = [p._replace(x1=min(p.x1, p.x0 + _LETTERS_TRIED * (p.y1 - p.y0))) for p in longest]
    lines = read_lines([_pad(_crop(page.grey, piece)) for piece in starts])
    score = sum(sum(reading.chances) for reading in map(decode, lines))
    # On a page that lies on its side, a piece holds only a few letters, from as many lines.
    return score, score >= _CERTAIN_LETTERS * _PIECES_TRIED
