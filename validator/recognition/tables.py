"""Which grid is which official table, and what the tables say."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.model.document import Block, Grid, Line
from validator.model.format import Format
from validator.model.place import Place
from validator.model.report import Fact, PrintedLabel
from validator.recognition.across import read_across
from validator.recognition.down import TableReading, read_down
from validator.recognition.labels import ENOUGH, TableIndex, indices
from validator.recognition.running import read_running
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import has_ideographs, key


class Tables(NamedTuple):
    """All tables of a report: facts, labels, where each begins, the lines that they take.

    `doubtful` names the tables that may have been read wrongly.
    """

    facts: tuple[Fact, ...]
    labels: tuple[PrintedLabel, ...]
    places: Mapping[str, Place]
    lines: frozenset[int]
    doubtful: frozenset[str]


def likeness(blocks: Sequence[Block], official: Format) -> int:
    """How strongly the labels printed in a document speak for a format."""
    total = 0
    grids = [block for block in blocks if isinstance(block, Grid)]
    for grid in grids:
        keys = [key(cell.text) for cell in grid.cells]
        total += max((index.weigh(keys) for index in indices(official)), default=0)
    if not grids:
        pieces = [key(t) for b in blocks if not isinstance(b, Grid) for t in b.text.split()]
        total = sum(index.weigh(pieces) for index in indices(official))
    return total


def read_tables(
    blocks: Sequence[Block],
    official: Format,
    spans: Mapping[str, tuple[int, int]],
    vocabulary: Vocabulary,
) -> Tables:
    """The tables of a report under a format.

    `spans` holds for each section found the blocks under its heading. A table that is not
    drawn as a grid is looked for in the running text of its section.
    """
    grids = _assigned(blocks, official, spans)
    readings: list[TableReading] = []
    places: dict[str, Place] = {}
    lines: set[int] = set()
    doubtful: set[str] = set()
    for index in indices(official):
        own = grids[index.table.id]
        if own:
            read = read_across if index.table.blocks[0].across else read_down
            reading = read(own, index, vocabulary)
            if reading.facts or reading.labels:
                places[index.table.id] = own[0].place
            if _strayed(reading, blocks, spans.get(index.table.section), index):
                doubtful.add(index.table.id)
        else:
            first, end = spans.get(index.table.section, (0, len(blocks)))
            running = read_running(blocks, first, end, index, vocabulary)
            reading = TableReading(running.facts, running.labels)
            lines |= running.lines
            if running.found and first < end:
                begin = min(running.lines, default=first)
                places[index.table.id] = blocks[begin].place
            if running.doubtful:
                doubtful.add(index.table.id)
        readings.append(reading)
    return Tables(
        tuple(fact for reading in readings for fact in reading.facts),
        tuple(label for reading in readings for label in reading.labels),
        places,
        frozenset(lines),
        frozenset(doubtful),
    )


def _strayed(
    reading: TableReading,
    blocks: Sequence[Block],
    span: tuple[int, int] | None,
    index: TableIndex,
) -> bool:
    """Whether a row that was not read stands as text beside the grids, as one without borders."""
    if span is None or index.table.blocks[0].across:
        return False
    there = {fact.concept.split(".")[1] for fact in reading.facts}
    missing = [k for k, row in index.rows.items() if row not in there]
    for block in blocks[slice(*span)]:
        if isinstance(block, Line):
            label, _, rest = block.text.strip().partition(" ")
            if key(label) in missing and not has_ideographs(rest):
                return True
    return False


def _assigned(
    blocks: Sequence[Block], official: Format, spans: Mapping[str, tuple[int, int]]
) -> dict[str, list[Grid]]:
    """The grids of each table in document order."""
    found: dict[str, list[tuple[int, Grid]]] = {table.id: [] for table in official.tables}
    current: str | None = None
    for position, block in enumerate(blocks):
        if not isinstance(block, Grid):
            # Text between two grids ends a table, so that what follows must speak for itself.
            current = None
            continue
        keys = [key(cell.text) for cell in block.cells]
        weighed = [(index.weigh(keys), index.table.id) for index in indices(official)]
        weight, table = max(weighed, default=(0, ""))
        if weight >= ENOUGH or (weight and weight >= len(keys) // 4):
            current = table
        if current is not None:
            found[current].append((position, block))
    return {
        table.id: _in_section(found[table.id], spans.get(table.section))
        for table in official.tables
    }


def _in_section(found: list[tuple[int, Grid]], span: tuple[int, int] | None) -> list[Grid]:
    """The grids inside the table's own section, all of them where none is."""
    if span is not None:
        inside = [grid for position, grid in found if span[0] <= position < span[1]]
        if inside:
            return inside
    return [grid for _, grid in found]
