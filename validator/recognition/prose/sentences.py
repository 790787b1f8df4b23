"""Running text: joined from printed lines, split into sentences, normalised for matching.

Patterns of rules/ are matched against text in plain form (Unicode NFKC, without blanks), of which
every character is traced to its offset in the printed text and thus to its place.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from validator.model import enumeration
from validator.model.document import Block, Line
from validator.model.place import Place
from validator.model.report import Passage
from validator.rulebase.normal_form import separator

_SENTENCE_ENDS = "。!?！？"
# A line break after other characters may be a wrongly recognised paragraph break.
_PARAGRAPH_ENDS = "。!?;:！？；："
_OPENING = re.compile(rf"{enumeration.PLAIN}|\d{{1,2}}[.、]")


class PlainText(NamedTuple):
    """A text in plain form; `origins` holds each character's offset in the text of `passage`."""

    text: str
    origins: tuple[int, ...]
    passage: Passage

    def printed(self, start: int, end: int) -> str:
        """The printed text from `start` to before `end`, on one line."""
        if start >= end:
            return ""
        text = self.passage.text[self.origins[start] : self.origins[end - 1] + 1]
        return " ".join(text.split("\n")).strip()

    def place(self, position: int, end: int | None = None, within: int | None = None) -> Place:
        """The place of the printed line with the character at a position.

        With an `end`, the box of the line is narrowed to the characters up to it. Of words over
        several lines, the one with the character at `within` is taken.
        """
        if not self.origins:
            return self.passage.place
        first = self.origins[min(position, len(self.origins) - 1)]
        if end is None or end <= position:
            return self.passage.at(first)
        behind = self.origins[min(end, len(self.origins)) - 1] + 1
        within = position if within is None else min(within, len(self.origins) - 1)
        return self.passage.frame(first, behind, self.origins[within])


def join_passage(
    blocks: Sequence[Block],
    first: int,
    end: int,
    place: Place,
    in_tables: frozenset[int] = frozenset(),
) -> Passage:
    """Join the text of a range of blocks, without tables and the lines `in_tables`.

    `place` is the place of the passage if it has no lines.
    """
    text = ""
    lines: list[tuple[int, Place]] = []
    for index in range(first, end):
        block = blocks[index]
        if not isinstance(block, Line) or index in in_tables or not block.text.strip():
            continue
        part = block.text.strip()
        if lines:
            text += "\n" if block.starts_paragraph else separator(text, part)
        lines.append((len(text), block.place))
        text += part
    return Passage(text, lines[0][1] if lines else place, tuple(lines))


@lru_cache(maxsize=256)
def plain_passage(passage: Passage) -> PlainText:
    """A passage in plain form; paragraph breaks are kept as newlines."""
    text: list[str] = []
    origins: list[int] = []
    for offset, char in enumerate(passage.text):
        forms = char if char == "\n" else "".join(unicodedata.normalize("NFKC", char).split())
        text.append(forms)
        origins.extend([offset] * len(forms))
    return PlainText("".join(text), tuple(origins), passage)


@lru_cache(maxsize=256)
def split_sentences(plain_text: PlainText) -> tuple[PlainText, ...]:
    """Split a text into sentences, each with its closing mark and without newlines."""
    return tuple(_iter_sentences(plain_text))


def _iter_sentences(plain_text: PlainText) -> Iterator[PlainText]:
    start = 0
    text = plain_text.text
    for position, char in enumerate(text):
        last = position + 1 == len(text)
        ends = char in _SENTENCE_ENDS or last
        if char == "\n" and position:
            ends = text[position - 1] in _PARAGRAPH_ENDS or bool(_OPENING.match(text, position + 1))
        if ends:
            kept = [k for k in range(start, position + 1) if text[k] != "\n"]
            start = position + 1
            if kept:
                yield PlainText(
                    "".join(text[k] for k in kept),
                    tuple(plain_text.origins[k] for k in kept),
                    plain_text.passage,
                )


def split_paragraphs(plain_text: PlainText) -> Iterator[PlainText]:
    """Split a text into paragraphs."""
    start = 0
    for part in plain_text.text.split("\n"):
        if part:
            end = start + len(part)
            yield PlainText(part, plain_text.origins[start:end], plain_text.passage)
        start += len(part) + 1


@lru_cache(maxsize=256)
def printed_passage(passage: Passage) -> PlainText:
    """A passage as printed but without blanks, for patterns that match the printed characters."""
    kept = [k for k, char in enumerate(passage.text) if char == "\n" or not char.isspace()]
    return PlainText("".join(passage.text[k] for k in kept), tuple(kept), passage)


@lru_cache(maxsize=256)
def join_paragraphs(plain_text: PlainText) -> PlainText:
    """Join the paragraphs of a text: drop its newlines."""
    kept = [k for k, char in enumerate(plain_text.text) if char != "\n"]
    text = "".join(plain_text.text[k] for k in kept)
    return PlainText(text, tuple(plain_text.origins[k] for k in kept), plain_text.passage)
