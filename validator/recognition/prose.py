"""Running text: put together from printed lines, cut into sentences, made comparable.

Patterns of rules/ meet text in plain form (Unicode NFKC, without blanks); every character of
it is traced to the print, and from there to its place.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from validator.model.document import Block, Line
from validator.model.place import Place
from validator.model.report import Passage
from validator.recognition.wording import glue

_ENDS = "。!?！？"
# A paragraph that ends otherwise may be a line that was taken for a paragraph's last.
_CLOSED = "。!?;:！？；："
_OPENING = re.compile(r"\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]")


class Plain(NamedTuple):
    """A text in plain form; `origins` holds for each character its offset in the print."""

    text: str
    origins: tuple[int, ...]
    passage: Passage

    def printed(self, start: int, end: int) -> str:
        """The print of a stretch, on one line."""
        if start >= end:
            return ""
        text = self.passage.text[self.origins[start] : self.origins[end - 1] + 1]
        return " ".join(text.split("\n")).strip()

    def place(self, position: int) -> Place:
        """The place of the line in which a character is printed."""
        if not self.origins:
            return self.passage.place
        return self.passage.at(self.origins[min(position, len(self.origins) - 1)])


def passage(
    blocks: Sequence[Block],
    first: int,
    end: int,
    place: Place,
    in_tables: frozenset[int] = frozenset(),
) -> Passage:
    """The text of a stretch of blocks, tables and the lines `in_tables` left out.

    `place` stands for the passage where it has no line.
    """
    text = ""
    lines: list[tuple[int, Place]] = []
    for index in range(first, end):
        block = blocks[index]
        if not isinstance(block, Line) or index in in_tables or not block.text.strip():
            continue
        part = block.text.strip()
        if lines:
            text += "\n" if block.opens else glue(text, part)
        lines.append((len(text), block.place))
        text += part
    return Passage(text, lines[0][1] if lines else place, tuple(lines))


@lru_cache(maxsize=256)
def plain_passage(passage: Passage) -> Plain:
    """A passage in plain form; the ends of its paragraphs are kept as newlines."""
    text: list[str] = []
    origins: list[int] = []
    for offset, char in enumerate(passage.text):
        forms = char if char == "\n" else "".join(unicodedata.normalize("NFKC", char).split())
        text.append(forms)
        origins.extend([offset] * len(forms))
    return Plain("".join(text), tuple(origins), passage)


@lru_cache(maxsize=256)
def sentences(whole: Plain) -> tuple[Plain, ...]:
    """The sentences of a text, newlines left out, each with its closing mark."""
    return tuple(_sentences(whole))


def _sentences(whole: Plain) -> Iterator[Plain]:
    start = 0
    text = whole.text
    for position, char in enumerate(text):
        last = position + 1 == len(text)
        ends = char in _ENDS or last
        if char == "\n" and position:
            ends = text[position - 1] in _CLOSED or bool(_OPENING.match(text, position + 1))
        if ends:
            kept = [k for k in range(start, position + 1) if text[k] != "\n"]
            start = position + 1
            if kept:
                yield Plain(
                    "".join(text[k] for k in kept),
                    tuple(whole.origins[k] for k in kept),
                    whole.passage,
                )


def paragraphs(whole: Plain) -> Iterator[Plain]:
    """The paragraphs of a text."""
    start = 0
    for part in whole.text.split("\n"):
        if part:
            end = start + len(part)
            yield Plain(part, whole.origins[start:end], whole.passage)
        start += len(part) + 1


@lru_cache(maxsize=256)
def printed_passage(passage: Passage) -> Plain:
    """A passage as printed but without blanks, for patterns that look at the print itself."""
    kept = [k for k, char in enumerate(passage.text) if char == "\n" or not char.isspace()]
    return Plain("".join(passage.text[k] for k in kept), tuple(kept), passage)


@lru_cache(maxsize=256)
def unbroken(whole: Plain) -> Plain:
    """A text as one, without the ends of its paragraphs."""
    kept = [k for k, char in enumerate(whole.text) if char != "\n"]
    text = "".join(whole.text[k] for k in kept)
    return Plain(text, tuple(whole.origins[k] for k in kept), whole.passage)
