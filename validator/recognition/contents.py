"""Tables of contents, whose entries read like headings but head nothing."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from validator.model.document import Block, Line
from validator.model.format import Format
from validator.recognition.headings import LONGEST, NUMBERED, Heading, Known, heading_at
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import plain, words

# How entries end: a leader of dots and a page.
_PAGE = re.compile(r"[\s.·•…‥・．]*\d{1,3}$|[\s.·•…‥・．]{3,}$")
# So many headings of sections in a row make a table of contents.
_LEAST = 3
# It has no more lines than these, and its own heading stands so close above it.
_LONGEST, _ABOVE = 200, 3
# It is looked for at so many headings, from the first on.
_MOST_HEADINGS = 100
# Shorter entries may stand at the head of a later line by chance.
_SHORTEST = 4


def without_contents(
    blocks: tuple[Block, ...], official: Format, vocabulary: Vocabulary
) -> tuple[Block, ...]:
    """The blocks but for a table of contents among them, with its own heading.

    It is a row of lines, sections of the format among them, that all come again as headings;
    between them stand lines that end with a page or that later lines begin with.
    """
    lines = [block.text if isinstance(block, Line) else "" for block in blocks]
    titled = [n for n, text in enumerate(lines) if words(text) in vocabulary.contents]
    if not titled and not _numbered_twice(lines):
        return blocks
    bare = tuple(
        block._replace(text=_PAGE.sub("", block.text)) if isinstance(block, Line) else block
        for block in blocks
    )
    known = Known(official, vocabulary)
    found = {n: h for n in range(len(bare)) if (h := heading_at(bare, n, known)) is not None}
    later = [words(text) for text in lines]
    for start in sorted(found)[:_MOST_HEADINGS]:
        end = _run_end(start, lines, found, later)
        listed = {found[n].section for n in range(start, end) if n in found}
        if len(listed) < _LEAST:
            continue
        if {heading.section for n, heading in found.items() if n >= end} >= listed:
            first = next((n for n in titled if start - _ABOVE <= n < start), start)
            return (*blocks[:first], *blocks[end:])
    return blocks


def _run_end(
    start: int, lines: Sequence[str], found: Mapping[int, Heading], later: Sequence[str]
) -> int:
    """Past the last line of a row of headings and entries that begins with a heading."""
    end = past_heading = start
    listed: set[str] = set()
    while end < min(len(lines), start + _LONGEST):
        heading = found.get(end)
        if heading is not None and heading.section not in listed:
            listed.add(heading.section)
            end = past_heading = heading.end
        elif heading is not None:
            break
        elif _is_entry(lines, end, later):
            end += 1
        else:
            break
    # What follows the last heading may be the report's title, which later lines begin with.
    while end > past_heading and not _PAGE.search(lines[end - 1].strip()):
        end -= 1
    return end


def _numbered_twice(lines: Sequence[str]) -> bool:
    """Whether numerals of sections stand before short lines more than once."""
    numerals = Counter(
        match[1]
        for text in lines
        if 0 < len(text) <= LONGEST and (match := NUMBERED.match(plain(text)))
    )
    return sum(count > 1 for count in numerals.values()) >= _LEAST


def _is_entry(lines: Sequence[str], at: int, later: Sequence[str]) -> bool:
    """Whether a line may be an entry below that of a section."""
    text = lines[at].strip()
    if not 0 < len(text) <= LONGEST:
        return False
    if _PAGE.search(text):
        return True
    own = later[at]
    return len(own) >= _SHORTEST and any(other.startswith(own) for other in later[at + 1 :])
