"""What the text of a figure's cell says."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from validator.model.report import Figure, FigureState
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import joined, plain

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "―": "-", "─": "-", "，": ","})
_APART = re.compile(r"\d\s+\d")
_LONGEST = 24
# A recogniser less sure than this of a figure may have taken another for it.
_SURE = 0.9
# A number is broken over lines only when it is too long for its cell.
_BROKEN = re.compile(r"[+-]?[\d,.]{3,}")


def cut_in_two(first: Sequence[Figure], second: Sequence[Figure]) -> bool:
    """Whether a second line of figures is what a page break cut off the first.

    Only numbers too long for their cell go on: under a blank nothing does, and a line in which
    every cell goes on is a line of its own.
    """
    if len(first) != len(second):
        return False
    blank = [figure.state is FigureState.BLANK for figure in second]
    above = [figure.state is FigureState.BLANK for figure in first]
    return any(blank) and all(b or not a for b, a in zip(blank, above, strict=True))


def unless_doubted(read: Figure, sure: float) -> Figure:
    """The figure, marked as doubtful where its reading is not sure enough.

    Without ink there is nothing to be unsure of: a blank stays one. What was recognised and
    makes no figure is rather misread than no figure.
    """
    misread = sure < 1.0 and read.state is FigureState.UNREADABLE
    if read.state is FigureState.BLANK or (sure >= _SURE and not misread):
        return read
    return Figure(read.text, FigureState.DOUBTFUL)


def rejoined(first: Figure, second: Figure, vocabulary: Vocabulary) -> Figure:
    """The figure of which a page break made two."""
    if second.state is FigureState.BLANK:
        return first
    return figure(first.text + second.text, vocabulary)


def has_room(cells: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether a row prints some figure on one line.

    Its figures on several lines then are numbers broken for want of room, rather than those of
    several rows without a border between them.
    """
    return any(
        "\n" not in text and figure(text, vocabulary).state is FigureState.NUMBER for text in cells
    )


def _without_marks(printed: str) -> str:
    """A text without the marks of notes (①, ²), which would be digits in plain form."""
    return "".join(char for char in printed if unicodedata.category(char) != "No")


def figure(text: str, vocabulary: Vocabulary, *, broken: bool = False) -> Figure:
    """The figure in a cell, its text kept as printed without line breaks.

    With `broken`, digits on several lines are one number; without, only where the first line is
    as long as one that lacks room.

    Numbers may be full-width, with thousands separators, a sign or a unit. Two numbers in
    one cell, and text that is no known word for a figure, are unreadable.
    """
    lines = text.split("\n")
    printed = joined(lines)
    if not plain(printed):
        return Figure("", FigureState.BLANK)
    bare = plain(_without_marks(printed))
    if not bare:
        return Figure(printed, FigureState.UNREADABLE)
    if bare in vocabulary.blank_marks:
        return Figure(printed, FigureState.DASH)
    if bare in vocabulary.figure_words:
        return Figure(printed, FigureState.WORD, zero=bare in vocabulary.zero_words)
    stacked = len(lines) > 1 and not broken and not _BROKEN.fullmatch(plain(lines[0]))
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
