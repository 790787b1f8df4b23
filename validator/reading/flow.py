"""Paragraphs and tables in reading order: what Word files, web pages and sheets share.

The reader of each of these forms produces a flow. `unwrap_layout_tables` replaces tables that only
lay out a page by their content; `build_document` converts a flow into a document, in which spans
are grid positions and everything has its place.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from validator.model.document import Block, Cell, Document, Grid, HiddenText, Line, Source
from validator.model.place import Place
from validator.reading.metering import Meter
from validator.reading.options import Bounds, exceeded
from validator.reading.text.characters import unify_characters
from validator.reading.text.display import word_extents

# Tables nested deeper than this are read as text.
MAX_NESTING = 20

_INDENT = re.compile(r" *[\u3000\u2003\u00a0]|  ")


class Paragraph(NamedTuple):
    """A paragraph with its line breaks as newlines; `boilerplate` if it is not document text.

    `origin` is the element that it was read from, so that annotations can be written there;
    `hidden` is text of the paragraph that no eye sees, `struck` what is struck out in it.
    """

    text: str
    boilerplate: bool = False
    origin: object = None
    hidden: str = ""
    struck: str = ""


class TableCell(NamedTuple):
    """A table cell: first row and column (from 0), spans, content, origin."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: tuple["Item", ...]
    origin: object = None


class Table(NamedTuple):
    """A table: its cells in any order, without overlaps."""

    cells: tuple[TableCell, ...]


class Picture(NamedTuple):
    """A picture large enough to hold a table."""


Item = Paragraph | Table | Picture


def build_document(flow: Iterable[Item], source: Source, bounds: Bounds) -> Document:
    """Build the document from a flow.

    Raise UserError `exceeds_characters`, `exceeds_lines`, or `exceeds_cells` if the tables
    together have too many cells, including those that spans and short rows leave empty.
    """
    builder = _DocumentBuilder(bounds)
    blocks = tuple(builder.build_blocks(flow))
    return Document(
        source,
        blocks,
        tuple(builder.boilerplate),
        tuple(builder.pictures),
        hidden=tuple(builder.hidden),
    )


def origins_by_place(flow: Iterable[Item], bounds: Bounds) -> dict[Place, object]:
    """The origins of a flow's paragraphs and cells by the places that `build_document` sets."""
    builder = _DocumentBuilder(bounds)
    for _ in builder.build_blocks(flow):
        pass
    return builder.origins


def unwrap_layout_tables(flow: Iterable[Item], depth: int = 0) -> Iterator[Item]:
    """Replace the tables of a flow that only lay out their content by that content."""
    for item in flow:
        if isinstance(item, Table) and depth < MAX_NESTING and is_layout_table(item):
            for cell in sorted(item.cells, key=lambda c: (c.row, c.column)):
                yield from unwrap_layout_tables(cell.content, depth + 1)
        else:
            yield item


def without_origins(items: Iterable[Item]) -> list[Item]:
    """The items of another file, whose elements cannot be written to."""
    plain: list[Item] = []
    for item in items:
        if isinstance(item, Paragraph):
            plain.append(item._replace(origin=None))
        elif isinstance(item, Table):
            cells = (
                c._replace(content=tuple(without_origins(c.content)), origin=None)
                for c in item.cells
            )
            plain.append(Table(tuple(cells)))
        else:
            plain.append(item)
    return plain


