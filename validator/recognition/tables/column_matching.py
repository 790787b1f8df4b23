"""Matching of the figures in a row to official columns."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.model.document import Cell
from validator.model.format import TableBlock
from validator.model.place import Extent, Place
from validator.model.report import Figure, FigureState
from validator.recognition.tables.figures import read_figure
from validator.recognition.tables.grid_rows import GridRow, ValueCell, extent
from validator.recognition.tables.labels import column_keys, label_keys
from validator.rulebase.normal_form import LABEL_SIMILARITY, join_lines, key, similarity

# Minimum overlap of a figure with the column it belongs to.
_MIN_OVERLAP = 0.5
# Cells whose left edges differ by at most this (points) are left-aligned.
_TOLERANCE = 0.4


class Column(NamedTuple):
    """A printed column: official column id (empty if none), extent, label, place."""

    id: str
    extent: Extent
    label: str
    place: Place


def printed_columns(header: Sequence[Cell], block: TableBlock, left: float) -> list[Column]:
    """Match the lowest header cells above the figures, which begin at `left`, to columns.

    Match by label, then by similarity, then by elimination if one is left on both sides.
    """
    columns_by_key = column_keys(block)
    # A page break may repeat a part of the header; the labels above the figures count.
    last_page = {key(cell.text): cell.place.page for cell in header}
    cells = [
        cell
        for cell in header
        if cell.text.strip() and cell.place.page == last_page[key(cell.text)]
    ]
    exact = [cell for cell in cells if key(cell.text) in columns_by_key]
    if not exact:
        exact = [
            c
            for c in cells
            if any(similarity(key(c.text), k) >= LABEL_SIMILARITY for k in columns_by_key)
        ]
    if not exact:
        return []
    left = min(left, *(extent(cell).start for cell in exact))
    bottom = max(cell.row + cell.row_span for cell in cells)
    leaves = sorted(
        (
            cell
            for cell in cells
            if extent(cell).start >= left - _TOLERANCE
            and (cell.row + cell.row_span == bottom or cell in exact)
        ),
        key=lambda cell: extent(cell).start,
    )
    ids = _column_ids(leaves, block, columns_by_key)
    return [
        Column(i, extent(cell), join_lines(cell.text.split("\n")), cell.place)
        for i, cell in zip(ids, leaves, strict=True)
    ]


def _column_ids(
    leaves: Sequence[Cell], block: TableBlock, columns_by_key: dict[str, str]
) -> list[str]:
    ids: list[str] = []
    for cell in leaves:
        column_id = columns_by_key.get(key(cell.text), "")
        ids.append(column_id if column_id not in ids else "")
    for position, cell in enumerate(leaves):
        if ids[position]:
            continue
        unmatched = [label for label in block.columns if label.id not in ids]
        scored = [
            (max(similarity(key(cell.text), k) for k in label_keys(label)), label.id)
            for label in unmatched
        ]
        closest = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
        if closest[0] >= LABEL_SIMILARITY:
            ids[position] = closest[1]
    free = [label.id for label in block.columns if label.id not in ids]
    if len(leaves) == len(block.columns) and ids.count("") == len(free) == 1:
        ids[ids.index("")] = free[0]
    return ids


def assign_columns(
    row: GridRow, columns: Sequence[Column], block: TableBlock
) -> dict[str, ValueCell]:
    """Assign the figures of a row to official columns, by column id."""
    official = [label.id for label in block.columns]
    by_extent = _match_by_extent(row.values, columns)
    complete = len(columns) == len(official) and all(column.id for column in columns)
    order = [column.id for column in columns] if complete else official
    printed = [v for v in row.values if v.figure.state is not FigureState.BLANK]
    # Cells without a drawn box can only be counted.
    first = row.values[0].place
    drawn = first.box is not None
    in_text = first.line is not None or first.paragraph is not None
    if not drawn and in_text and first.table is None and not complete:
        # In text, columns are only as good as the labels above them.
        return dict(zip(order, row.values, strict=True)) if len(row.values) == len(order) else {}
    if complete and not drawn and any(value not in by_extent.values() for value in printed):
        # A label spanning too few columns shifts its figures to the left.
        surplus = row.values[len(official) :]
        if len(row.values) >= len(official) and not any(value in printed for value in surplus):
            return dict(zip(order, row.values, strict=False))
    if len(by_extent) == len(official):
        return by_extent
    for values in (row.values, printed):
        if len(values) != len(official):
            continue
        ordinal = dict(zip(order, values, strict=True))
        # If a figure's position on the page and its ordinal disagree, trust the position.
        reliable = complete or (values is row.values and not drawn)
        if reliable or all(ordinal[column] is value for column, value in by_extent.items()):
            return ordinal
    return by_extent


def _match_by_extent(
    values: Sequence[ValueCell], columns: Sequence[Column]
) -> dict[str, ValueCell]:
    by_column: dict[str, ValueCell] = {}
    for value in values:
        columns_above = [
            c for c in columns if c.id and c.extent.overlap(value.extent) >= _MIN_OVERLAP
        ]
        parts = [value] if len(columns_above) == 1 else _split_value(value, len(columns_above))
        for column, part in zip(columns_above, parts, strict=True):
            if (
                column.id in by_column
                and by_column[column.id].figure.state is not FigureState.BLANK
            ):
                if part.figure.state is FigureState.BLANK:
                    continue
                unreadable = Figure(part.figure.text, FigureState.UNREADABLE)
                part = ValueCell(unreadable, part.place, part.extent)
            by_column[column.id] = part
    return by_column


def _split_value(value: ValueCell, count: int) -> list[ValueCell]:
    """Split a cell under several columns, as when a border is missing, into its figures."""
    tokens = value.figure.text.split()
    if len(tokens) == count:
        return [ValueCell(read_figure(token), value.place, value.extent) for token in tokens]
    if not tokens:
        return [value] * count
    unreadable = Figure(value.figure.text, FigureState.UNREADABLE)
    return [ValueCell(unreadable, value.place, value.extent)] * count
