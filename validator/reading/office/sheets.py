"""Sheets of cells, as Excel and OpenDocument have them, to paragraphs and tables."""

from collections.abc import Iterator
from typing import NamedTuple

from validator.reading.flow import Item, Paragraph, Table, TableCell

_Position = tuple[int, int]


class Sheet(NamedTuple):
    """The text of the cells of a sheet by row and column, from 1.

    `spans` gives the last row and column of merged cells by their first.
    """

    texts: dict[_Position, str]
    spans: dict[_Position, _Position]

    @property
    def rows(self) -> int:
        """The last row in which a cell begins."""
        return max((row for row, _ in (*self.texts, *self.spans)), default=0)

    @property
    def columns(self) -> int:
        """The last column in which a cell begins."""
        return max((column for _, column in (*self.texts, *self.spans)), default=0)


def items_of(sheet: Sheet) -> Iterator[Item]:
    """The items of a sheet: rows with one text are paragraphs, others tables up to a blank row."""
    last_row, last_column = sheet.rows, sheet.columns
    # What is merged beyond the last cell is as wide as the sheet.
    spans = {
        corner: (min(row, last_row), min(column, last_column))
        for corner, (row, column) in sheet.spans.items()
    }
    texts = sheet.texts
    corner_by_cell: dict[_Position, _Position] = {}
    for corner, (end_row, end_column) in spans.items():
        if corner in corner_by_cell:
            # Merged cells do not overlap; those of a broken file would take long.
            continue
        for row in range(corner[0], end_row + 1):
            for column in range(corner[1], end_column + 1):
                corner_by_cell[row, column] = corner
    block: list[int] = []
    for row in range(1, last_row + 2):
        corners = {corner_by_cell.get((row, c), (row, c)) for c in range(1, last_column + 1)}
        filled = [corner for corner in corners if corner in texts]
        has_one_text = len(filled) == 1 and spans.get(filled[0], filled[0])[0] == row
        if (not filled or (has_one_text and not _is_merged_into(row, spans, block))) and block:
            yield _build_table(block, texts, spans, last_column)
            block = []
        if has_one_text and not block:
            yield Paragraph(texts[filled[0]])
        elif filled:
            block.append(row)


def _is_merged_into(row: int, spans: dict[_Position, _Position], block: list[int]) -> bool:
    """Whether a merged cell of the block's rows reaches into this row."""
    return any(first in block and last >= row for (first, _), (last, _) in spans.items())


def _build_table(
    rows: list[int],
    texts: dict[_Position, str],
    spans: dict[_Position, _Position],
    columns: int,
) -> Table:
    used = [
        column
        for column in range(1, columns + 1)
        if any((row, column) in texts or (row, column) in spans for row in rows)
    ]
    first, last = used[0], max(spans.get((r, c), (r, c))[1] for r in rows for c in used)
    cells: list[TableCell] = []
    taken: set[_Position] = set()
    for row in rows:
        for column in range(first, last + 1):
            if (row, column) in taken:
                continue
            last_row, last_column = spans.get((row, column), (row, column))
            taken.update(
                (r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1)
            )
            text = texts.get((row, column), "")
            cells.append(
                TableCell(
                    row, column, last_row - row + 1, last_column - column + 1, (Paragraph(text),)
                )
            )
    return Table(tuple(cells))
