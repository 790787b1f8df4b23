"""Section headings, recognised as an outline, and the text below them.

A report numbers its sections in one way throughout (一、 and 第一部分 count as one), and its
sections follow one another; a line that is worded like a heading but numbered as （一） or 1. where
most are not belongs to a level below, unless it is the only one for its section.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.model.document import Block, Line
from validator.model.enumeration import Style, numeral, read_enumerator
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

# Maximum length of a heading in characters.
MAX_HEADING_LENGTH = 45
_MAX_LINES = 3
# Likeness of a printed heading to an official one: its words, words that are tolerated, a
# misprint or a tolerated heading with another number, words of one of the section's aspects.
_EXACT, _TOLERATED, _SIMILAR, _ASPECT = 3, 2, 1, 0
# Ways of numbering that paragraphs use more often than sections: only whole headings count.
_LOWER: frozenset[Style] = frozenset({"brackets", "digits"})


class Heading(NamedTuple):
    """A printed heading: section id, numeral, text, index of its first block and past its last.

    `repeats` are the blocks that repeat it, as running titles do.
    """

    section: str
    number: str
    text: str
    first: int
    end: int
    style: Style | None = None
    likeness: int = _EXACT
    repeats: tuple[int, ...] = ()


def find_headings(blocks: Sequence[Block], official: Format) -> list[Heading]:
    """Find the section headings of a document in order, one per section.

    Of several headings for one section, those with text below come first, then the most alike,
    then the one followed by the most blocks.
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
    candidates = _join_repeats(_of_one_style(candidates, official))
    best: dict[str, tuple[tuple[bool, int, int], int]] = {}
    for position, heading in enumerate(candidates):
        following = candidates[position + 1 : position + 2]
        end = following[0].first if following else len(blocks)
        content = end - heading.end
        rank = (content > 0, heading.likeness, content)
        if heading.section not in best or rank > best[heading.section][0]:
            best[heading.section] = (rank, position)
    chosen = {position for _, position in best.values()}
    headings = [heading for position, heading in enumerate(candidates) if position in chosen]
    return _open_with_aspects(_in_order(headings, official), blocks, official)


def _of_one_style(candidates: Sequence[Heading], official: Format) -> list[Heading]:
    """The headings numbered as most sections are; 一、, 第一部分 and no number go together.

    A section that has none is taken from the others, if words and number are the official ones.
    """
    sections: dict[Style | None, set[str]] = {}
    for heading in candidates:
        sections.setdefault(_level(heading), set()).add(heading.section)
    usual = max(sections, key=lambda s: (len(sections[s]), s is None), default=None)
    return [
        heading
        for heading in candidates
        if _level(heading) == usual
        or (
            heading.section not in sections[usual]
            and heading.likeness == _EXACT
            and heading.number == official.section(heading.section).number
        )
    ]


def _level(heading: Heading) -> Style | None:
    return heading.style if heading.style in _LOWER else None


def _join_repeats(candidates: Sequence[Heading]) -> list[Heading]:
    """The headings without those that repeat the one before, as on the next page."""
    result: list[Heading] = []
    for heading in candidates:
        last = result[-1] if result else None
        if last and (last.section, last.likeness) == (heading.section, heading.likeness):
            repeats = (*last.repeats, *range(heading.first, heading.end))
            result[-1] = last._replace(repeats=repeats)
        else:
            result.append(heading)
    return result


def _in_order(headings: Sequence[Heading], official: Format) -> list[Heading]:
    """The headings without tolerated ones that have another number and are out of order."""
    order = [section.id for section in official.sections]
    places = [order.index(heading.section) for heading in headings]
    return [
        heading
        for n, heading in enumerate(headings)
        if heading.likeness > _SIMILAR
        or heading.number == official.section(heading.section).number
        or sorted(places[max(0, n - 1) : n + 2]) == places[max(0, n - 1) : n + 2]
    ]


def _open_with_aspects(
    headings: list[Heading], blocks: Sequence[Block], official: Format
) -> list[Heading]:
    """Begin a first section whose heading is left out at that of its first aspect, if any."""
    section = official.sections[0]
    if not headings or not section.aspects or any(h.section == section.id for h in headings):
        return headings
    for index in range(headings[0].first - 1):
        line = blocks[index]
        if not isinstance(line, Line) or len(line.text) > MAX_HEADING_LENGTH:
            continue
        enumerator = read_enumerator(plain(line.text))
        if enumerator is None or enumerator.style in _LOWER or enumerator.number != 1:
            continue
        if any(aspect in enumerator.rest for aspect in section.aspects):
            number = numeral(enumerator.number)
            style, text = enumerator.style, line.text
            first = Heading(section.id, number, text, index, index + 1, style, _ASPECT)
            return [first, *headings]
    return headings


