"""Embedded text: headings and paragraphs in table cells as wide as their grid.

Some bodies lay out a whole report as one table. The content of such a cell is text of the
report; the grid ends above it, and a new one begins below.
"""

import re
from collections.abc import Iterator, Sequence

from validator.model import enumeration
from validator.model.document import Block, Cell, Grid, Line
from validator.model.format import Format
from validator.model.place import Place
from validator.recognition.prose.headings import find_headings
from validator.recognition.tables.labels import table_indices
from validator.rulebase.normal_form import key, plain
from validator.rulebase.vocabulary import load_vocabulary

# Labels do not end like sentences; numbered text that is no label is a subheading.
_SENTENCE_ENDS = "。;!?"
_NUMBERED = re.compile(enumeration.PLAIN)


def extract_embedded_text(blocks: Sequence[Block], formats: Sequence[Format]) -> tuple[Block, ...]:
    """Turn text embedded in grids into lines between grids."""
    return tuple(
        part
        for block in blocks
        for part in (_split_grid(block, formats) if isinstance(block, Grid) else (block,))
    )


def _split_grid(grid: Grid, formats: Sequence[Format]) -> Iterator[Block]:
    texts = {
        cell.row: cell
        for cell in grid.cells
        if cell.column_span == grid.columns
        and cell.row_span == 1
        and _is_embedded_text(cell.text, formats)
    }
    if not texts:
        yield grid
        return
    start = 0
    for row in [*sorted(texts), grid.rows]:
        cells = [c for c in grid.cells if start <= c.row < row]
        if any(cell.text for cell in cells):
            yield _cut_rows(grid, cells, start, row)
        if row in texts:
            for text in texts[row].text.split("\n"):
                if text.strip():
                    yield Line(text.strip(), texts[row].place)
        start = row + 1


def _cut_rows(grid: Grid, cells: Sequence[Cell], start: int, end: int) -> Grid:
    moved = tuple(
        c._replace(row=c.row - start, row_span=min(c.row_span, end - c.row)) for c in cells
    )
    return Grid(end - start, grid.columns, moved, cells[0].place)


def _is_embedded_text(text: str, formats: Sequence[Format]) -> bool:
    """Whether a cell holds a paragraph, a heading or the report's title."""
    bare = plain(text)
    if not bare or any(key(text) in index.weights for f in formats for index in table_indices(f)):
        return False
    if bare[-1] in _SENTENCE_ENDS or _NUMBERED.match(bare):
        return True
    if any(pattern.match(bare) for pattern in load_vocabulary().titles):
        return True
    return bool(find_headings([Line(bare, Place())], formats[-1]))
