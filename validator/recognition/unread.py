"""Which tables of a document were hardly read, so that nothing found in them says nothing.

What counts is print that went to no cell. A few rows that are not there were left out by the
office; of a table that lacks more of them this is not known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from validator.model.document import Block, Cell, Grid, Line
from validator.model.format import Format, TableFormat
from validator.model.place import Place
from validator.model.report import Fact, Figure, FigureState, Unread
from validator.recognition.tables.figures import read_figure
from validator.recognition.tables.grid_rows import cells_by_row
from validator.recognition.tables.number_runs import split_figures
from validator.recognition.tables.read_tables import Tables

# A table is hardly read if more than this share of its rows is printed but went to no cell.
_MAX_SHARE = 1 / 3
# Fewer figures at the end of a line may be those of a sentence.
_MIN_FIGURES = 2
# A row of fewer figures, anywhere in a document, may be of any table.
_MIN_WIDE = 7

# Digits that may be figures, even without anything between several of them.
_FIGURES = re.compile(r"\d+(?![\d.．、年月日号])")

_NOT_READ = frozenset({FigureState.UNPLACED, FigureState.DOUBTFUL})


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
        if span is None and table.id not in tables.places and not pictures:
            continue
        facts = _facts_by_row(tables.facts, table.id)
        missing = _rows_not_read(table, facts)
        if len(missing) <= _MAX_SHARE * len(table.rows):
            continue
        area = blocks[slice(*span)] if span else blocks
        stray = [*_rows_of_no_figures(facts, missing), *_stray_rows(area, placed, table)]
        if not facts and not stray:
            stray = _rows_as_wide(blocks, placed, table)
        unread = _unread(table, facts, len(missing), stray, area, tables)
        if unread is None and not facts and pictures:
            unread = Unread(table.id, _nearest(pictures, blocks, span))
        if unread is not None:
            yield unread


def _unread(
    table: TableFormat,
    facts: Mapping[str, Sequence[Fact]],
    missing: int,
    stray: Sequence[Place],
    area: Sequence[Block],
    tables: Tables,
) -> Unread | None:
    """What of a table was not read; None if nothing of it is there."""
    printed_rows = 1 if table.blocks[0].single_row else len(table.rows)
    rows = min(len(stray), missing, printed_rows)
    if rows > _MAX_SHARE * printed_rows:
        first = min(stray, key=lambda place: place.order)
        return Unread(table.id, first, "rows", rows, printed_rows)
    if table.id not in tables.places:
        return None
    place = tables.places[table.id]
    if not facts and _digits(area) >= len(table.rows):
        # Its labels are in the text, and no figure was told from them.
        return Unread(table.id, place, "rows", printed_rows, printed_rows)
    if not facts and table.blocks[0].single_row:
        # Its labels stand there; without any digit it was left blank.
        grids = (block for block in area if isinstance(block, Grid))
        digits = any(any(map(str.isdigit, cell.text)) for grid in grids for cell in grid.cells)
        return Unread(table.id, place, "rows", 1, 1) if digits else None
    placed = len(table.rows) - len({row.id for row in table.rows} - _rows_with(table, facts))
    if len(table.rows) - placed > _MAX_SHARE * len(table.rows):
        return Unread(table.id, place, "few", placed, len(table.rows))
    return None


def _rows_with(table: TableFormat, facts: Mapping[str, object]) -> set[str]:
    """The rows that were told, alone or as one of a group printed in one line."""
    merged = (m for group in table.groups if group.label.id in facts for m in group.members)
    return {*facts, *merged}


def _facts_by_row(facts: Iterable[Fact], table: str) -> dict[str, list[Fact]]:
    by_row: dict[str, list[Fact]] = {}
    for fact in facts:
        of, row, _ = fact.concept.split(".")
        if of == table:
            by_row.setdefault(row, []).append(fact)
    return by_row


def _rows_not_read(table: TableFormat, facts: Mapping[str, Sequence[Fact]]) -> set[str]:
    """The rows of which less than half of the cells have a figure, or are known to have none."""
    grouped = _rows_with(table, facts) - facts.keys()
    return {
        row.id
        for row in table.rows
        if row.id not in grouped
        and 2 * sum(not _is_not_read(fact.figure) for fact in facts.get(row.id, ()))
        < len(table.block_of(row.id).columns)
    }


def _is_not_read(figure: Figure) -> bool:
    """Whether print is there of which it is not known what it says; words are no figures."""
    several = figure.state is FigureState.UNREADABLE and any(map(str.isdecimal, figure.text))
    return several or figure.state in _NOT_READ


def _rows_of_no_figures(
    facts: Mapping[str, Sequence[Fact]], missing: Iterable[str]
) -> Iterator[Place]:
    """The places of rows whose print is known, but not the figures or which cells they are of."""
    for row in missing:
        printed = [fact for fact in facts.get(row, ()) if _is_not_read(fact.figure)]
        if any(fact.figure.text for fact in printed):
            yield printed[0].place


def _stray_rows(area: Sequence[Block], placed: set[Place], table: TableFormat) -> Iterator[Place]:
    """The places of printed rows most of whose figures are those of no cell."""
    width = max(len(block.columns) for block in table.blocks)
    alone = 0
    for block in area:
        if isinstance(block, Grid):
            yield from _stray_grid_rows(block, placed)
            continue
        figures = _figures_at_end(block) if block.place not in placed else 0
        if figures >= _MIN_FIGURES:
            yield block.place
        elif figures and _FIGURES.fullmatch(block.text.strip()):
            # Texts may have a cell a line: so many make a row.
            alone += 1
            if alone % width == 0:
                yield block.place


def _stray_grid_rows(grid: Grid, placed: set[Place]) -> Iterator[Place]:
    if _is_lattice_of_no_text(grid):
        yield from (row[0].place for row in cells_by_row(grid) if row)
        return
    for row in cells_by_row(grid):
        figures = [cell for cell in row if _is_number(cell)]
        stray = [cell.place for cell in figures if cell.place not in placed]
        if 2 * len(stray) > len(figures):
            # All rows may stand in one, a figure a line.
            rows = max(len(cell.text.split()) for cell in figures)
            yield from stray[:1] * rows


def _rows_as_wide(blocks: Sequence[Block], placed: set[Place], table: TableFormat) -> list[Place]:
    """Rows of no table anywhere in the document that have as many figures as this one's."""
    block = table.blocks[0]
    width = len(block.columns) * (len(block.rows) if block.single_row else 1)
    if width < _MIN_WIDE:
        return []
    lines = [
        one.place
        for one in blocks
        if isinstance(one, Line) and one.place not in placed and _figures_at_end(one) >= width
    ]
    rows = (row for grid in blocks if isinstance(grid, Grid) for row in cells_by_row(grid))
    stray = ([cell.place for cell in row if _is_number(cell)] for row in rows)
    return [*lines, *(row[0] for row in stray if len(row) >= width and not placed & set(row))]


def _is_lattice_of_no_text(grid: Grid) -> bool:
    """Whether a table is drawn without any character, as where these are drawn as shapes."""
    several = grid.rows > 1 and grid.columns > 1
    return several and not any(cell.text.strip() for cell in grid.cells)


def _is_number(cell: Cell) -> bool:
    """Whether a cell holds a figure, or figures of several rows."""
    lines = cell.text.split()
    return bool(lines) and all(read_figure(one).state is FigureState.NUMBER for one in lines)


def _figures_at_end(line: Line) -> int:
    figures = split_figures(line.text)[1]
    return sum(figure.state is FigureState.NUMBER for figure in figures)


def _digits(area: Sequence[Block]) -> int:
    """How many digits stand in lines, but for those of items and dates."""
    lines = (block.text for block in area if isinstance(block, Line))
    return sum(len(figure) for line in lines for figure in _FIGURES.findall(line))


def _nearest(
    pictures: Sequence[Place], blocks: Sequence[Block], span: tuple[int, int] | None
) -> Place:
    """The first picture below a section's heading, or the first of all."""
    if span is None or not span[0]:
        return pictures[0]
    heading = blocks[span[0] - 1].place.order
    return next((place for place in pictures if place.order >= heading), pictures[0])