def heading_words(heading: str) -> str:
    """A heading without its number, punctuation, and what says that it is continued."""
    bare = plain(heading)
    enumerator = read_enumerator(bare)
    words = strip_punctuation(enumerator.rest if enumerator else bare)
    for continued in load_vocabulary().continued:
        words = words.removesuffix(continued)
    return words


class OfficialHeadings:
    """The sections of a format, indexed by the core words of their headings."""

    def __init__(self, official: Format) -> None:
        """Index the headings of a format and their aliases."""
        vocabulary = load_vocabulary()
        self.fillers = tuple(strip_punctuation(filler) for filler in vocabulary.heading_fillers)
        self.sections = official.sections
        self.exact: dict[str, SectionFormat] = {self.core(s.heading): s for s in official.sections}
        self.tolerated: dict[str, SectionFormat] = {
            self.core(alias): s for s in official.sections for alias in s.aliases
        }

    def is_whole(self, text: str) -> bool:
        """Whether a printed heading is an official or tolerated one, whatever its number."""
        core = self.core(text)
        return core in self.exact or core in self.tolerated

    def core(self, heading: str) -> str:
        """The characters of a heading that are compared: its words without fillers."""
        core = whole = heading_words(heading)
        for filler in self.fillers:
            core = core.replace(filler, "")
        return core or whole


def heading_at(
    blocks: Sequence[Block], index: int, official_headings: OfficialHeadings
) -> Heading | None:
    """The section heading that begins at a block, or None if none does."""
    parts: list[str] = []
    similar: Heading | None = None
    for end in range(index, min(index + _MAX_LINES, len(blocks))):
        line = blocks[end]
        if not isinstance(line, Line) or (end > index and read_enumerator(plain(line.text))):
            break
        parts.append(line.text)
        text = join_lines(parts)
        if len(text) > MAX_HEADING_LENGTH or (
            end == index and not _may_begin_heading(line, official_headings)
        ):
            break
        heading = _match_section(text, official_headings)
        if heading is None:
            continue
        heading = heading._replace(first=index, end=end + 1)
        if official_headings.is_whole(text):
            return heading
        # A misprint, or the first line of a heading that wraps.
        similar = similar or heading
    return similar


def _may_begin_heading(line: Line, official_headings: OfficialHeadings) -> bool:
    bare = plain(line.text)
    return (
        read_enumerator(bare) is not None or official_headings.core(bare) in official_headings.exact
    )


def _match_section(text: str, official_headings: OfficialHeadings) -> Heading | None:
    """The section that a text is the heading of, as a heading without place; None if of none."""
    bare = plain(text)
    enumerator = read_enumerator(bare)
    number = numeral(enumerator.number) if enumerator else ""
    style = enumerator.style if enumerator else None
    core = official_headings.core(text)
    match = next(_alike(core, number, style, official_headings), None)
    return match and Heading(match[0].id, number, text, 0, 0, style, match[1])


def _alike(
    core: str, number: str, style: Style | None, official_headings: OfficialHeadings
) -> Iterator[tuple[SectionFormat, int]]:
    """The sections whose headings have such words, the most alike first, each with its likeness."""
    if core in official_headings.exact:
        yield official_headings.exact[core], _EXACT
    tolerated = official_headings.tolerated.get(core)
    if not number:
        if tolerated:
            yield tolerated, _SIMILAR
        return
    if tolerated and (tolerated.number == number or style not in _LOWER):
        yield tolerated, _TOLERATED if tolerated.number == number else _SIMILAR
    for section in official_headings.sections:
        if (
            style not in _LOWER
            and section.number == number
            and similarity(core, official_headings.core(section.heading)) >= LABEL_SIMILARITY
        ):
            yield section, _SIMILAR


def read_sections(
    blocks: Sequence[Block], section_headings: Sequence[Heading], in_tables: frozenset[int]
) -> tuple[Section, ...]:
    """Read the section under each heading.

    Lines with an index in `in_tables` belong to tables and are left out.
    """
    left_out = in_tables.union(*(heading.repeats for heading in section_headings))
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
                join_passage(blocks, heading.end, end, first.place, left_out),
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
