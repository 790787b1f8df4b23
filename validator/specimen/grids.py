"""The tables of an official format as grids."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from validator.model.document import Cell, Grid
from validator.model.format import Label, TableBlock, TableFormat
from validator.model.place import Place
from validator.specimen.edits import Edits

CellText = Callable[[str, str], str]
_NOWHERE = Place()


class _Leaf(NamedTuple):
    """A lowest-level label: the labels above it, and its text."""

    path: tuple[str, ...]
    text: str


def grids(table: TableFormat, cell_text: CellText, edits: Edits) -> list[Grid]:
    """The grids of a table, one per block; `cell_text` maps row and column id to text.

    Blocks without rows or columns left are omitted.
    """
    return [
        _single_row_table(table, block, cell_text, edits)
        if block.single_row
        else _row_table(table, block, cell_text, edits)
        for block in table.blocks
        if _rows(table, block, edits) and _columns(table, block, edits)
    ]


def _row_table(table: TableFormat, block: TableBlock, cell_text: CellText, edits: Edits) -> Grid:
    rows, columns = _rows(table, block, edits), _columns(table, block, edits)
    row_leaves = [_Leaf(r.path, _label_text(table, "row", r, edits)) for r in rows]
    column_leaves = [_Leaf(c.path, _label_text(table, "column", c, edits)) for c in columns]
    depth = max(len(leaf.path) + 1 for leaf in row_leaves)
    height = max(len(leaf.path) + 1 for leaf in column_leaves)
    top = 1 if block.caption else 0
    cells: list[Cell] = []
    if block.caption:
        caption = edits.labels.get(f"{table.id}.caption", block.caption)
        cells.append(_cell(0, 0, 1, depth + len(columns), caption))
    corner = edits.labels.get(f"{table.id}.corner", block.corner)
    cells.append(_cell(top, 0, height, depth, corner))
    cells.extend(
        c._replace(row=c.row + top, column=c.column + depth)
        for c in _headers(column_leaves, height)
    )
    first = top + height
    cells.extend(
        _cell(c.column + first, c.row, c.column_span, c.row_span, c.text)
        for c in _headers(row_leaves, depth)
    )
    for r, row in enumerate(rows):
        for k, column in enumerate(columns):
            cells.append(_cell(first + r, depth + k, 1, 1, cell_text(row.id, column.id)))
    return _grid(first + len(rows), depth + len(columns), cells)


def _single_row_table(
    table: TableFormat, block: TableBlock, cell_text: CellText, edits: Edits
) -> Grid:
    pairs = [
        (row, column)
        for row in _rows(table, block, edits)
        for column in _columns(table, block, edits)
    ]
    leaves = [
        _Leaf(
            (*row.path, _label_text(table, "row", row, edits)),
            _label_text(table, "column", column, edits),
        )
        for row, column in pairs
    ]
    height = max(len(leaf.path) + 1 for leaf in leaves)
    cells = _headers(leaves, height)
    cells.extend(
        _cell(height, k, 1, 1, cell_text(row.id, column.id))
        for k, (row, column) in enumerate(pairs)
    )
    return _grid(height + 1, len(pairs), cells)


def _headers(leaves: Sequence[_Leaf], height: int) -> list[Cell]:
    """Header cells: shared labels span their columns, lowest labels extend to the last row."""
    cells: list[Cell] = []
    for level in range(height):
        k = 0
        while k < len(leaves):
            leaf = leaves[k]
            if level > len(leaf.path):
                k += 1
            elif level == len(leaf.path):
                cells.append(_cell(level, k, height - level, 1, leaf.text))
                k += 1
            else:
                above = leaf.path[: level + 1]
                end = k
                while end < len(leaves) and leaves[end].path[: level + 1] == above:
                    end += 1
                cells.append(_cell(level, k, 1, end - k, above[-1]))
                k = end
    return cells


def _rows(table: TableFormat, block: TableBlock, edits: Edits) -> list[Label]:
    rows: list[Label] = []
    merged = [g for g in table.groups if f"{table.id}.{g.label.id}" in edits.merge_groups]
    for row in block.rows:
        group = next((g for g in merged if row.id in g.members), None)
        if group is not None:
            if row.id == group.members[0]:
                rows.append(group.label)
            continue
        if f"{table.id}.{row.id}" not in edits.drop_rows:
            rows.append(row)
        extra = edits.extra_rows.get(f"{table.id}.{row.id}")
        if extra:
            rows.append(row._replace(id="", label=extra, aliases=()))
    return _swap(rows, table.id, edits.swap_rows)


def _columns(table: TableFormat, block: TableBlock, edits: Edits) -> list[Label]:
    columns: list[Label] = []
    for column in block.columns:
        if f"{table.id}.{column.id}" not in edits.drop_columns:
            columns.append(column)
        extra = edits.extra_columns.get(f"{table.id}.{column.id}")
        if extra:
            columns.append(column._replace(id="", label=extra, aliases=()))
    return _swap(columns, table.id, edits.swap_columns)


def _swap(labels: list[Label], table: str, names: Sequence[str]) -> list[Label]:
    indexes = [k for k, label in enumerate(labels) if f"{table}.{label.id}" in names]
    if len(indexes) == 2:
        labels[indexes[0]], labels[indexes[1]] = labels[indexes[1]], labels[indexes[0]]
    return labels


def _label_text(table: TableFormat, role: str, label: Label, edits: Edits) -> str:
    return edits.labels.get(f"{table.id}.{role}.{label.id}", label.label)


def _cell(row: int, column: int, row_span: int, column_span: int, text: str) -> Cell:
    return Cell(row, column, row_span, column_span, text, _NOWHERE)


def _grid(rows: int, columns: int, cells: list[Cell]) -> Grid:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return Grid(rows, columns, tuple(ordered), _NOWHERE)
