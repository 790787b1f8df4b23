"""Single-row tables, whose rows stand side by side in one line of figures."""

from collections.abc import Sequence

from validator.model.document import Cell, Grid
from validator.model.place import Extent
from validator.model.report import Fact, Figure, FigureState, PrintedLabel
from validator.recognition.tables.figures import (
    has_single_line_number,
    is_cut_in_two,
    mark_doubtful,
    read_figure,
    rejoin,
)
from validator.recognition.tables.grid_rows import cells_by_row, extent
from validator.recognition.tables.labels import TableIndex, column_keys, label_keys
from validator.recognition.tables.row_tables import TableReading
from validator.rulebase.normal_form import (
    SHORT_LABEL_SIMILARITY,
    has_ideographs,
    join_lines,
    key,
    similarity,
)

_MIN_OVERLAP = 0.5


def read_single_row_table(grids: Sequence[Grid], index: TableIndex) -> TableReading:
    """Read the table in these grids: a header above one line of figures."""
    block = index.table.blocks[0]
    header: list[Cell] = []
    figures: list[_FigureCell] = []
    for grid_number, cells in (
        (n, cells) for n, grid in enumerate(grids) for cells in cells_by_row(grid)
    ):
        wrapped = has_single_line_number(cell.text for cell in cells)
        row_figures = [part for cell in cells for part in _split_cell(cell, wrapped=wrapped)]
        if any(has_ideographs(value.text) and not value.is_recognised for value, _ in row_figures):
            if not figures:
                header.extend(cell for cell in cells if cell not in header)
        elif grid_number and figures and _is_continuation(figures, row_figures):
            figures = [
                (rejoin(upper, lower), cell)
                for (upper, cell), (lower, _) in zip(figures, row_figures, strict=True)
            ]
        elif _count_known(row_figures) > _count_known(figures) or (
            header and not figures and len(row_figures) >= len(block.rows) * len(block.columns)
        ):
            # The line of figures may be blank, which is better known than not.
            figures = row_figures
    pages = {cell.place.page for cell in header} | {cell.place.page for _, cell in figures}
    leaves = _leaf_labels(header, index, complete=len(pages) == 1)
    labels = _printed_labels(header, leaves, index)
    expected = [(row.id, column.id) for row in block.rows for column in block.columns]
    values = _figures_by_leaf(figures, [leaf for leaf in leaves if leaf[1]])
    if set(values) != set(expected):
        filled = [part for part in figures if part[0].state is not FigureState.BLANK]
        in_order = next((f for f in (figures, filled) if len(f) == len(expected)), None)
        if in_order is not None:
            values = dict(zip(expected, in_order, strict=True))
    facts = [
        Fact(
            f"{index.table.id}.{row}.{column}", values[row, column][0], values[row, column][1].place
        )
        for row, column in expected
        if (row, column) in values
    ]
    return TableReading(tuple(facts), tuple(labels))


def _count_known(figure_cells: Sequence["_FigureCell"]) -> int:
    return sum(value.is_recognised for value, _ in figure_cells)


def _is_continuation(first: Sequence["_FigureCell"], second: Sequence["_FigureCell"]) -> bool:
    filled = _count_known(second) > 0
    return filled and is_cut_in_two([value for value, _ in first], [value for value, _ in second])


def _split_cell(cell: Cell, *, wrapped: bool) -> list["_FigureCell"]:
    """Split a cell into its figures: several if the borders between them are missing."""
    whole = read_figure(cell.text, wrapped=wrapped)
    if whole.state is FigureState.UNREADABLE and "\n" not in cell.text:
        parts = [read_figure(token) for token in cell.text.split()]
        if all(part.is_recognised for part in parts):
            return [(mark_doubtful(part, cell.confidence), cell) for part in parts]
    return [(mark_doubtful(whole, cell.confidence), cell)]


_FigureCell = tuple[Figure, Cell]
_Leaf = tuple[Cell, str, str]


def _leaf_labels(header: Sequence[Cell], index: TableIndex, *, complete: bool) -> list[_Leaf]:
    """Column labels from left to right, each with its row id and column id.

    The row is that of the label above. A label unknown to the format counts as the most
    similar known one if it is at the bottom of a `complete` header, one not cut by a page
    break.
    """
    block = index.table.blocks[0]
    columns = column_keys(block)
    row_labels = [
        (extent(cell), row.id)
        for cell in header
        for row in block.rows
        if key(cell.text) in label_keys(row)
    ]
    bottom = max((cell.row + cell.row_span for cell in header), default=0)
    leaves: list[_Leaf] = []
    for cell in sorted(header, key=lambda c: extent(c).start):
        printed_key = key(cell.text)
        column = columns.get(printed_key, "")
        if complete and not column and cell.row + cell.row_span == bottom:
            closest = max(columns, key=lambda k: similarity(printed_key, k))
            score = similarity(printed_key, closest)
            column = columns[closest] if score >= SHORT_LABEL_SIMILARITY else ""
        if column:
            row = next((r for e, r in row_labels if e.overlap(extent(cell)) > _MIN_OVERLAP), "")
            leaves.append((cell, row, column))
    return leaves


def _figures_by_leaf(
    figures: Sequence[_FigureCell], leaves: Sequence[_Leaf]
) -> dict[tuple[str, str], _FigureCell]:
    """Figures by (row id, column id), if they are under exactly one column label."""
    by_leaf: dict[tuple[str, str], _FigureCell] = {}
    for value, cell in figures:
        figure_extent: Extent = extent(cell)
        labels_above = [
            (row, column)
            for leaf, row, column in leaves
            if extent(leaf).overlap(figure_extent) > _MIN_OVERLAP
        ]
        if len(labels_above) != 1:
            continue
        if labels_above[0] in by_leaf:
            # Two figures under one label: either may be the right one.
            value = Figure(cell.text, FigureState.UNREADABLE)
        by_leaf[labels_above[0]] = (value, cell)
    return by_leaf


def _printed_labels(
    header: Sequence[Cell], leaves: Sequence[_Leaf], index: TableIndex
) -> list[PrintedLabel]:
    table = index.table.id
    rows = {k: row.id for row in index.table.rows for k in label_keys(row)}
    labels = [
        PrintedLabel(table, "row", rows[key(cell.text)], _label_text(cell), cell.place)
        for cell in header
        if key(cell.text) in rows
    ]
    labels.extend(
        PrintedLabel(table, "column", column, _label_text(cell), cell.place)
        for cell, _, column in leaves
    )
    return labels


def _label_text(cell: Cell) -> str:
    return join_lines(cell.text.split("\n"))
