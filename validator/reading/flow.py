"""Paragraphs and tables as they follow each other: what Word files, pages and sheets share.

A reader of one of these forms makes a flow; `unfolded` undoes tables that only lay out a page,
`arrange` makes a document: spans become positions, and everything gets its place.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from validator.model.document import Block, Cell, Document, Grid, Line, Source
from validator.model.errors import UserError
from validator.model.place import Place
from validator.reading.characters import unified

# Tables within tables deeper than this are read as the text that they hold.
MOST_NESTED = 20

_SET_IN = re.compile(r" *[\u3000\u2003\u00a0]|  ")


class Paragraph(NamedTuple):
    """A paragraph, its line breaks as newlines; `furniture` where it is no text of the document.

    `origin` is what it was read from, for those who want to write there.
    """

    text: str
    furniture: bool = False
    origin: object = None


class TableCell(NamedTuple):
    """A cell of a table: first row and column (from 0), spans, what stands in it, its origin."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: tuple["Item", ...]
    origin: object = None


class Table(NamedTuple):
    """A table: its cells in any order, none upon another."""

    cells: tuple[TableCell, ...]


class Picture(NamedTuple):
    """A picture large enough to hold a table."""


Item = Paragraph | Table | Picture


def arrange(flow: Iterable[Item], source: Source, most_cells: int) -> Document:
    """The document that a flow makes; UserError `too_many_cells` beyond the bound.

    Cells are counted that spans and short rows leave empty, too.
    """
    arrangement = _Arrangement(most_cells)
    blocks = tuple(arrangement.blocks(flow))
    return Document(source, blocks, tuple(arrangement.furniture), tuple(arrangement.pictures))


def origins(flow: Iterable[Item], most_cells: int) -> dict[Place, object]:
    """The origins of a flow's paragraphs and cells by the places that `arrange` gives them."""
    arrangement = _Arrangement(most_cells)
    for _ in arrangement.blocks(flow):
        pass
    return arrangement.origins


def unfolded(flow: Iterable[Item], depth: int = 0) -> Iterator[Item]:
    """A flow in which tables that only lay out what stands in them are replaced by that."""
    for item in flow:
        if isinstance(item, Table) and depth < MOST_NESTED and lays_out(item):
            for cell in sorted(item.cells, key=lambda c: (c.row, c.column)):
                yield from unfolded(cell.content, depth + 1)
        else:
            yield item


class _Arrangement:
    """Counts paragraphs and tables while a flow is laid out."""

    def __init__(self, most_cells: int) -> None:
        self.most_cells = most_cells
        self.paragraph = 0
        self.table = 0
        self.cells = 0
        self.furniture: list[Line] = []
        self.pictures: list[Place] = []
        self.origins: dict[Place, object] = {}

    def blocks(self, flow: Iterable[Item]) -> Iterator[Block]:
        for item in flow:
            if isinstance(item, Paragraph):
                yield from self.lines(item)
            elif isinstance(item, Picture):
                self.pictures.append(Place(paragraph=self.paragraph))
            else:
                grid = self.grid(item)
                if grid is not None:
                    yield grid

    def lines(self, paragraph: Paragraph) -> Iterator[Line]:
        parts = [part for part in unified(paragraph.text).split("\n") if part.strip()]
        if not parts:
            return
        self.paragraph += 1
        place = Place(paragraph=self.paragraph)
        self.origins[place] = paragraph.origin
        for number, part in enumerate(parts):
            # A line that is set in begins a paragraph, whatever broke the one before.
            opens = number == 0 or _SET_IN.match(part) is not None
            line = Line(part.strip(), place, opens)
            if paragraph.furniture:
                self.furniture.append(line)
            else:
                yield line

    def grid(self, table: Table) -> Grid | None:
        """A table without the rows and columns that only spans make; None where it is empty."""
        rows = sorted({c.row for c in table.cells})
        columns = sorted({c.column for c in table.cells})
        self.cells += len(rows) * len(columns)
        if self.cells > self.most_cells:
            raise UserError("too_many_cells", most=str(self.most_cells))
        self.table += 1
        found: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
            row_span = bisect_left(rows, cell.row + cell.row_span) - row
            column_span = bisect_left(columns, cell.column + cell.column_span) - column
            text = "\n".join(part for part in _text(cell.content) if part)
            found.append(self.cell(row, column, row_span, column_span, text))
            self.origins[found[-1].place] = cell.origin
            taken.update(
                (r, c)
                for r in range(row, row + row_span)
                for c in range(column, column + column_span)
            )
        found.extend(
            self.cell(row, column, 1, 1, "")
            for row in range(len(rows))
            for column in range(len(columns))
            if (row, column) not in taken
        )
        if not any(cell.text for cell in found):
            return None
        found.sort(key=lambda c: (c.row, c.column))
        place = Place(paragraph=self.paragraph, table=self.table)
        return Grid(len(rows), len(columns), tuple(found), place)

    def cell(self, row: int, column: int, row_span: int, column_span: int, text: str) -> Cell:
        place = Place(paragraph=self.paragraph, table=self.table, row=row + 1, column=column + 1)
        return Cell(row, column, row_span, column_span, text, place)


def lays_out(table: Table) -> bool:
    """Whether a table only lays out what stands in its cells.

    So does one of a single column, and one that has tables of more than one cell in it.
    """
    if len({cell.column for cell in table.cells}) < 2:
        return True
    inner = [item for cell in table.cells for item in cell.content if isinstance(item, Table)]
    while inner:
        one = inner.pop()
        if len(one.cells) > 1:
            return True
        inner.extend(i for cell in one.cells for i in cell.content if isinstance(i, Table))
    return False


def _text(content: Sequence[Item]) -> Iterator[str]:
    """The text of a cell, tables in it included, one piece a paragraph."""
    stack = list(reversed(content))
    while stack:
        item = stack.pop()
        if isinstance(item, Paragraph):
            yield from (part.strip() for part in unified(item.text).split("\n"))
        elif isinstance(item, Table):
            for cell in sorted(item.cells, key=lambda c: (c.row, c.column), reverse=True):
                stack.extend(reversed(cell.content))
