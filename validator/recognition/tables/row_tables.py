"""Row tables, with one table row per line: grids to facts and printed labels."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from validator.model.document import Grid
from validator.model.report import Fact, FigureState, LabelRole, PrintedLabel
from validator.recognition.tables.column_matching import Column, assign_columns, printed_columns
from validator.recognition.tables.grid_rows import GridRow, grid_rows
from validator.recognition.tables.labels import TableIndex
from validator.recognition.tables.row_matching import match_rows
from validator.rulebase.normal_form import CAPTION_SIMILARITY, join_lines, key, similarity


class TableReading(NamedTuple):
    """What was read from one table: facts, and labels as printed."""

    facts: tuple[Fact, ...]
    labels: tuple[PrintedLabel, ...]


def read_row_table(grids: Sequence[Grid], index: TableIndex) -> TableReading:
    """Read the table in these grids."""
    table = index.table
    facts: list[Fact] = []
    labels = _printed_captions(grids, index)
    columns: dict[int, list[Column]] = {}
    rows = match_rows(grid_rows(grids, index), index)
    for number, row in enumerate(rows):
        if not row.id:
            if row.label and row.filled:
                labels.append(PrintedLabel(table.id, "row", "", row.label, row.place))
            continue
        merged = index.names_several(row.label)
        complete = not merged and _is_complete(rows, number, grids, index)
        labels.append(
            PrintedLabel(table.id, "row", row.id, row.label, row.place, reliable=complete)
        )
        block = table.block_of(row.id)
        block_number = table.blocks.index(block)
        printed = printed_columns(row.above, block, row.values[0].extent.start)
        if printed:
            if block_number not in columns:
                # A page break between header and rows may have cut the labels.
                labels.extend(
                    PrintedLabel(
                        table.id, "column", c.id, c.label, c.place,
                        reliable=c.place.page == row.place.page, block=block_number,
                    )
                    for c in printed
                )  # fmt: skip
            columns[block_number] = printed
        for column, value in assign_columns(row, columns.get(block_number, ()), block).items():
            figure = value.figure
            if merged and figure.state is not FigureState.BLANK:
                figure = figure._replace(state=FigureState.UNPLACED, value=None, zero=False)
            facts.append(Fact(f"{table.id}.{row.id}.{column}", figure, value.place))
    return TableReading(tuple(facts), tuple(labels))


def _is_complete(
    rows: Sequence[GridRow], number: int, grids: Sequence[Grid], index: TableIndex
) -> bool:
    """Whether a row's label is not cut in two by a page break."""
    row = rows[number]
    printed = key(row.label)
    page = grids[row.grid].place.page
    last = number + 1 == len(rows) or rows[number + 1].grid != row.grid
    first = number == 0 or rows[number - 1].grid != row.grid
    cut_below = last and any(grid.place.page != page for grid in grids[row.grid + 1 : row.grid + 2])
    cut_above = first and row.grid > 0 and grids[row.grid - 1].place.page != page
    return not any(
        k != printed
        and ((cut_below and k.startswith(printed)) or (cut_above and k.endswith(printed)))
        for k in index.rows
    )


def _printed_captions(grids: Sequence[Grid], index: TableIndex) -> list[PrintedLabel]:
    """The printed captions and corner texts of a table's blocks."""
    expected: list[tuple[LabelRole, str]] = []
    for block in index.table.blocks:
        expected.append(("caption", block.caption))
        expected.append(("corner", block.corner))
    officials = {key(text) for _, text in expected if text}
    captions: list[PrintedLabel] = []
    for number, grid in enumerate(grids):
        for cell in grid.cells:
            text = _join_caption_lines(cell.text.split("\n"), officials)
            role = _caption_role(text, expected)
            if role is not None:
                # A page break may have cut the text.
                cut_below = cell.row + cell.row_span == grid.rows and number + 1 < len(grids)
                cut_above = cell.row == 0 and number > 0 and _is_end(key(text), officials)
                sure = not cut_below and not cut_above
                label = PrintedLabel(index.table.id, role, "", text, cell.place, reliable=sure)
                captions.append(label)
    return captions


def _is_end(printed: str, officials: Collection[str]) -> bool:
    """Whether a text is the end of an official one, the beginning of which it lacks."""
    return any(text.endswith(printed) and text != printed for text in officials)


def _join_caption_lines(lines: Sequence[str], officials: Collection[str]) -> str:
    """Join the lines of a cell, or only its first ones if they are an official text.

    Converters merge a caption with what is below it.
    """
    for end in range(1, len(lines)):
        if key(text := join_lines(lines[:end])) in officials:
            return text
    return join_lines(lines)


def _caption_role(text: str, expected: Sequence[tuple[LabelRole, str]]) -> LabelRole | None:
    printed = key(text)
    if len(printed) < 5:
        return None
    for role, expected_text in expected:
        official = key(expected_text)
        if (official and printed == official) or (
            abs(len(printed) - len(official)) < 10
            and similarity(printed, official) >= CAPTION_SIMILARITY
        ):
            return role
    return None
