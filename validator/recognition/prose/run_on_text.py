"""Run-on text: headings in one paragraph with text, or a whole report, as some programs paste it.

Such a paragraph is cut at its headings.
"""

import re
from collections.abc import Iterator, Sequence

from validator.model import enumeration
from validator.model.document import Block, Line
from validator.model.format import Format
from validator.recognition.prose.titles import match_title
from validator.rulebase.normal_form import plain
from validator.rulebase.vocabulary import load_vocabulary

# Maximum length of the title that a line begins with.
_MAX_TITLE = 60
# Minimum number of section headings in a line for it to hold a report.
_MIN_HEADINGS = 3
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
    texts = "|".join(_printed(text) for _, text in longest_first)
    number = rf"第?{enumeration.NUMERAL}(?:部分)?\s*[、.．:：]?"
    opening = re.compile(rf"\s*{number}\s*(?:{texts})(?=[。：:\s]\s*\S)")
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
    match = opening.match(block.text) if isinstance(block, Line) else None
    if match is None or not isinstance(block, Line):
        yield block
        return
    yield block._replace(text=match[0].strip(), extents=())
    yield block._replace(text=block.text[match.end() :].lstrip("。：: \t\u3000"), extents=())


def _split(block: Block, pattern: re.Pattern[str], count: int) -> Iterator[Block]:
    # A line shorter than its headings holds none of their sections.
    if not isinstance(block, Line) or len(block.text) < _MIN_HEADINGS * count:
        yield block
        return
    text = plain(block.text)
    matches = list(pattern.finditer(text))
    numbers = [match[0].split("、")[0] for match in matches]
    if len(matches) < _MIN_HEADINGS or len(set(numbers)) < len(numbers):
        yield block
        return
    ends = [*(match.start() for match in matches[1:]), len(text)]
    opening = text[: matches[0].start()]
    title = _title(opening)
    for part in (title, opening.removeprefix(title)):
        if part:
            yield Line(part, block.place)
    for match, end in zip(matches, ends, strict=True):
        yield Line(match[0], block.place)
        if text[match.end() : end]:
            yield Line(text[match.end() : end], block.place)


def _title(text: str) -> str:
    """The title that a text begins with, empty if there is none."""
    endings = load_vocabulary().title_ending.finditer(text[:_MAX_TITLE])
    return next((t for end in endings if match_title(t := text[: end.end()])), "")
