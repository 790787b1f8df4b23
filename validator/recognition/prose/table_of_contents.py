"""Tables of contents, whose entries look like section headings."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from validator.model.document import Block, Line
from validator.model.enumeration import read_enumerator
from validator.model.format import Format
from validator.recognition.prose.headings import (
    MAX_HEADING_LENGTH,
    Heading,
    OfficialHeadings,
    heading_at,
)
from validator.rulebase.normal_form import plain, strip_punctuation
from validator.rulebase.vocabulary import load_vocabulary

# End of an entry: dot leader, page number or both.
_ENTRY_END = re.compile(r"(?<![\s.·•…‥・．])(?:[\s.·•…‥・．]*\d{1,3}|[\s.·•…‥・．]{3,})$")
# Minimum number of consecutive section headings in a table of contents.
_MIN_SECTIONS = 3
# Maximum lines of a table of contents, and maximum lines from its title to its first entry.
_MAX_LINES, _MAX_TITLE_DISTANCE = 200, 3
# Maximum number of headings tried as its first entry.
_MAX_HEADINGS = 100
# Minimum entry length: a later line may begin with a shorter text by chance.
_MIN_ENTRY_LENGTH = 4


def drop_contents(blocks: tuple[Block, ...], official: Format) -> tuple[Block, ...]:
    """Drop the table of contents, with its title, from the blocks.

    It consists of consecutive lines: section headings of the format that all recur later, and
    between them lines that end in a page number or that later lines begin with.
    """
    lines = [block.text if isinstance(block, Line) else "" for block in blocks]
    contents_titles = [
        n for n, text in enumerate(lines) if strip_punctuation(text) in load_vocabulary().contents
    ]
    if not contents_titles and not _has_repeated_numerals(lines):
        return blocks
    bare = tuple(
        block._replace(text=_ENTRY_END.sub("", block.text)) if isinstance(block, Line) else block
        for block in blocks
    )
    official_headings = OfficialHeadings(official)
    heading_by_line = {
        n: h for n in range(len(bare)) if (h := heading_at(bare, n, official_headings)) is not None
    }
    line_texts = [strip_punctuation(text) for text in lines]
    for start in sorted(heading_by_line)[:_MAX_HEADINGS]:
        end = _entries_end(start, lines, heading_by_line, line_texts)
        listed = {heading_by_line[n].section for n in range(start, end) if n in heading_by_line}
        if len(listed) < _MIN_SECTIONS:
            continue
        if {heading.section for n, heading in heading_by_line.items() if n >= end} >= listed:
            first = next(
                (n for n in contents_titles if start - _MAX_TITLE_DISTANCE <= n < start), start
            )
            return (*blocks[:first], *blocks[end:])
    return blocks


def _entries_end(
    start: int,
    lines: Sequence[str],
    heading_by_line: Mapping[int, Heading],
    line_texts: Sequence[str],
) -> int:
    """Index past the last of consecutive headings and entries that begin with a heading."""
    end = past_heading = start
    listed: set[str] = set()
    while end < min(len(lines), start + _MAX_LINES):
        heading = heading_by_line.get(end)
        if heading is not None and heading.section not in listed:
            listed.add(heading.section)
            end = past_heading = heading.end
        elif heading is not None:
            break
        elif _is_entry(lines, end, line_texts):
            end += 1
        else:
            break
    # The last heading may be followed by the report's title, which later lines begin with.
    while end > past_heading and not _ENTRY_END.search(lines[end - 1].strip()):
        end -= 1
    return end


def _has_repeated_numerals(lines: Sequence[str]) -> bool:
    """Whether enough section numerals occur before more than one short line."""
    numerals = Counter(
        (enumerator.style, enumerator.number)
        for text in lines
        if 0 < len(text) <= MAX_HEADING_LENGTH and (enumerator := read_enumerator(plain(text)))
    )
    return sum(count > 1 for count in numerals.values()) >= _MIN_SECTIONS


def _is_entry(lines: Sequence[str], at: int, line_texts: Sequence[str]) -> bool:
    """Whether a line may be an entry at a level below the sections."""
    text = lines[at].strip()
    if not 0 < len(text) <= MAX_HEADING_LENGTH:
        return False
    if _ENTRY_END.search(text):
        return True
    entry_text = line_texts[at]
    return len(entry_text) >= _MIN_ENTRY_LENGTH and any(
        other.startswith(entry_text) for other in line_texts[at + 1 :]
    )
