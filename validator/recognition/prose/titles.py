"""Title, issuer, year and statistics period."""

from collections.abc import Sequence
from re import Match
from typing import NamedTuple

from validator.model.document import Block, Grid, Line
from validator.model.place import Place
from validator.model.report import Passage, Period
from validator.rulebase.normal_form import join_lines, plain
from validator.rulebase.vocabulary import load_vocabulary

# Maximum number of blocks searched for a title, and of lines in it.
_MAX_POSITION = 60
_MAX_LINES = 4


class Title(NamedTuple):
    """A printed title: passage, issuer, year, index of its first block and past its last."""

    passage: Passage
    issuer: str
    year: int
    first: int
    end: int


def find_title(blocks: Sequence[Block], before: int, page_title: str = "") -> Title | None:
    """Find the title before a block index; None if there is none.

    A title on several lines is joined; if it names no issuer, a line above it that may be a
    body's name is taken as the issuer. If the text has none, it may stand in a table of metadata
    before it, or be `page_title`.
    """
    last = min(before, _MAX_POSITION)
    for size in range(1, _MAX_LINES + 1):
        for first in range(last - size + 1):
            lines = blocks[first : first + size]
            texts = [line.text for line in lines if isinstance(line, Line)]
            bare = plain("".join(texts))
            if len(texts) < size:
                continue
            match = match_title(bare)
            if match is None:
                continue
            start, issuer = first, match["issuer"]
            if not issuer:
                start, issuer = _issuer_above(blocks, first)
            elif not load_vocabulary().title_issuer.search(issuer):
                continue
            printed = join_lines(
                b.text for b in blocks[start : first + size] if isinstance(b, Line)
            )
            passage = Passage(printed, blocks[start].place)
            return Title(passage, issuer, int(match["year"]), start, first + size)
    return _title_beside_text(blocks[:last], page_title)


def _title_beside_text(blocks: Sequence[Block], page_title: str) -> Title | None:
    """The title in a table of metadata before the report, or that of the page."""
    cells = ((c.text, c.place) for b in blocks if isinstance(b, Grid) for c in b.cells)
    for text, place in (*cells, (page_title, Place())):
        match = match_title(plain(text))
        if match and load_vocabulary().title_issuer.search(match["issuer"] or ""):
            printed = join_lines(text.split("\n"))
            return Title(Passage(printed, place), match["issuer"], int(match["year"]), 0, 0)
    return None


def match_title(bare: str) -> Match[str] | None:
    """Match a text in plain form as a title, with groups issuer and year; None if it is not one."""
    if not load_vocabulary().title_ending.search(bare):
        return None
    return next((m for pattern in load_vocabulary().titles if (m := pattern.match(bare))), None)


def _issuer_above(blocks: Sequence[Block], index: int) -> tuple[int, str]:
    line = blocks[index - 1] if index else None
    if isinstance(line, Line) and load_vocabulary().title_issuer.search(plain(line.text)):
        return index - 1, plain(line.text)
    return index, ""


def find_period(texts: Sequence[tuple[str, Place]]) -> Period | None:
    """Find the first statistics period that a report states; None if it states none.

    `texts` are the passages to search, in order, with their places.
    """
    for text, place in texts:
        # Paragraphs are joined: a paragraph break may have been wrongly recognised.
        bare = plain(text)
        for pattern in load_vocabulary().periods:
            match = pattern.search(bare)
            if match:
                first = int(match["first"])
                return Period(first, int(match["last"] or first), match[0], place)
    return None
