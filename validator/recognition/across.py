"""Tables whose rows stand beside each other in one line of figures."""

from collections.abc import Sequence

from validator.model.document import Cell, Grid
from validator.model.report import Fact, Figure, FigureState, PrintedLabel
from validator.recognition.down import TableReading
from validator.recognition.figures import cut_in_two, figure, has_room, rejoined, unless_doubted
from validator.recognition.gridrows import Extent, by_row, extent
from validator.recognition.labels import TableIndex, column_keys, keys_of
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import has_ideographs, joined, key, similarity

_UNDER = 0.5
# Labels of four characters with one of them changed are still alike.
_ALIKE = 0.5


def read_across(grids: Sequence[Grid], index: TableIndex, vocabulary: Vocabulary) -> TableReading:
    """The table that these grids, in order, make up: header above, one line of figures."""
    block = index.table.blocks[0]
    header: list[Cell] = []
    figures: list[_Printed] = []
    for number, cells in ((n, cells) for n, grid in enumerate(grids) for cells in by_row(grid)):
        room = has_room((cell.text for cell in cells), vocabulary)
        printed = [part for cell in cells for part in _parts(cell, vocabulary, broken=room)]
        if any(has_ideographs(value.text) and not value.known for value, _ in printed):
            if not figures:
                header.extend(cell for cell in cells if cell not in header)
        elif number and figures and _cut(figures, printed):
            figures = [
                (rejoined(upper, lower, vocabulary), cell)
                for (upper, cell), (lower, _) in zip(figures, printed, strict=True)
            ]
        elif _count(printed) > _count(figures):
            figures = printed
    pages = {cell.place.page for cell in header} | {cell.place.page for _, cell in figures}
    leaves = _leaves(header, index, whole=len(pages) == 1)
    labels = _labels(header, leaves, index)
    expected = [(row.id, column.id) for row in block.rows for column in block.columns]
    values = _by_leaf(figures, [leaf for leaf in leaves if leaf[1]])
    if set(values) != set(expected):
        filled = [part for part in figures if part[0].state is not FigureState.BLANK]
        whole = next((f for f in (figures, filled) if len(f) == len(expected)), None)
        if whole is not None:
            values = dict(zip(expected, whole, strict=True))
    facts = [
        Fact(
            f"{index.table.id}.{row}.{column}", values[row, column][0], values[row, column][1].place
        )
        for row, column in expected
        if (row, column) in values
    ]
    return TableReading(tuple(facts), tuple(labels))


def _count(printed: Sequence["_Printed"]) -> int:
    return sum(value.known for value, _ in printed)


def _cut(first: Sequence["_Printed"], second: Sequence["_Printed"]) -> bool:
    filled = _count(second) > 0
    return filled and cut_in_two([value for value, _ in first], [value for value, _ in second])


def _parts(cell: Cell, vocabulary: Vocabulary, *, broken: bool) -> list["_Printed"]:
    """The figures of a cell: several where the borders between them are missing."""
    whole = figure(cell.text, vocabulary, broken=broken)
    if whole.state is FigureState.UNREADABLE and "\n" not in cell.text:
        parts = [figure(token, vocabulary) for token in cell.text.split()]
        if all(part.known for part in parts):
            return [(unless_doubted(part, cell.sure), cell) for part in parts]
    return [(unless_doubted(whole, cell.sure), cell)]


_Printed = tuple[Figure, Cell]
_Leaf = tuple[Cell, str, str]


def _leaves(header: Sequence[Cell], index: TableIndex, *, whole: bool) -> list[_Leaf]:
    """The column labels from left to right with the row and column they stand for.

    The row is that of the label above. A label that is none of the format's is taken for the
    one it is most like, where it stands at the bottom of a header that is `whole`, not cut by
    a page break.
    """
    block = index.table.blocks[0]
    columns = column_keys(block)
    above = [
        (extent(cell), row.id)
        for cell in header
        for row in block.rows
        if key(cell.text) in keys_of(row)
    ]
    bottom = max((cell.row + cell.row_span for cell in header), default=0)
    leaves: list[_Leaf] = []
    for cell in sorted(header, key=lambda c: extent(c).start):
        printed = key(cell.text)
        column = columns.get(printed, "")
        if whole and not column and cell.row + cell.row_span == bottom:
            alike = max(columns, key=lambda k: similarity(printed, k))
            column = columns[alike] if similarity(printed, alike) >= _ALIKE else ""
        if column:
            row = next((r for e, r in above if e.overlap(extent(cell)) > _UNDER), "")
            leaves.append((cell, row, column))
    return leaves


def _by_leaf(
    figures: Sequence[_Printed], leaves: Sequence[_Leaf]
) -> dict[tuple[str, str], _Printed]:
    """The figures under each column label, as far as one figure is under one label."""
    found: dict[tuple[str, str], _Printed] = {}
    for value, cell in figures:
        own: Extent = extent(cell)
        over = [(row, column) for leaf, row, column in leaves if extent(leaf).overlap(own) > _UNDER]
        if len(over) != 1:
            continue
        if over[0] in found:
            # Two figures under one label: neither is known to be its figure.
            value = Figure(cell.text, FigureState.UNREADABLE)
        found[over[0]] = (value, cell)
    return found


def _labels(
    header: Sequence[Cell], leaves: Sequence[_Leaf], index: TableIndex
) -> list[PrintedLabel]:
    table = index.table.id
    rows = {k: row.id for row in index.table.rows for k in keys_of(row)}
    labels = [
        PrintedLabel(table, "row", rows[key(cell.text)], _printed(cell), cell.place)
        for cell in header
        if key(cell.text) in rows
    ]
    labels.extend(
        PrintedLabel(table, "column", column, _printed(cell), cell.place)
        for cell, _, column in leaves
    )
    return labels


def _printed(cell: Cell) -> str:
    return joined(cell.text.split("\n"))
