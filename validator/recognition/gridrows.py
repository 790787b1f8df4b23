"""The rows of grids as candidates for the rows of an official table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from validator.model.document import Cell, Grid
from validator.model.place import Place
from validator.model.report import Figure, FigureState
from validator.recognition.figures import figure, has_room, unless_doubted
from validator.recognition.labels import TableIndex
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import has_ideographs, joined, key, numbers_only

# Cells of two pages are one column when the narrower lies so far within the other.
_SAME = 0.9


class Extent(NamedTuple):
    """From where to where a cell reaches across its grid: points, or columns without boxes."""

    start: float
    end: float

    def overlap(self, other: "Extent") -> float:
        """How much of the narrower of the two lies within the other, from 0 to 1."""
        common = min(self.end, other.end) - max(self.start, other.start)
        return common / max(min(self.end - self.start, other.end - other.start), 1e-6)


class ValueCell(NamedTuple):
    """A cell right of the labels: what it says, where it stands, how far it reaches."""

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
    """How far a cell reaches across its grid."""
    box = cell.place.box
    if box is not None:
        return Extent(box.x0, box.x1)
    return Extent(cell.column, cell.column + cell.column_span)


def by_row(grid: Grid) -> list[list[Cell]]:
    """For each row of a grid the cells that it crosses, from left to right."""
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, grid.rows)):
            rows[row].append(cell)
    for cells in rows:
        cells.sort(key=lambda cell: cell.column)
    return rows


def grid_rows(grids: Sequence[Grid], index: TableIndex, vocabulary: Vocabulary) -> list[GridRow]:
    """The rows of all grids of a table in order, empty ones left out, known labels set."""
    result: list[GridRow] = []
    header: list[Cell] = []
    after_data = True
    for number, grid in enumerate(grids):
        # A header that a page break parts from its rows is the header of the next grid.
        header = [] if after_data else header
        last_label: Cell | None = None
        for row, cells in enumerate(by_row(grid)):
            if not any(cell.text for cell in cells):
                continue
            if row == 0 and header and (whole := _header_joined(header, cells, index)):
                header = whole
                continue
            if _is_header(cells, index, vocabulary):
                new = [cell for cell in cells if cell not in header]
                header = list(cells) if after_data else [*header, *new]
                after_data = False
                result.append(GridRow(number, "", _place(cells), [], header=True, above=header))
                continue
            label, values = _split(cells, index, vocabulary)
            if label is not None and label is last_label:
                _fill_up(result[-1], values, row, vocabulary)
                continue
            last_label = label
            after_data = True
            room = has_room((cell.text for cell in values), vocabulary)
            read = [_value(cell, row, vocabulary, broken=room) for cell in values]
            text = joined(label.text.split("\n")) if label else ""
            place = label.place if label else _place(cells)
            known = index.rows.get(key(text), "") if read else ""
            result.append(GridRow(number, text, place, read, above=header, id=known))
    return result


def _is_header(cells: Sequence[Cell], index: TableIndex, vocabulary: Vocabulary) -> bool:
    """Whether a row prints column labels, or the corner beside them, and no figures."""
    labels = {key(cell.text) for cell in cells if cell.text}
    columns = {label for label in labels if label in index.columns}
    rows = {label for label in labels if label in index.rows}
    if not labels & index.corners and (not columns - rows or len(rows - columns) >= len(columns)):
        return False
    return not any(cell.text and _is_figure(cell, vocabulary) for cell in cells)


def _header_joined(header: Sequence[Cell], cells: Sequence[Cell], index: TableIndex) -> list[Cell]:
    """A header whose labels a page break cuts, joined to their rest; empty where none is."""
    joined_cells: list[Cell] = []
    found = False
    for cell in header:
        rest = next((c for c in cells if c.text and extent(c).overlap(extent(cell)) > _SAME), None)
        text = f"{cell.text}\n{rest.text}" if rest else cell.text
        if rest and key(cell.text) not in index.columns and key(text) in index.columns:
            cell = cell._replace(text=text)
            found = True
        joined_cells.append(cell)
    return joined_cells if found else []


def _split(
    cells: Sequence[Cell], index: TableIndex, vocabulary: Vocabulary
) -> tuple[Cell | None, list[Cell]]:
    """The innermost label cell of a row, and the cells right of it."""
    if (cut := _cut_label(cells, index)) is not None:
        return cells[cut], list(cells[cut + 1 :])
    known = [
        position
        for position, cell in enumerate(cells)
        if key(cell.text) in index.rows
        and all(_may_be_figure(other, vocabulary) for other in cells[position + 1 :])
    ]
    if known:
        at = known[-1]
        return cells[at], list(cells[at + 1 :])
    at = -1
    for position, cell in enumerate(cells):
        if has_ideographs(cell.text) and not _is_figure(cell, vocabulary):
            at = position
    if at >= 0:
        return cells[at], list(cells[at + 1 :])
    return None, list(cells)


def _cut_label(cells: Sequence[Cell], index: TableIndex) -> int | None:
    """The position of a label of which a page break left no more than its number."""
    widths = {len(block.columns) for block in index.table.blocks}
    for position, cell in enumerate(cells[:-1]):
        if numbers_only(cell.text) and len(cells) - position - 1 in widths:
            return position if all(c.text for c in cells[position + 1 :]) else None
    return None


def _is_figure(cell: Cell, vocabulary: Vocabulary) -> bool:
    return figure(cell.text, vocabulary).known


def _may_be_figure(cell: Cell, vocabulary: Vocabulary) -> bool:
    return not has_ideographs(cell.text) or _is_figure(cell, vocabulary)


def _value(cell: Cell, row: int, vocabulary: Vocabulary, *, broken: bool = False) -> ValueCell:
    text = cell.text
    lines = text.split("\n")
    if cell.row_span > 1 and len(lines) == cell.row_span:
        # A border is missing between figures of several rows: each has its own line.
        text = lines[row - cell.row]
    elif cell.row_span > 1 and len(lines) > 1:
        # Figures of several rows, and which of them is whose cannot be told.
        doubtful = Figure(joined(lines), FigureState.DOUBTFUL)
        return ValueCell(doubtful, cell.place, extent(cell))
    read = figure(text, vocabulary, broken=broken and cell.row_span == 1)
    read = unless_doubted(read, cell.sure)
    return ValueCell(read, cell.place, extent(cell))


def _fill_up(row: GridRow, cells: Sequence[Cell], number: int, vocabulary: Vocabulary) -> None:
    """Take figures from a further grid row of the same label where none are printed yet."""
    values = [_value(cell, number, vocabulary) for cell in cells]
    if not row.filled:
        row.values = values


def _place(cells: Sequence[Cell]) -> Place:
    first, last = cells[0].place, cells[-1].place
    if first.box is None or last.box is None:
        return first
    return Place(page=first.page, box=first.box.union(last.box), line=first.line)
