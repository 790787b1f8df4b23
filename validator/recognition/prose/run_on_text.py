"""Run-on text: headings in one paragraph with text, or a whole report, as some programs paste it.

Such a paragraph is cut at its headings.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from validator.model.document import Block, Line
from validator.model.format import Format
from validator.model.report import Passage
from validator.recognition.prose.sentences import plain_passage
from validator.recognition.prose.titles import match_title
from validator.rulebase.normal_form import plain
from validator.rulebase.vocabulary import load_vocabulary

# Maximum length of the title that a line begins with.
_MAX_TITLE = 60
# Minimum number of section headings in a line for it to hold a report.
_MIN_HEADINGS = 3
# Minimum number of characters of text behind a heading.
_MIN_TEXT = 8
_LISTED = frozenset(";,、")
# Punctuation in full width, by its plain form.
_WIDE = {"(": "（", ")": "）", ",": "，", ":": "："}


def split_run_on_text(blocks: Sequence[Block], formats: Sequence[Format]) -> tuple[Block, ...]:
    """The blocks; lines that hold several section headings, or begin with one, are cut at these."""
    headings = {
        (section.number, wording)
        for official in formats
        for section in official.sections
        for wording in (section.heading, *section.aliases)
    }
    longest_first = sorted(headings, key=lambda pair: -len(pair[1]))
    pattern = re.compile("|".join(f"{n}、{re.escape(plain(text))}" for n, text in longest_first))
    openings = "|".join(rf"第?{n}(?:部分)?\s*[、.．:：]?\s*{_printed(t)}" for n, t in longest_first)
    opening = re.compile(rf"\s*(?:{openings})(?=[。：:\s])")
    return tuple(
        part
        for block in blocks
        for section in _split(block, pattern, len(headings))
        for part in _cut_opening(section, opening)
    )


def _printed(text: str) -> str:
    """A pattern of a text as printed, punctuation in either width."""
    forms = (char + _WIDE.get(char, "") for char in plain(text))
    return "".join(f"[{re.escape(form)}]" for form in forms)


def _cut_opening(block: Block, opening: re.Pattern[str]) -> Iterator[Block]:
    """A line cut after the section heading that it begins with, if text follows."""
    if not isinstance(block, Line) or (match := opening.match(block.text)) is None:
        yield block
        return
    rest = block.text[match.end() :].lstrip("。：: \t\u3000")
    if len(rest) < _MIN_TEXT:
        # In a table of contents, a page number follows.
        yield block
        return
    yield block._replace(text=match[0].strip(), extents=())
    yield block._replace(text=rest, extents=())


def _split(block: Block, pattern: re.Pattern[str], count: int) -> Iterator[Block]:
    # Nearly all lines are too short, or hold too few headings; the rest costs more.
    if (
        not isinstance(block, Line)
        or len(block.text) < _MIN_HEADINGS * count
        or len(pattern.findall(plain(block.text))) < _MIN_HEADINGS
    ):
        yield block
        return
    whole = plain_passage(Passage(block.text, block.place))
    text = whole.text
    # A heading that a mark follows is one of a list of the parts.
    matches = [m for m in pattern.finditer(text) if text[m.end() : m.end() + 1] not in _LISTED]
    numbers = [match[0].split("、")[0] for match in matches]
    if len(matches) < _MIN_HEADINGS or len(set(numbers)) < len(numbers):
        yield block
        return
    ends = [*(match.start() for match in matches[1:]), len(text)]
    title = len(_title(text[: matches[0].start()]))
    cuts = [
        0,
        title,
        *(at for m, end in zip(matches, ends, strict=True) for at in (m.start(), m.end(), end)),
    ]
    for start, end in pairwise(sorted(set(cuts))):
        yield Line(whole.printed(start, end), block.place)


def _title(text: str) -> str:
    """The title that a text begins with, empty if there is none."""
    endings = load_vocabulary().title_ending.finditer(text[:_MAX_TITLE])
    return next((t for end in endings if match_title(t := text[: end.end()])), "")
