"""What the text of a figure's cell says."""

import re
from decimal import Decimal

from validator.model.report import Figure, FigureState
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import joined, plain

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "―": "-", "─": "-", "，": ","})
_APART = re.compile(r"\d\s+\d")
_LONGEST = 24
# A number is broken over lines only when it is too long for its cell.
_BROKEN = re.compile(r"[+-]?[\d,.]{3,}")


def figure(text: str, vocabulary: Vocabulary) -> Figure:
    """The figure in a cell, its text kept as printed without line breaks.

    Numbers may be full-width, with thousands separators, a sign or a unit. Two numbers in
    one cell, and text that is no known word for a figure, are unreadable.
    """
    lines = text.split("\n")
    printed = joined(lines)
    bare = plain(printed)
    if not bare:
        return Figure("", FigureState.BLANK)
    if bare in vocabulary.blank_marks:
        return Figure(printed, FigureState.DASH)
    if bare in vocabulary.figure_words:
        return Figure(printed, FigureState.WORD, zero=bare in vocabulary.zero_words)
    stacked = len(lines) > 1 and not _BROKEN.fullmatch(plain(lines[0]))
    if stacked or _APART.search(printed) or len(bare) > _LONGEST:
        return Figure(printed, FigureState.UNREADABLE)
    number = bare.translate(_SIGNS)
    if _NUMBER.fullmatch(number):
        return Figure(printed, FigureState.NUMBER, Decimal(number.replace(",", "")))
    for unit in vocabulary.units:
        amount = number.removesuffix(unit)
        if amount != number and _NUMBER.fullmatch(amount):
            value = Decimal(amount.replace(",", ""))
            return Figure(printed, FigureState.NUMBER, value, unit=unit)
    return Figure(printed, FigureState.UNREADABLE)
