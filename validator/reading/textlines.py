"""Glyphs to lines of text, by geometry alone."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from validator.model.place import Box
from validator.reading.ink import Glyph

# Two glyphs are on one line when their middles differ by less than this share of a height.
_SAME_LINE = 0.45
# A gap wider than this share of the narrower glyph is a blank, between letters or digits: two
# numbers must never grow together, even where that takes one set wide apart for two …
_BLANK_IN_WORDS = 0.3
# … and than this share of the height next to ideographs, which are often set wide.
_BLANK_IN_IDEOGRAPHS = 1.5
# Two equal glyphs closer than this share of the height are one, printed twice to look bold.
_PRINTED_TWICE = 0.25
# Digits that overlap by more than this share of their width are printed over each other.
_OVERPRINTED = 0.5


class TextLine(NamedTuple):
    """A line of glyphs: its text, its box, how sure the least sure of its glyphs is."""

    text: str
    box: Box
    sure: float = 1.0


def text_lines(glyphs: Collection[Glyph]) -> list[TextLine]:
    """The lines that glyphs form, from top to bottom, each from left to right.

    Writing that is turned by quarters of a circle follows, each direction in its own order.
    """
    lines = _level_lines(glyph for glyph in glyphs if not glyph.turn)
    for turn in sorted({glyph.turn for glyph in glyphs} - {0}):
        level = _level_lines(glyph.turned(turn) for glyph in glyphs if glyph.turn == turn)
        lines.extend(line._replace(box=line.box.turned(-turn)) for line in level)
    return lines


def _level_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    lines: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.y0 + g.y1, g.x0)):
        own_middle, own_height = (glyph.y0 + glyph.y1) / 2, glyph.y1 - glyph.y0
        if lines and own_middle - middle <= _SAME_LINE * max(min(own_height, height), 1.0):
            lines[-1].append(glyph)
            continue
        lines.append([glyph])
        middle, height = own_middle, own_height
    found = (_line(sorted(line, key=lambda g: g.x0)) for line in lines)
    return [line for line in found if line is not None]


def _line(glyphs: Sequence[Glyph]) -> TextLine | None:
    """The line that glyphs in their order make, None where they are blanks only."""
    parts: list[str] = []
    printed: list[Glyph] = []
    blank_between = overprinted = False
    for glyph in glyphs:
        if glyph.text == " ":
            blank_between = True
            continue
        if printed:
            before = printed[-1]
            size = min(before.y1 - before.y0, glyph.y1 - glyph.y0)
            if glyph.text == before.text and abs(glyph.x0 - before.x0) < _PRINTED_TWICE * size:
                continue
            gap = glyph.x0 - before.x1
            if gap < 0 and glyph.text.isdigit() and before.text.isdigit():
                # Which of two digits upon each other comes first cannot be told.
                overprinted = overprinted or -gap > _OVERPRINTED * (before.x1 - before.x0)
            if _narrow(before.text) and _narrow(glyph.text):
                wide = _BLANK_IN_WORDS * min(before.x1 - before.x0, glyph.x1 - glyph.x0)
                apart = blank_between or gap > wide
            else:
                apart = gap > _BLANK_IN_IDEOGRAPHS * size
            if apart:
                parts.append(" ")
        parts.append(glyph.text)
        printed.append(glyph)
        blank_between = False
    if not printed:
        return None
    box = Box(
        min(g.x0 for g in printed),
        min(g.y0 for g in printed),
        max(g.x1 for g in printed),
        max(g.y1 for g in printed),
    )
    sure = 0.0 if overprinted else min(g.sure for g in printed)
    return TextLine("".join(parts), box, sure)


def _narrow(text: str) -> bool:
    return text.isascii() or unicodedata.east_asian_width(text[-1]) not in "WF"
