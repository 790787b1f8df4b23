"""Text that stands in a table: headings and paragraphs in cells as wide as their grid.

Some bodies lay a whole report out as one table. What such a cell says is text of the report,
and the grid ends above it and begins anew below.
"""

import re
from collections.abc import Iterator, Sequence

from validator.model.document import Block, Cell, Grid, Line
from validator.model.format import Format
from validator.model.place import Place
from validator.recognition.headings import headings
from validator.recognition.labels import indices
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import key, plain

# No label ends as sentences do; what is numbered and no label is a heading within a section.
_ENDS = "。;!?"
_NUMBERED = re.compile(r"\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、")


def unfolded(
    blocks: Sequence[Block], formats: Sequence[Format], vocabulary: Vocabulary
) -> tuple[Block, ...]:
    """The blocks, with text in grids as lines between the grids."""
    return tuple(
        part
        for block in blocks
        for part in (_parts(block, formats, vocabulary) if isinstance(block, Grid) else (block,))
    )


def _parts(grid: Grid, formats: Sequence[Format], vocabulary: Vocabulary) -> Iterator[Block]:
    texts = {
        cell.row: cell
        for cell in grid.cells
        if cell.column_span == grid.columns
        and cell.row_span == 1
        and _is_text(cell.text, formats, vocabulary)
    }
    if not texts:
        yield grid
        return
    start = 0
    for row in [*sorted(texts), grid.rows]:
        cells = [c for c in grid.cells if start <= c.row < row]
        if any(cell.text for cell in cells):
            yield _cut(grid, cells, start, row)
        if row in texts:
            for text in texts[row].text.split("\n"):
                if text.strip():
                    yield Line(text.strip(), texts[row].place)
        start = row + 1


def _cut(grid: Grid, cells: Sequence[Cell], start: int, end: int) -> Grid:
    moved = tuple(
        c._replace(row=c.row - start, row_span=min(c.row_span, end - c.row)) for c in cells
    )
    return Grid(end - start, grid.columns, moved, cells[0].place)


def _is_text(text: str, formats: Sequence[Format], vocabulary: Vocabulary) -> bool:
    """Whether a cell holds a paragraph, a heading or the report's title."""
    bare = plain(text)
    if not bare or any(key(text) in index.weights for f in formats for index in indices(f)):
        return False
    if bare[-1] in _ENDS or _NUMBERED.match(bare):
        return True
    if any(pattern.match(bare) for pattern in vocabulary.titles):
        return True
    return bool(headings([Line(bare, Place())], formats[-1], vocabulary))
