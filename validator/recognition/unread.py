"""Which tables of a document were hardly read, so that nothing found in them says nothing.

A row that the office left out is no such row: what counts is print that went to no cell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from validator.model.document import Block, Cell, Grid, Line
from validator.model.format import Format, TableFormat
from validator.model.place import Place
from validator.model.report import Fact, FigureState, Unread
from validator.recognition.tables.figures import read_figure
from validator.recognition.tables.grid_rows import cells_by_row
from validator.recognition.tables.number_runs import split_figures
from validator.recognition.tables.read_tables import Tables

# A table is hardly read if more than this share of its rows is printed but went to no cell.
_MAX_SHARE = 1 / 3
# Fewer figures at the end of a line may be those of a sentence.
_MIN_FIGURES = 2

# Digits that may be figures, even without anything between several of them.
_FIGURES = re.compile(r"\d+(?![\d.．、年月日号])")

_NOT_READ = frozenset({FigureState.UNPLACED, FigureState.UNREADABLE, FigureState.DOUBTFUL})


def find_unread(
    blocks: Sequence[Block],
    official: Format,
    spans: Mapping[str, tuple[int, int]],
    tables: Tables,
    pictures: Sequence[Place],
) -> Iterator[Unread]:
    """The tables of a document that were hardly read, in the order of the format.

    `spans` maps section ids to the block range under their heading, `pictures` are the places of
    images that may hold a table.
    """
    placed = {fact.place for fact in tables.facts}
    for table in official.tables:
        span = spans.get(table.section)
        if span is None and table.id not in tables.places:
            continue
        facts = _facts_by_row(tables.facts, table.id)
        missing = _rows_not_read(table, facts)
        if len(missing) <= _MAX_SHARE * len(table.rows):
            continue
        printed_rows = 1 if table.blocks[0].single_row else len(table.rows)
        area = blocks[slice(*span)] if span else blocks
        stray = [*_rows_of_no_figures(facts, missing), *_stray_rows(area, placed)]
        rows = min(len(stray), len(missing), printed_rows)
        if rows > _MAX_SHARE * printed_rows:
            yield Unread(table.id, min(stray, key=lambda place: place.order), rows, printed_rows)
        elif not facts and table.id in tables.places and _digits(area) >= len(table.rows):
            # Its labels are in the text, and no figure was told from them.
            yield Unread(table.id, tables.places[table.id], printed_rows, printed_rows)
        elif not facts:
            picture = _picture_under(blocks, span, pictures)
            if picture is not None:
                yield Unread(table.id, picture)


def _facts_by_row(facts: Iterable[Fact], table: str) -> dict[str, list[Fact]]:
    by_row: dict[str, list[Fact]] = {}
    for fact in facts:
        of, row, _ = fact.concept.split(".")
        if of == table:
            by_row.setdefault(row, []).append(fact)
    return by_row


def _rows_not_read(table: TableFormat, facts: Mapping[str, Sequence[Fact]]) -> set[str]:
    """The rows of which less than half of the cells have a figure, or are known to have none."""
    merged = {
        member for group in table.groups if group.label.id in facts for member in group.members
    }
    return {
        row.id
        for row in table.rows
        if row.id not in merged
        and 2 * sum(fact.figure.state not in _NOT_READ for fact in facts.get(row.id, ()))
        < len(table.block_of(row.id).columns)
    }


def _rows_of_no_figures(
    facts: Mapping[str, Sequence[Fact]], missing: Iterable[str]
) -> Iterator[Place]:
    """The places of rows whose print is known, but not the figures or which cells they are of."""
    for row in missing:
        printed = [fact for fact in facts.get(row, ()) if fact.figure.state in _NOT_READ]
        if any(fact.figure.text for fact in printed):
            yield printed[0].place


def _stray_rows(area: Sequence[Block], placed: set[Place]) -> Iterator[Place]:
    """The places of printed rows most of whose figures are those of no cell."""
    for block in area:
        if isinstance(block, Grid):
            if _is_lattice_of_no_text(block):
                yield from (row[0].place for row in cells_by_row(block) if row)
                continue
            for row in cells_by_row(block):
                figures = [cell for cell in row if _is_number(cell)]
                stray = [cell.place for cell in figures if cell.place not in placed]
                if 2 * len(stray) > len(figures):
                    yield stray[0]
        elif _ends_with_figures(block) and block.place not in placed:
            yield block.place


def _is_lattice_of_no_text(grid: Grid) -> bool:
    """Whether a table is drawn without any character, as where these are drawn as shapes."""
    several = grid.rows > 1 and grid.columns > 1
    return several and not any(cell.text.strip() for cell in grid.cells)


def _is_number(cell: Cell) -> bool:
    return read_figure(cell.text).state is FigureState.NUMBER


def _ends_with_figures(line: Line) -> bool:
    figures = split_figures(line.text)[1]
    return sum(figure.state is FigureState.NUMBER for figure in figures) >= _MIN_FIGURES


def _digits(area: Sequence[Block]) -> int:
    """How many digits stand in lines, but for those of items and dates."""
    lines = (block.text for block in area if isinstance(block, Line))
    return sum(len(figure) for line in lines for figure in _FIGURES.findall(line))


def _picture_under(
    blocks: Sequence[Block], span: tuple[int, int] | None, pictures: Sequence[Place]
) -> Place | None:
    """The first picture between a section's heading and the next, or None."""
    if span is None or not span[0]:
        return None
    heading = blocks[span[0] - 1].place.order
    following = [block.place.order for block in blocks[span[1] : span[1] + 1]]
    below = (place for place in pictures if place.order >= heading)
    return next((place for place in below if not following or place.order < following[0]), None)
