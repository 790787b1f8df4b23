"""Section headings, and the text under them."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.model.document import Block, Line
from validator.model.format import Format, SectionFormat
from validator.model.report import Section
from validator.recognition.prose import passage
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import joined, plain, similarity, words

# The numeral of a heading, and what follows it.
NUMBERED = re.compile(r"^第?([一二三四五六七八九十]{1,3})(?:部分)?[、.,:]?(?P<rest>.*)$")
# Signs of the longest heading.
LONGEST = 45
_MOST_LINES = 3
_ALIKE = 0.6


class Heading(NamedTuple):
    """A heading found: its section, its numeral, and the lines (first, past last) it takes."""

    section: str
    number: str
    text: str
    first: int
    end: int


def headings(blocks: Sequence[Block], official: Format, vocabulary: Vocabulary) -> list[Heading]:
    """The section headings of a document in its order, one a section.

    A section named twice, as in a table of contents, is taken where most follows.
    """
    known = Known(official, vocabulary)
    found: list[Heading] = []
    index = 0
    while index < len(blocks):
        heading = heading_at(blocks, index, known)
        if heading:
            found.append(heading)
            index = heading.end
        else:
            index += 1
    best: dict[str, tuple[int, int]] = {}
    for position, heading in enumerate(found):
        following = found[position + 1].first if position + 1 < len(found) else len(blocks)
        content = following - heading.end
        if heading.section not in best or content > best[heading.section][0]:
            best[heading.section] = (content, position)
    chosen = {position for _, position in best.values()}
    return [heading for position, heading in enumerate(found) if position in chosen]


class Known:
    """The sections of a format by what their headings are compared by."""

    def __init__(self, official: Format, vocabulary: Vocabulary) -> None:
        """Cut the headings of a format and their aliases down to what is compared."""
        self.fillers = tuple(words(filler) for filler in vocabulary.heading_fillers)
        self.sections = official.sections
        self.exact: dict[str, SectionFormat] = {self.core(s.heading): s for s in official.sections}
        self.tolerated: dict[str, SectionFormat] = {
            self.core(alias): s for s in official.sections for alias in s.aliases
        }

    def core(self, heading: str) -> str:
        """A heading's words without those that may be added or dropped."""
        core = words(heading)
        for filler in self.fillers:
            core = core.replace(filler, "")
        return core or words(heading)


def heading_at(blocks: Sequence[Block], index: int, known: Known) -> Heading | None:
    """The section heading that begins with a block, None where none does."""
    parts: list[str] = []
    for end in range(index, min(index + _MOST_LINES, len(blocks))):
        line = blocks[end]
        if not isinstance(line, Line) or (end > index and NUMBERED.match(plain(line.text))):
            return None
        parts.append(line.text)
        text = joined(parts)
        if len(text) > LONGEST or (end == index and not _may_begin(line, known)):
            return None
        section, number = _section_of(text, known)
        if section:
            return Heading(section.id, number, text, index, end + 1)
    return None


def _may_begin(line: Line, known: Known) -> bool:
    bare = plain(line.text)
    if bare.startswith("("):
        return False
    return NUMBERED.match(bare) is not None or known.core(bare) in known.exact


def _section_of(text: str, known: Known) -> tuple[SectionFormat | None, str]:
    bare = plain(text)
    match = NUMBERED.match(bare)
    if match is None:
        return known.exact.get(known.core(bare)), ""
    number, core = match[1], known.core(match["rest"])
    if core in known.exact:
        return known.exact[core], number
    tolerated = known.tolerated.get(core)
    if tolerated and tolerated.number == number:
        return tolerated, number
    for section in known.sections:
        if section.number == number and similarity(core, known.core(section.heading)) >= _ALIKE:
            return section, number
    return None, ""


def sections(
    blocks: Sequence[Block], found: Sequence[Heading], in_tables: frozenset[int]
) -> tuple[Section, ...]:
    """The sections under headings, with their running text.

    `in_tables` holds the indices of lines that belong to tables.
    """
    result = []
    for position, heading in enumerate(found):
        end = found[position + 1].first if position + 1 < len(found) else len(blocks)
        first = blocks[heading.first]
        result.append(
            Section(
                heading.section,
                heading.number,
                heading.text,
                passage(blocks, heading.end, end, first.place, in_tables),
                first.place,
            )
        )
    return tuple(result)


def spans(found: Sequence[Heading], blocks: Sequence[Block]) -> Mapping[str, tuple[int, int]]:
    """For each section found, its blocks: first after the heading, and past the last."""
    ends = (*(heading.first for heading in found[1:]), len(blocks))
    return {h.section: (h.end, end) for h, end in zip(found, ends, strict=False)}
