"""Selection of one report in a document with several, such as a page with those of many years."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.model.document import Block, Grid, Line
from validator.model.format import Format
from validator.recognition.prose.headings import find_headings
from validator.recognition.prose.titles import match_title
from validator.recognition.tables.labels import MIN_LABEL_SCORE
from validator.recognition.tables.read_tables import format_score
from validator.rulebase.normal_form import plain
from validator.rulebase.vocabulary import load_vocabulary

_MAX_TITLE_LENGTH = 80
# Minimum number of section headings in a report.
_MIN_SECTIONS = 3


class SelectedReport(NamedTuple):
    """The blocks of the selected report, and the title lines of the others in the document."""

    blocks: tuple[Block, ...]
    others: tuple[Line, ...] = ()


def select_report(
    blocks: tuple[Block, ...], formats: Sequence[Format], year: int | None
) -> SelectedReport:
    """Select the report for `year`, or else the first complete one in the document.

    A title without sections and tables after it is a mere mention.
    """
    titles = [n for n, block in enumerate(blocks) if _title_year(block) is not None]
    if len(titles) < 2:
        return SelectedReport(blocks)
    spans = [
        (start, end)
        for start, end in zip(titles, [*titles[1:], len(blocks)], strict=True)
        if _is_complete(blocks[start:end], formats)
    ]
    if len(spans) < 2:
        return SelectedReport(blocks)
    years = [_title_year(blocks[start]) for start, _ in spans]
    chosen = spans[years.index(year) if year in years else 0]
    # Titles merely mentioned after a report belong to it, as does text before the first report.
    following = [start for start, _ in spans if start > chosen[0]]
    first = 0 if chosen is spans[0] else chosen[0]
    others = tuple(
        block for s in spans if s is not chosen and isinstance(block := blocks[s[0]], Line)
    )
    return SelectedReport(blocks[first : following[0] if following else len(blocks)], others)


def _title_year(block: Block) -> int | None:
    """The year in a line that is a report title with the issuer's name, or None."""
    if not isinstance(block, Line) or len(block.text) > _MAX_TITLE_LENGTH:
        return None
    match = match_title(plain(block.text))
    if match is None or not load_vocabulary().title_issuer.search(match["issuer"] or ""):
        return None
    return int(match["year"])


def _is_complete(blocks: Sequence[Block], formats: Sequence[Format]) -> bool:
    if len(find_headings(blocks, formats[-1])) < _MIN_SECTIONS:
        return False
    grids = any(isinstance(block, Grid) for block in blocks)
    return (
        not grids or max(format_score(blocks, official) for official in formats) >= MIN_LABEL_SCORE
    )
