"""Rows of grids as candidates for the rows of an official table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from validator.model.document import Cell, Grid
from validator.model.place import Extent, Place
from validator.model.report import Figure, FigureState
from validator.recognition.tables.figures import has_single_line_number, mark_doubtful, read_figure
from validator.recognition.tables.labels import TableIndex
from validator.rulebase.normal_form import has_ideographs, join_lines, key, numbers_only

# A number of several digits with a blank after each, or one without blanks.
_SPREAD = re.compile(r"\d(?: [\d.])+")
_UNSPREAD = re.compile(r"[,.]*(?:\d[,.]+)*\d\d[\d,.]*")
# Minimum number of spread numbers in a table for all of its numbers to be spread.
_MIN_SPREAD = 3
# Minimum overlap of cells on two pages to be in the same column.
_SAME_COLUMN = 0.9


class ValueCell(NamedTuple):
    """A cell right of the labels: its figure, place and horizontal extent."""

    figure: Figure
    place: Place
    extent: Extent


@dataclass(slots=True)
class GridRow:
    """A row of a grid while it is being matched to an official row.

    `header` marks a row of column labels; `above` holds the header cells that apply.
    """

    grid: int
    label: str
    place: Place
    values: list[ValueCell]
    header: bool = False
    above: list[Cell] = field(default_factory=list)
    id: str = ""

    @property
    def filled(self) -> bool:
        """Whether at least one figure is printed."""
        return any(v.figure.state is not FigureState.BLANK for v in self.values)


def extent(cell: Cell) -> Extent:
    """The horizontal extent of a cell in its grid."""
    box = cell.place.box
    if box is not None:
        return Extent(box.x0, box.x1)
    return Extent(cell.column, cell.column + cell.column_span)


def cells_by_row(grid: Grid) -> list[list[Cell]]:
    """For each row of a grid, the cells in it from left to right, including row-spanning ones."""
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, grid.rows)):
            rows[row].append(cell)
    for cells in rows:
        cells.sort(key=lambda cell: cell.column)
    return rows


def grid_rows(grids: Sequence[Grid], index: TableIndex) -> list[GridRow]:
    """The non-empty rows of all grids of a table, in order; those with known labels have an id."""
    spread = _spreads_digits(grids)
    result: list[GridRow] = []
    header: list[Cell] = []
    after_data = True
    for number, grid in enumerate(grids):
        # A header separated from its rows by a page break applies to the next grid.
        header = [] if after_data else header
        last_label: Cell | None = None
        for row, cells in enumerate(cells_by_row(grid)):
            if not any(cell.text for cell in cells):
                continue
            if row == 0 and header and (joined_header := _join_header(header, cells, index)):
                header = joined_header
                continue
            if _is_header(cells, index):
                header_cells = [cell for cell in cells if cell not in header]
                header = list(cells) if after_data else [*header, *header_cells]
                after_data = False
                result.append(
                    GridRow(number, "", _covering_place(cells), [], header=True, above=header)
                )
                continue
            label, values = _split_label(cells, index)
            if label is not None and label is last_label:
                _fill_empty_row(result[-1], values, row)
                continue
            last_label = label
            after_data = True
            text = index.label_of(join_lines(label.text.split("\n"))) if label else ""
            row_id = index.rows.get(key(text), "") if values else ""
            if spread:
                values = _joined_digits(values, row_id, index)
            wrapped = has_single_line_number(cell.text for cell in values)
            value_cells = [_read_value(cell, row, wrapped=wrapped) for cell in values]
            place = label.place if label else _covering_place(cells)
            result.append(GridRow(number, text, place, value_cells, above=header, id=row_id))
    return result


def _spreads_digits(grids: Sequence[Grid]) -> bool:
    """Whether all numbers of a table have a blank after each digit.

    Word processors can distribute text over the width of a cell (w:jc="distribute"). Digits with
    blanks between them may as well be several numbers; but where no number of two digits is
    printed without a blank, and no column is missing, they are not.
    """
    texts = [cell.text.strip() for grid in grids for cell in grid.cells]
    spread = sum(_SPREAD.fullmatch(text) is not None for text in texts)
    return spread >= _MIN_SPREAD and not any(_UNSPREAD.fullmatch(text) for text in texts)


def _joined_digits(cells: Sequence[Cell], row_id: str, index: TableIndex) -> list[Cell]:
    """The cells of a row whose columns are all there, with the digits of each number joined."""
    if not row_id or len(cells) != index.width(row_id):
        return list(cells)
    return [
        cell._replace(text=cell.text.replace(" ", "")) if _SPREAD.fullmatch(cell.text) else cell
        for cell in cells
    ]


def _is_header(cells: Sequence[Cell], index: TableIndex) -> bool:
    """Whether a row holds column labels or the corner text, and no figures."""
    labels = {key(index.label_of(cell.text)) for cell in cells if cell.text}
    columns = {label for label in labels if label in index.columns}
    rows = {label for label in labels if label in index.rows}
    if not labels & index.corners and (not columns - rows or len(rows - columns) >= len(columns)):
        return False
    return not any(cell.text and _is_figure(cell) for cell in cells)


def _join_header(header: Sequence[Cell], cells: Sequence[Cell], index: TableIndex) -> list[Cell]:
    """Join header labels cut by a page break to their remainder; empty if none is cut."""
    joined_cells: list[Cell] = []
    any_joined = False
    for cell in header:
        remainder = next(
            (c for c in cells if c.text and extent(c).overlap(extent(cell)) > _SAME_COLUMN), None
        )
        text = f"{cell.text}\n{remainder.text}" if remainder else cell.text
        if remainder and key(cell.text) not in index.columns and key(text) in index.columns:
            cell = cell._replace(text=text)
            any_joined = True
        joined_cells.append(cell)
    return joined_cells if any_joined else []


def _split_label(cells: Sequence[Cell], index: TableIndex) -> tuple[Cell | None, list[Cell]]:
    """Split a row into its innermost label cell, or None, and the cells right of it."""
    if (cut := _find_cut_label(cells, index)) is not None:
        return cells[cut], list(cells[cut + 1 :])
    label_positions = [
        position
        for position, cell in enumerate(cells)
        if key(index.label_of(cell.text)) in index.rows
        and all(_may_be_figure(other) for other in cells[position + 1 :])
    ]
    if label_positions:
        at = label_positions[-1]
        return cells[at], list(cells[at + 1 :])
    at = -1
    for position, cell in enumerate(cells):
        if has_ideographs(cell.text) and not _is_figure(cell):
            at = position
    if at >= 0:
        return cells[at], list(cells[at + 1 :])
    return None, list(cells)


def _find_cut_label(cells: Sequence[Cell], index: TableIndex) -> int | None:
    """The position of a label reduced by a page break to its leading number, or None."""
    widths = {len(block.columns) for block in index.table.blocks}
    for position, cell in enumerate(cells[:-1]):
        if numbers_only(cell.text) and len(cells) - position - 1 in widths:
            return position if all(c.text for c in cells[position + 1 :]) else None
    return None


def _is_figure(cell: Cell) -> bool:
    return read_figure(cell.text).is_recognised


def _may_be_figure(cell: Cell) -> bool:
    return not has_ideographs(cell.text) or _is_figure(cell)


def _read_value(cell: Cell, row: int, *, wrapped: bool = False) -> ValueCell:
    text = cell.text
    lines = text.split("\n")
    if cell.row_span > 1 and len(lines) == cell.row_span:
        # A border between several rows is missing: each row's figure is on its own line.
        text = lines[row - cell.row]
    elif cell.row_span > 1 and len(lines) > 1:
        # Figures of several rows that cannot be told apart.
        doubtful = Figure(join_lines(lines), FigureState.DOUBTFUL)
        return ValueCell(doubtful, cell.place, extent(cell))
    value = read_figure(text, wrapped=wrapped and cell.row_span == 1)
    value = mark_doubtful(value, cell.confidence)
    return ValueCell(value, cell.place, extent(cell))


def _fill_empty_row(row: GridRow, cells: Sequence[Cell], number: int) -> None:
    """Take figures from another grid row with the same label if the row has none yet."""
    values = [_read_value(cell, number) for cell in cells]
    if not row.filled:
        row.values = values


def _covering_place(cells: Sequence[Cell]) -> Place:
    first, last = cells[0].place, cells[-1].place
    if first.box is None or last.box is None:
        return first
    return Place(page=first.page, box=first.box.union(last.box), line=first.line)