class _DocumentBuilder:
    """Builds the blocks of a flow, counting paragraphs, tables and cells."""

    def __init__(self, bounds: Bounds) -> None:
        self.max_cells = bounds.cells
        self.meter = Meter(bounds)
        self.paragraph_count = 0
        self.table_count = 0
        self.cell_count = 0
        self.boilerplate: list[Line] = []
        self.pictures: list[Place] = []
        self.hidden: list[HiddenText] = []
        self.origins: dict[Place, object] = {}

    def build_blocks(self, flow: Iterable[Item]) -> Iterator[Block]:
        for item in flow:
            if isinstance(item, Paragraph):
                yield from self.build_lines(item)
            elif isinstance(item, Picture):
                self.pictures.append(Place(paragraph=self.paragraph_count))
            else:
                grid = self.build_grid(item)
                if grid is not None:
                    yield grid

    def build_lines(self, paragraph: Paragraph) -> Iterator[Line]:
        self.meter.add_text(paragraph.text)
        parts = [part for part in unify_characters(paragraph.text).split("\n") if part.strip()]
        self.paragraph_count += bool(parts)
        place = Place(paragraph=self.paragraph_count)
        self.add_hidden(paragraph, place)
        if not parts:
            return
        self.origins[place] = paragraph.origin
        for number, part in enumerate(parts):
            # An indented line starts a paragraph, whatever broke the line before it.
            starts_paragraph = number == 0 or _INDENT.match(part) is not None
            line = Line(part.strip(), place, starts_paragraph, word_extents(part))
            if paragraph.boilerplate:
                self.boilerplate.append(line)
            else:
                yield line

    def build_grid(self, table: Table) -> Grid | None:
        """A grid of the rows and columns in which cells start, or None if the table has no text."""
        rows = sorted({c.row for c in table.cells})
        columns = sorted({c.column for c in table.cells})
        self.cell_count += len(rows) * len(columns)
        if self.cell_count > self.max_cells:
            raise exceeded("cells", self.max_cells)
        self.table_count += 1
        cells: list[Cell] = []
        occupied: set[tuple[int, int]] = set()
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
            row_span = bisect_left(rows, cell.row + cell.row_span) - row
            column_span = bisect_left(columns, cell.column + cell.column_span) - column
            for paragraph in _paragraphs(cell.content):
                self.meter.add_text(paragraph.text)
            text = "\n".join(part for part in _cell_lines(cell.content) if part)
            cells.append(self.build_cell(row, column, row_span, column_span, text))
            for paragraph in _paragraphs(cell.content):
                self.add_hidden(paragraph, cells[-1].place)
            self.origins[cells[-1].place] = cell.origin
            occupied.update(
                (r, c)
                for r in range(row, row + row_span)
                for c in range(column, column + column_span)
            )
        cells.extend(
            self.build_cell(row, column, 1, 1, "")
            for row in range(len(rows))
            for column in range(len(columns))
            if (row, column) not in occupied
        )
        if not any(cell.text for cell in cells):
            return None
        cells.sort(key=lambda c: (c.row, c.column))
        place = Place(paragraph=self.paragraph_count, table=self.table_count)
        return Grid(len(rows), len(columns), tuple(cells), place)

    def add_hidden(self, paragraph: Paragraph, place: Place) -> None:
        for text, struck in ((paragraph.hidden, False), (paragraph.struck, True)):
            if text := unify_characters(text).strip():
                self.hidden.append(HiddenText(text, place, struck))

    def build_cell(self, row: int, column: int, row_span: int, column_span: int, text: str) -> Cell:
        place = Place(
            paragraph=self.paragraph_count, table=self.table_count, row=row + 1, column=column + 1
        )
        return Cell(row, column, row_span, column_span, text, place)


def is_layout_table(table: Table) -> bool:
    """Whether a table only lays out its content.

    True for a table of a single column and for one that contains a table of several cells.
    """
    if len({cell.column for cell in table.cells}) < 2:
        return True
    inner = [item for cell in table.cells for item in cell.content if isinstance(item, Table)]
    while inner:
        nested = inner.pop()
        if len(nested.cells) > 1:
            return True
        inner.extend(i for cell in nested.cells for i in cell.content if isinstance(i, Table))
    return False


def _cell_lines(content: Sequence[Item]) -> Iterator[str]:
    """The lines of text in a cell, including those of nested tables."""
    for paragraph in _paragraphs(content):
        yield from (part.strip() for part in unify_characters(paragraph.text).split("\n"))


def _paragraphs(content: Sequence[Item]) -> Iterator[Paragraph]:
    """The paragraphs in a cell, including those of nested tables."""
    stack = list(reversed(content))
    while stack:
        item = stack.pop()
        if isinstance(item, Paragraph):
            yield item
        elif isinstance(item, Table):
            for cell in sorted(item.cells, key=lambda c: (c.row, c.column), reverse=True):
                stack.extend(reversed(cell.content))
