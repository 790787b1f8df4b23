"""Tables with a row a line: grids to facts and printed labels."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.model.document import Cell, Grid
from validator.model.report import Fact, LabelRole, PrintedLabel
from validator.recognition.columnmatching import Column, assign, printed_columns
from validator.recognition.gridrows import grid_rows
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
    for row in match_rows(grid_rows(grids, index, vocabulary), index, vocabulary):
        if not row.id:
            if row.label and row.filled:
                labels.append(PrintedLabel(table.id, "row", "", row.label, row.place))
            continue
        labels.append(PrintedLabel(table.id, "row", row.id, row.label, row.place))
        block = table.block_of(row.id)
        number = table.blocks.index(block)
        printed = printed_columns(row.above, block, row.values[0].extent.start)
        if printed:
            if number not in columns:
                # A page break between header and rows may have cut the labels.
                labels.extend(
                    PrintedLabel(
                        table.id, "column", c.id, c.label, c.place,
                        sure=c.place.page == row.place.page, block=number,
                    )
                    for c in printed
                )  # fmt: skip
            columns[number] = printed
        for column, value in assign(row, columns.get(number, ()), block, vocabulary).items():
            facts.append(Fact(f"{table.id}.{row.id}.{column}", value.figure, value.place))
    return TableReading(tuple(facts), tuple(labels))


def _captions(grids: Sequence[Grid], index: TableIndex) -> list[PrintedLabel]:
    """The captions of blocks and the corner text, where they are printed."""
    expected: list[tuple[LabelRole, str]] = []
    for block in index.table.blocks:
        expected.append(("caption", block.caption))
        expected.append(("corner", block.corner))
    found: list[PrintedLabel] = []
    for number, grid in enumerate(grids):
        for cell in grid.cells:
            role = _role(cell, expected)
            if role is not None:
                text = joined(cell.text.split("\n"))
                # A page break may have cut it.
                sure = cell.row + cell.row_span < grid.rows or number + 1 == len(grids)
                label = PrintedLabel(index.table.id, role, "", text, cell.place, sure=sure)
                found.append(label)
    return found


def _role(cell: Cell, expected: Sequence[tuple[LabelRole, str]]) -> LabelRole | None:
    printed = key(cell.text)
    if len(printed) < 5:
        return None
    for role, text in expected:
        official = key(text)
        if (official and printed == official) or (
            abs(len(printed) - len(official)) < 10 and similarity(printed, official) >= _ALIKE
        ):
            return role
    return None
