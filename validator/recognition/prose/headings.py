"""Section headings and the text below them."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.model import enumeration
from validator.model.document import Block, Line
from validator.model.format import Format, SectionFormat
from validator.model.report import Section
from validator.recognition.prose.sentences import join_passage
from validator.rulebase.normal_form import (
    LABEL_SIMILARITY,
    join_lines,
    plain,
    similarity,
    strip_punctuation,
)
from validator.rulebase.vocabulary import load_vocabulary

# A heading's numeral and the text after it.
NUMBERED = re.compile(rf"^第?({enumeration.NUMERAL})(?:部分)?[、.,:]?(?P<rest>.*)$")
# Maximum length of a heading in characters.
MAX_HEADING_LENGTH = 45
_MAX_LINES = 3


class Heading(NamedTuple):
    """A printed heading: section id, numeral, text, index of its first block and past its last."""

    section: str
    number: str
    text: str
    first: int
    end: int


def find_headings(blocks: Sequence[Block], official: Format) -> list[Heading]:
    """Find the section headings of a document in order, one per section.

    Of several headings for one section, the one followed by the most blocks is taken.
    """
    official_headings = OfficialHeadings(official)
    candidates: list[Heading] = []
    index = 0
    while index < len(blocks):
        heading = heading_at(blocks, index, official_headings)
        if heading:
            candidates.append(heading)
            index = heading.end
        else:
            index += 1
    best: dict[str, tuple[int, int]] = {}
    for position, heading in enumerate(candidates):
        following = (
            candidates[position + 1].first if position + 1 < len(candidates) else len(blocks)
        )
        content = following - heading.end
        if heading.section not in best or content > best[heading.section][0]:
            best[heading.section] = (content, position)
    chosen = {position for _, position in best.values()}
    return [heading for position, heading in enumerate(candidates) if position in chosen]


class OfficialHeadings:
    """The sections of a format, indexed by the core words of their headings."""

    def __init__(self, official: Format) -> None:
        """Index the headings of a format and their aliases."""
        self.fillers = tuple(
            strip_punctuation(filler) for filler in load_vocabulary().heading_fillers
        )
        self.sections = official.sections
        self.exact: dict[str, SectionFormat] = {self.core(s.heading): s for s in official.sections}
        self.tolerated: dict[str, SectionFormat] = {
            self.core(alias): s for s in official.sections for alias in s.aliases
        }

    def is_whole(self, text: str) -> bool:
        """Whether a printed heading is an official or tolerated one, whatever its number."""
        bare = plain(text)
        match = NUMBERED.match(bare)
        core = self.core(match["rest"] if match else bare)
        return core in self.exact or core in self.tolerated

    def core(self, heading: str) -> str:
        """The characters of a heading that are compared: no punctuation, no filler words."""
        core = strip_punctuation(heading)
        for filler in self.fillers:
            core = core.replace(filler, "")
        return core or strip_punctuation(heading)


def heading_at(
    blocks: Sequence[Block], index: int, official_headings: OfficialHeadings
) -> Heading | None:
    """The section heading that begins at a block, or None if none does."""
    parts: list[str] = []
    similar: Heading | None = None
    for end in range(index, min(index + _MAX_LINES, len(blocks))):
        line = blocks[end]
        if not isinstance(line, Line) or (end > index and NUMBERED.match(plain(line.text))):
            break
        parts.append(line.text)
        text = join_lines(parts)
        if len(text) > MAX_HEADING_LENGTH or (
            end == index and not _may_begin_heading(line, official_headings)
        ):
            break
        section, number = _match_section(text, official_headings)
        if section and official_headings.is_whole(text):
            return Heading(section.id, number, text, index, end + 1)
        if section and similar is None:
            # A misprint, or the first line of a heading that wraps.
            similar = Heading(section.id, number, text, index, end + 1)
    return similar


def _may_begin_heading(line: Line, official_headings: OfficialHeadings) -> bool:
    bare = plain(line.text)
    if bare.startswith("("):
        return False
    return (
        NUMBERED.match(bare) is not None or official_headings.core(bare) in official_headings.exact
    )


def _match_section(
    text: str, official_headings: OfficialHeadings
) -> tuple[SectionFormat | None, str]:
    bare = plain(text)
    match = NUMBERED.match(bare)
    if match is None:
        return official_headings.exact.get(official_headings.core(bare)), ""
    number, core = match[1], official_headings.core(match["rest"])
    if core in official_headings.exact:
        return official_headings.exact[core], number
    tolerated = official_headings.tolerated.get(core)
    if tolerated and tolerated.number == number:
        return tolerated, number
    for section in official_headings.sections:
        if (
            section.number == number
            and similarity(core, official_headings.core(section.heading)) >= LABEL_SIMILARITY
        ):
            return section, number
    return None, ""


def read_sections(
    blocks: Sequence[Block], section_headings: Sequence[Heading], in_tables: frozenset[int]
) -> tuple[Section, ...]:
    """Read the section under each heading.

    Lines with an index in `in_tables` belong to tables and are left out.
    """
    result = []
    for position, heading in enumerate(section_headings):
        end = (
            section_headings[position + 1].first
            if position + 1 < len(section_headings)
            else len(blocks)
        )
        first = blocks[heading.first]
        result.append(
            Section(
                heading.section,
                heading.number,
                heading.text,
                join_passage(blocks, heading.end, end, first.place, in_tables),
                first.place,
            )
        )
    return tuple(result)


def section_spans(
    section_headings: Sequence[Heading], blocks: Sequence[Block]
) -> Mapping[str, tuple[int, int]]:
    """Block range of each section by id: first after the heading, and past the last."""
    ends = (*(heading.first for heading in section_headings[1:]), len(blocks))
    return {h.section: (h.end, end) for h, end in zip(section_headings, ends, strict=False)}
