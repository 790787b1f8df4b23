"""Title, issuer, year and statistics period."""

from collections.abc import Sequence
from re import Match
from typing import NamedTuple

from validator.model.document import Block, Line
from validator.model.place import Place
from validator.model.report import Passage, Period
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import joined, plain

# A title stands within so many lines, and takes at most so many.
_WITHIN = 60
_MOST_LINES = 4


class Title(NamedTuple):
    """A title found: its text and place, the issuer and year it names, its blocks."""

    passage: Passage
    issuer: str
    year: int
    first: int
    end: int


def title(blocks: Sequence[Block], before: int, vocabulary: Vocabulary) -> Title | None:
    """The title before a block index, None where there is none.

    A title set over several lines is put together; a line above it that can be a body's
    name is taken as the issuer where the title names none.
    """
    last = min(before, _WITHIN)
    for size in range(1, _MOST_LINES + 1):
        for first in range(last - size + 1):
            lines = blocks[first : first + size]
            texts = [line.text for line in lines if isinstance(line, Line)]
            bare = plain("".join(texts))
            if len(texts) < size:
                continue
            match = title_match(bare, vocabulary)
            if match is None:
                continue
            start, issuer = first, match["issuer"]
            if not issuer:
                start, issuer = _issuer_above(blocks, first, vocabulary)
            elif not vocabulary.title_issuer.search(issuer):
                continue
            printed = joined(b.text for b in blocks[start : first + size] if isinstance(b, Line))
            passage = Passage(printed, blocks[start].place)
            return Title(passage, issuer, int(match["year"]), start, first + size)
    return None


def title_match(bare: str, vocabulary: Vocabulary) -> Match[str] | None:
    """A text in plain form as a title, with groups issuer and year; None where it is none."""
    if not vocabulary.title_ending.search(bare):
        return None
    return next((m for pattern in vocabulary.titles if (m := pattern.match(bare))), None)


def _issuer_above(blocks: Sequence[Block], index: int, vocabulary: Vocabulary) -> tuple[int, str]:
    line = blocks[index - 1] if index else None
    if isinstance(line, Line) and vocabulary.title_issuer.search(plain(line.text)):
        return index - 1, plain(line.text)
    return index, ""


def period(texts: Sequence[tuple[str, Place]], vocabulary: Vocabulary) -> Period | None:
    """The first statistics period that a report states, None where it states none.

    `texts` are the passages to look through, in order, with their places.
    """
    for text, place in texts:
        # Paragraphs are laid together: a line may have been taken for a paragraph's last.
        bare = plain(text)
        for pattern in vocabulary.periods:
            match = pattern.search(bare)
            if match:
                first = int(match["first"])
                return Period(first, int(match["last"] or first), match[0], place)
    return None
