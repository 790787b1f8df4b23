"""Chars to lines of text, by geometry alone."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from validator.model.page_objects import Char
from validator.model.place import Box, Extent

# Two chars are on one line if their middles differ by less than this share of their height.
SAME_LINE = 0.45
# Between letters or digits, a gap wider than this share of the narrower char is a space: two
# numbers must never be joined, even if that splits a widely spaced one …
_SPACE_IN_WORDS = 0.3
# … between ideographs, which are often widely spaced, one wider than this share of the height …
_SPACE_IN_IDEOGRAPHS = 1.5
# … and between an ideograph and a letter or digit, as of a label and its figure, than this.
_SPACE_IN_MIXED = 0.75
# Two equal chars closer than this share of the height are one, printed twice to look bold.
_PRINTED_TWICE = 0.25
# Digits that overlap by more than this share of their width are printed over each other.
_OVERPRINTED = 0.5


class TextLine(NamedTuple):
    """A line of chars: text, box, lowest confidence of its chars, extents of its words."""

    text: str
    box: Box
    confidence: float = 1.0
    extents: tuple[Extent, ...] = ()


def group_into_lines(chars: Collection[Char]) -> list[TextLine]:
    """Group chars into lines, from top to bottom, each from left to right.

    Text rotated by quarter turns follows, each direction in its own order.
    """
    lines = _group_level(char for char in chars if not char.turn)
    for turn in sorted({char.turn for char in chars} - {0}):
        level = _group_level(char.turned(turn) for char in chars if char.turn == turn)
        lines.extend(line._replace(box=line.box.turned(-turn)) for line in level)
    return lines


def _group_level(chars: Iterable[Char]) -> list[TextLine]:
    lines: list[list[Char]] = []
    middle = height = 0.0
    for char in sorted(chars, key=lambda c: (c.y0 + c.y1, c.x0)):
        char_middle = (char.y0 + char.y1) / 2
        # Some fonts reserve no more than the stroke for 一 and for dashes.
        char_height = max(
            char.y1 - char.y0, char.x1 - char.x0 if not _is_narrow(char.text) else 0.0
        )
        if lines and char_middle - middle <= SAME_LINE * max(min(char_height, height), 1.0):
            lines[-1].append(char)
            continue
        lines.append([char])
        middle, height = char_middle, char_height
    candidates = (_build_line(sorted(line, key=lambda c: c.x0)) for line in lines)
    return [line for line in candidates if line is not None]


def _build_line(chars: Sequence[Char]) -> TextLine | None:
    """The line that ordered chars form, or None if all of them are spaces."""
    parts: list[str] = []
    printed: list[Char] = []
    words: list[Extent] = []
    space_between = overprinted = False
    start = 0.0
    for char in chars:
        if char.text == " ":
            space_between = True
            continue
        if not printed:
            start = char.x0
        else:
            previous = printed[-1]
            size = min(previous.y1 - previous.y0, char.y1 - char.y0)
            if char.text == previous.text and abs(char.x0 - previous.x0) < _PRINTED_TWICE * size:
                continue
            gap = char.x0 - previous.x1
            if gap < 0 and char.text.isdigit() and previous.text.isdigit():
                # The order of two digits printed over each other is unknown.
                overprinted = overprinted or -gap > _OVERPRINTED * (previous.x1 - previous.x0)
            if _is_narrow(previous.text) and _is_narrow(char.text):
                wide = _SPACE_IN_WORDS * min(previous.x1 - previous.x0, char.x1 - char.x0)
                apart = space_between or gap > wide
            else:
                mixed = _is_narrow(previous.text) or _is_narrow(char.text)
                apart = gap > (_SPACE_IN_MIXED if mixed else _SPACE_IN_IDEOGRAPHS) * size
            if apart:
                parts.append(" ")
                words.append(Extent(start, previous.x1))
                start = char.x0
        parts.append(char.text)
        printed.append(char)
        space_between = False
    if not printed:
        return None
    box = Box(
        min(c.x0 for c in printed),
        min(c.y0 for c in printed),
        max(c.x1 for c in printed),
        max(c.y1 for c in printed),
    )
    confidence = 0.0 if overprinted else min(c.confidence for c in printed)
    words.append(Extent(start, printed[-1].x1))
    return TextLine("".join(parts), box, confidence, tuple(words))


def _is_narrow(text: str) -> bool:
    return text.isascii() or unicodedata.east_asian_width(text[-1]) not in "WF"
