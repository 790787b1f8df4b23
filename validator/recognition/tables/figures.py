"""Reading of figures from the text of table cells."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from validator.model.report import Figure, FigureState
from validator.rulebase.normal_form import join_lines, plain
from validator.rulebase.vocabulary import load_vocabulary

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "―": "-", "─": "-", "，": ","})
# Thousands set apart by a blank that does not break (ISO 80000-1, 7.3.1).
_SPACED_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))")
_SEPARATE_NUMBERS = re.compile(r"\d\s+\d")
_MAX_LENGTH = 24
# Below this OCR confidence, a figure may have been misread.
_MIN_CONFIDENCE = 0.9
_LEADING_ZERO = re.compile(r"0\d")
# First line of a number that wraps because it is too long for its cell.
_WRAPPED = re.compile(r"[+-]?[\d,.]{3,}")


def is_cut_in_two(first: Sequence[Figure], second: Sequence[Figure]) -> bool:
    """Whether the second line of figures is a part of the first, cut off by a page break.

    Only numbers too long for their cell continue: nothing continues a blank, and a second line
    without blanks is a row of its own.
    """
    if len(first) != len(second):
        return False
    blank = [figure.state is FigureState.BLANK for figure in second]
    above = [figure.state is FigureState.BLANK for figure in first]
    return any(blank) and all(b or not a for b, a in zip(blank, above, strict=True))


def mark_doubtful(reading: Figure, confidence: float) -> Figure:
    """Mark a figure as doubtful if the OCR confidence in it is too low.

    Blank cells are never marked doubtful: OCR saw no ink. Recognised text that is not a figure, or
    one such as 019, is doubtful too, as it is more likely misread than printed so.
    """
    unlikely = reading.state is FigureState.UNREADABLE or _LEADING_ZERO.match(reading.text)
    misread = confidence < 1.0 and unlikely
    if reading.state is FigureState.BLANK or (confidence >= _MIN_CONFIDENCE and not misread):
        return reading
    return Figure(reading.text, FigureState.DOUBTFUL)


def rejoin(first: Figure, second: Figure) -> Figure:
    """Rejoin the two parts of a figure cut by a page break."""
    if second.state is FigureState.BLANK:
        return first
    return read_figure(first.text + second.text)


def has_single_line_number(cells: Iterable[str]) -> bool:
    """Whether a row prints at least one number on a single line.

    If so, its cells of several lines hold one wrapped number each, not the figures of several
    rows with missing borders.
    """
    return any("\n" not in text and read_figure(text).state is FigureState.NUMBER for text in cells)


def _strip_note_marks(printed: str) -> str:
    """Strip note marks (①, ²), which would become digits in plain form."""
    return "".join(char for char in printed if unicodedata.category(char) != "No")


@lru_cache(maxsize=4096)
def read_figure(text: str, *, wrapped: bool = False) -> Figure:
    """Read the figure in a cell; its text stays as printed but for line breaks.

    With `wrapped`, digits on several lines are one number; without, only if the first line is
    long enough to have wrapped.

    Numbers may be full-width and have thousands separators, a sign or a unit. Two numbers in
    one cell, and text that is not a known figure word, are unreadable.
    """
    lines = text.split("\n")
    printed = join_lines(lines)
    if not plain(printed):
        return Figure("", FigureState.BLANK)
    grouped = _SPACED_THOUSANDS.sub(",", printed)
    bare = plain(_strip_note_marks(grouped))
    if not bare:
        return Figure(printed, FigureState.UNREADABLE)
    if bare in load_vocabulary().blank_marks:
        return Figure(printed, FigureState.DASH)
    if bare in load_vocabulary().figure_words:
        return Figure(printed, FigureState.WORD, zero=bare in load_vocabulary().zero_words)
    stacked = len(lines) > 1 and not wrapped and not _WRAPPED.fullmatch(plain(lines[0]))
    if stacked or _SEPARATE_NUMBERS.search(grouped) or len(bare) > _MAX_LENGTH:
        return Figure(printed, FigureState.UNREADABLE)
    number = bare.translate(_SIGNS)
    if _NUMBER.fullmatch(number):
        return Figure(printed, FigureState.NUMBER, Decimal(number.replace(",", "")))
    for unit in load_vocabulary().units:
        amount = number.removesuffix(unit)
        if amount != number and _NUMBER.fullmatch(amount):
            value = Decimal(amount.replace(",", ""))
            return Figure(printed, FigureState.NUMBER, value, unit=unit)
    return Figure(printed, FigureState.UNREADABLE)
