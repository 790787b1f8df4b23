"""Matching of grids to official tables, and reading of the tables."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.model.document import Block, Grid, Line
from validator.model.format import Format
from validator.model.place import Place
from validator.model.report import Fact, PrintedLabel
from validator.recognition.tables.figures import read_figure
from validator.recognition.tables.gridless import read_gridless_table
from validator.recognition.tables.labels import MIN_LABEL_SCORE, TableIndex, table_indices
from validator.recognition.tables.row_tables import TableReading, read_row_table
from validator.recognition.tables.single_row import read_single_row_table
from validator.rulebase.normal_form import has_ideographs, key

# Minimum share of a table's rows that must be found outside its section for it to be there.
_MIN_ROWS_SHARE = 0.5


class Tables(NamedTuple):
    """All tables of a report: facts, labels, place of each, indices of their text lines.

    `doubtful` holds the ids of tables that may have been misread.
    """

    facts: tuple[Fact, ...]
    labels: tuple[PrintedLabel, ...]
    places: Mapping[str, Place]
    lines: frozenset[int]
    doubtful: frozenset[str]


def format_score(blocks: Sequence[Block], official: Format) -> int:
    """Label score of a format: how well the labels printed in a document match it."""
    total = 0
    grids = [block for block in blocks if isinstance(block, Grid)]
    for grid in grids:
        keys = [key(cell.text) for cell in grid.cells]
        total += max((index.score(keys) for index in table_indices(official)), default=0)
    if not grids:
        pieces = [key(t) for b in blocks if not isinstance(b, Grid) for t in b.text.split()]
        total = sum(index.score(pieces) for index in table_indices(official))
    return total


def read_tables(
    blocks: Sequence[Block],
    official: Format,
    spans: Mapping[str, tuple[int, int]],
) -> Tables:
    """Read the tables of a report according to a format.

    `spans` maps section ids to the block range under their heading. A table not drawn as a grid
    is searched for in the running text of its section.
    """
    grids = _assign_grids(blocks, official, spans)
    readings: list[TableReading] = []
    places: dict[str, Place] = {}
    lines: set[int] = set()
    doubtful: set[str] = set()
    for index in table_indices(official):
        table_grids = grids[index.table.id]
        reading = TableReading((), ())
        if table_grids:
            read_table = (
                read_single_row_table if index.table.blocks[0].single_row else read_row_table
            )
            reading = read_table(table_grids, index)
            if reading.facts or reading.labels:
                places[index.table.id] = table_grids[0].place
            if _has_stray_row(reading, blocks, spans.get(index.table.section), index):
                doubtful.add(index.table.id)
        if not reading.facts:
            # There is no grid, or only its header has rules.
            span = spans.get(index.table.section)
            first, end = span or (0, len(blocks))
            gridless = read_gridless_table(blocks, first, end, index)
            if span is None and len(gridless.labels) < _MIN_ROWS_SHARE * len(index.table.rows):
                # A few figures of other tables.
                readings.append(reading)
                continue
            reading = TableReading(gridless.facts, (*reading.labels, *gridless.labels))
            lines |= gridless.lines
            if gridless.present and first < end:
                first_line = min(gridless.lines, default=first)
                places.setdefault(index.table.id, blocks[first_line].place)
            if gridless.doubtful or _has_figures_in_grids(blocks[first:end] if span else ()):
                doubtful.add(index.table.id)
        readings.append(reading)
    return Tables(
        tuple(fact for reading in readings for fact in reading.facts),
        tuple(label for reading in readings for label in reading.labels),
        places,
        frozenset(lines),
        frozenset(doubtful),
    )


def _has_figures_in_grids(blocks: Sequence[Block]) -> bool:
    """Whether figures stand in grids, as of rows that have rules in a table without."""
    cells = (cell for block in blocks if isinstance(block, Grid) for cell in block.cells)
    return any(read_figure(cell.text).is_recognised for cell in cells)


def _has_stray_row(
    reading: TableReading,
    blocks: Sequence[Block],
    span: tuple[int, int] | None,
    index: TableIndex,
) -> bool:
    """Whether a row missing from the grids is in the text beside them, as if without borders."""
    if span is None or index.table.blocks[0].single_row:
        return False
    read_rows = {fact.concept.split(".")[1] for fact in reading.facts}
    missing = [k for k, row in index.rows.items() if row not in read_rows]
    for block in blocks[slice(*span)]:
        if isinstance(block, Line):
            label, _, rest = block.text.strip().partition(" ")
            if key(label) in missing and not has_ideographs(rest):
                return True
    return False


def _assign_grids(
    blocks: Sequence[Block], official: Format, spans: Mapping[str, tuple[int, int]]
) -> dict[str, list[Grid]]:
    """Assign grids to tables, by table id, in document order."""
    candidates: dict[str, list[tuple[int, Grid]]] = {table.id: [] for table in official.tables}
    current: str | None = None
    for position, block in enumerate(blocks):
        if not isinstance(block, Grid):
            # Text between two grids ends a table; the next grid is matched by its own labels.
            current = None
            continue
        keys = [key(cell.text) for cell in block.cells]
        scored = [(index.score(keys), index.table.id) for index in table_indices(official)]
        score, table = max(scored, default=(0, ""))
        if score >= MIN_LABEL_SCORE or (score and score >= len(keys) // 4):
            current = table
        if current is not None:
            candidates[current].append((position, block))
    return {
        index.table.id: _without_repeats(
            _in_section(candidates[index.table.id], spans.get(index.table.section)), index
        )
        for index in table_indices(official)
    }


def _without_repeats(grids: list[Grid], index: TableIndex) -> list[Grid]:
    """The grids but for those that only repeat some rows of the others.

    Offices compare a few rows with last year's in a table of their own.
    """
    rows = [{index.rows[k] for c in g.cells if (k := key(c.text)) in index.rows} for g in grids]
    kept = list(range(len(grids)))
    for number in sorted(kept, key=lambda n: len(rows[n])):
        others = [rows[n] for n in kept if n != number]
        larger = any(len(other) > len(rows[number]) for other in others)
        if len(rows[number]) > 1 and larger and rows[number] <= set().union(*others):
            kept.remove(number)
    return [grids[n] for n in kept]


def _in_section(candidates: list[tuple[int, Grid]], span: tuple[int, int] | None) -> list[Grid]:
    """The grids inside the table's section, or all if none is inside."""
    if span is not None:
        inside = [grid for position, grid in candidates if span[0] <= position < span[1]]
        if inside:
            return inside
    return [grid for _, grid in candidates]
