"""Several reports in one document, as on a page with those of some years: which one is meant."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.model.document import Block, Grid, Line
from validator.model.format import Format
from validator.recognition.headings import headings
from validator.recognition.labels import ENOUGH
from validator.recognition.tables import likeness
from validator.recognition.titles import title_match
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import plain

_LONGEST_TITLE = 80
# A report has at least so many sections under their headings.
_SECTIONS = 3


class Part(NamedTuple):
    """The blocks of the report that is meant, and the titles of others in the document."""

    blocks: tuple[Block, ...]
    others: tuple[Line, ...] = ()


def chosen_part(
    blocks: tuple[Block, ...], formats: Sequence[Format], vocabulary: Vocabulary, year: int | None
) -> Part:
    """The first whole report of a document, or that of the year asked for.

    A title without sections and tables after it is one that is only named.
    """
    titles = [n for n, block in enumerate(blocks) if _title_year(block, vocabulary) is not None]
    if len(titles) < 2:
        return Part(blocks)
    spans = [
        (start, end)
        for start, end in zip(titles, [*titles[1:], len(blocks)], strict=True)
        if _whole(blocks[start:end], formats, vocabulary)
    ]
    if len(spans) < 2:
        return Part(blocks)
    years = [_title_year(blocks[start], vocabulary) for start, _ in spans]
    chosen = spans[years.index(year) if year in years else 0]
    # What is only named after a report belongs to it; what stands before the first one, too.
    following = [start for start, _ in spans if start > chosen[0]]
    first = 0 if chosen is spans[0] else chosen[0]
    others = tuple(
        block for s in spans if s is not chosen and isinstance(block := blocks[s[0]], Line)
    )
    return Part(blocks[first : following[0] if following else len(blocks)], others)


def _title_year(block: Block, vocabulary: Vocabulary) -> int | None:
    """The year in a line that is a report's title, with the body's name."""
    if not isinstance(block, Line) or len(block.text) > _LONGEST_TITLE:
        return None
    match = title_match(plain(block.text), vocabulary)
    if match is None or not vocabulary.title_issuer.search(match["issuer"] or ""):
        return None
    return int(match["year"])


def _whole(blocks: Sequence[Block], formats: Sequence[Format], vocabulary: Vocabulary) -> bool:
    if len(headings(blocks, formats[-1], vocabulary)) < _SECTIONS:
        return False
    grids = any(isinstance(block, Grid) for block in blocks)
    return not grids or max(likeness(blocks, official) for official in formats) >= ENOUGH
