"""Which official column each figure of a row stands in."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.model.document import Cell
from validator.model.format import TableBlock
from validator.model.place import Place
from validator.model.report import Figure, FigureState
from validator.recognition.figures import figure
from validator.recognition.gridrows import Extent, GridRow, ValueCell, extent
from validator.recognition.labels import column_keys, keys_of
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import joined, key, similarity

# A figure stands under a column whose extent it shares at least this far.
_UNDER = 0.5
_ALIKE = 0.6
# Cells that begin within this of each other (points) begin together.
_TOLERANCE = 0.4


class Column(NamedTuple):
    """A printed column: the official column (empty if none), extent, label, place."""

    id: str
    extent: Extent
    label: str
    place: Place


def printed_columns(header: Sequence[Cell], block: TableBlock, left: float) -> list[Column]:
    """The lowest header cells over the figures, which begin at `left`, with their columns.

    Matched by label, then by likeness, then by position if as many are left on both sides.
    """
    known = column_keys(block)
    cells = [cell for cell in header if cell.text.strip()]
    exact = [cell for cell in cells if key(cell.text) in known]
    if not exact:
        exact = [c for c in cells if any(similarity(key(c.text), k) >= _ALIKE for k in known)]
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
    ids = _ids(leaves, block, known)
    return [
        Column(i, extent(cell), joined(cell.text.split("\n")), cell.place)
        for i, cell in zip(ids, leaves, strict=True)
    ]


def _ids(leaves: Sequence[Cell], block: TableBlock, known: dict[str, str]) -> list[str]:
    ids: list[str] = []
    for cell in leaves:
        found = known.get(key(cell.text), "")
        ids.append(found if found not in ids else "")
    for position, cell in enumerate(leaves):
        if ids[position]:
            continue
        left = [label for label in block.columns if label.id not in ids]
        scored = [
            (max(similarity(key(cell.text), k) for k in keys_of(label)), label.id) for label in left
        ]
        best = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
        if best[0] >= _ALIKE:
            ids[position] = best[1]
    free = [label.id for label in block.columns if label.id not in ids]
    if len(leaves) == len(block.columns) and ids.count("") == len(free) == 1:
        ids[ids.index("")] = free[0]
    return ids


def assign(
    row: GridRow, columns: Sequence[Column], block: TableBlock, vocabulary: Vocabulary
) -> dict[str, ValueCell]:
    """The figures of a row by official column."""
    official = [label.id for label in block.columns]
    under = _by_extent(row.values, columns, vocabulary)
    complete = len(columns) == len(official) and all(column.id for column in columns)
    order = [column.id for column in columns] if complete else official
    printed = [v for v in row.values if v.figure.state is not FigureState.BLANK]
    # Cells that nobody drew have no place of their own, and are counted only.
    drawn = row.values[0].place.box is not None
    if complete and not drawn and any(value not in under.values() for value in printed):
        # A label spans fewer columns than it should, which moves its figures to the left.
        beyond = row.values[len(official) :]
        if len(row.values) >= len(official) and not any(value in printed for value in beyond):
            return dict(zip(order, row.values, strict=False))
    if len(under) == len(official):
        return under
    for values in (row.values, printed):
        if len(values) != len(official):
            continue
        ordinal = dict(zip(order, values, strict=True))
        # Where the place of a figure and its turn disagree, its place is believed.
        sure = complete or (values is row.values and not drawn)
        if sure or all(ordinal[column] is value for column, value in under.items()):
            return ordinal
    return under


def _by_extent(
    values: Sequence[ValueCell], columns: Sequence[Column], vocabulary: Vocabulary
) -> dict[str, ValueCell]:
    found: dict[str, ValueCell] = {}
    for value in values:
        over = [c for c in columns if c.id and c.extent.overlap(value.extent) >= _UNDER]
        parts = [value] if len(over) == 1 else _parted(value, len(over), vocabulary)
        for column, part in zip(over, parts, strict=True):
            if column.id in found and found[column.id].figure.state is not FigureState.BLANK:
                if part.figure.state is FigureState.BLANK:
                    continue
                unreadable = Figure(part.figure.text, FigureState.UNREADABLE)
                part = ValueCell(unreadable, part.place, part.extent)
            found[column.id] = part
    return found


def _parted(value: ValueCell, count: int, vocabulary: Vocabulary) -> list[ValueCell]:
    """The figures of a cell that lies under several columns, as where a border is missing."""
    tokens = value.figure.text.split()
    if len(tokens) == count:
        return [ValueCell(figure(token, vocabulary), value.place, value.extent) for token in tokens]
    if not tokens:
        return [value] * count
    unreadable = Figure(value.figure.text, FigureState.UNREADABLE)
    return [ValueCell(unreadable, value.place, value.extent)] * count
