"""Tables with a row a line: grids to facts and printed labels."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from validator.model.document import Grid
from validator.model.report import Fact, LabelRole, PrintedLabel
from validator.recognition.columnmatching import Column, assign, printed_columns
from validator.recognition.gridrows import GridRow, grid_rows
from validator.recognition.labels import TableIndex
from validator.recognition.rowmatching import match_rows
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import joined, key, similarity

_ALIKE = 0.7


class TableReading(NamedTuple):
    """What was read of one table: facts in official order of rows, labels as printed."""

    facts: tuple[Fact, ...]
    labels: tuple[PrintedLabel, ...]


def read_down(grids: Sequence[Grid], index: TableIndex, vocabulary: Vocabulary) -> TableReading:
    """The table that these grids, in order, make up."""
    table = index.table
    facts: list[Fact] = []
    labels = _captions(grids, index)
    columns: dict[int, list[Column]] = {}
    rows = match_rows(grid_rows(grids, index, vocabulary), index, vocabulary)
    for number, row in enumerate(rows):
        if not row.id:
            if row.label and row.filled:
                labels.append(PrintedLabel(table.id, "row", "", row.label, row.place))
            continue
        whole = _whole(rows, number, grids, index)
        labels.append(PrintedLabel(table.id, "row", row.id, row.label, row.place, sure=whole))
        block = table.block_of(row.id)
        block_number = table.blocks.index(block)
        printed = printed_columns(row.above, block, row.values[0].extent.start)
        if printed:
            if block_number not in columns:
                # A page break between header and rows may have cut the labels.
                labels.extend(
                    PrintedLabel(
                        table.id, "column", c.id, c.label, c.place,
                        sure=c.place.page == row.place.page, block=block_number,
                    )
                    for c in printed
                )  # fmt: skip
            columns[block_number] = printed
        for column, value in assign(row, columns.get(block_number, ()), block, vocabulary).items():
            facts.append(Fact(f"{table.id}.{row.id}.{column}", value.figure, value.place))
    return TableReading(tuple(facts), tuple(labels))


def _whole(rows: Sequence[GridRow], number: int, grids: Sequence[Grid], index: TableIndex) -> bool:
    """Whether a row's label is not one of which a page break left a part on each page."""
    row = rows[number]
    printed = key(row.label)
    page = grids[row.grid].place.page
    last = number + 1 == len(rows) or rows[number + 1].grid != row.grid
    first = number == 0 or rows[number - 1].grid != row.grid
    goes_on = last and any(grid.place.page != page for grid in grids[row.grid + 1 : row.grid + 2])
    went_on = first and row.grid > 0 and grids[row.grid - 1].place.page != page
    return not any(
        k != printed and ((goes_on and k.startswith(printed)) or (went_on and k.endswith(printed)))
        for k in index.rows
    )


def _captions(grids: Sequence[Grid], index: TableIndex) -> list[PrintedLabel]:
    """The captions of blocks and the corner text, where they are printed."""
    expected: list[tuple[LabelRole, str]] = []
    for block in index.table.blocks:
        expected.append(("caption", block.caption))
        expected.append(("corner", block.corner))
    officials = {key(text) for _, text in expected if text}
    found: list[PrintedLabel] = []
    for number, grid in enumerate(grids):
        for cell in grid.cells:
            text = _first_of(cell.text.split("\n"), officials)
            role = _role(text, expected)
            if role is not None:
                # A page break may have cut it.
                sure = cell.row + cell.row_span < grid.rows or number + 1 == len(grids)
                label = PrintedLabel(index.table.id, role, "", text, cell.place, sure=sure)
                found.append(label)
    return found


def _first_of(lines: Sequence[str], officials: Collection[str]) -> str:
    """The lines of a cell as one text: the first ones where they are a text of their own.

    Converters merge a caption with what stands under it.
    """
    for end in range(1, len(lines)):
        if key(text := joined(lines[:end])) in officials:
            return text
    return joined(lines)


def _role(text: str, expected: Sequence[tuple[LabelRole, str]]) -> LabelRole | None:
    printed = key(text)
    if len(printed) < 5:
        return None
    for role, wanted in expected:
        official = key(wanted)
        if (official and printed == official) or (
            abs(len(printed) - len(official)) < 10 and similarity(printed, official) >= _ALIKE
        ):
            return role
    return None
