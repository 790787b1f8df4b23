"""Gridless tables: rows of figures in running text, with labels scattered around them.

Rows are found by their figures, whose order text preserves, and labels by the characters near
the figures.
"""

import re
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from validator.model.document import Block, Line
from validator.model.format import Label, TableBlock
from validator.model.place import Extent, Place
from validator.model.report import Fact, Figure, FigureState, PrintedLabel
from validator.recognition.tables.figure_columns import (
    has_official_order,
    header_columns,
    place_by_header,
    placed_figures,
)
from validator.recognition.tables.labels import MIN_LABEL_SCORE, TableIndex
from validator.recognition.tables.number_run import NumberRun
from validator.recognition.tables.number_runs import figure_count, find_number_runs, words
from validator.recognition.tables.orphan_labels import find_orphan_labels
from validator.recognition.tables.run_matching import (
    Pair,
    pair_runs,
    possible_lengths,
    printed_label,
)
from validator.rulebase.normal_form import key, strip_punctuation

# With more unused figures than this, figures may be matched to the wrong rows; a few may just
# be page numbers.
_MAX_UNUSED_FIGURES = 3
_ENDS_WITH_DIGITS = re.compile(r"\d[.,]?\s*$")
# Minimum share of official rows whose figures stand on one line or right behind their label.
_MIN_ORDERLY_SHARE = 0.6


class GridlessTable(NamedTuple):
    """What was read from a table in running text, and the indices of its lines.

    `present` says whether the table is in the text, `doubtful` whether its text is so scrambled
    that it may have been misread.
    """

    present: bool
    doubtful: bool
    facts: tuple[Fact, ...]
    labels: tuple[PrintedLabel, ...]
    lines: frozenset[int]


def read_gridless_table(
    blocks: Sequence[Block], first: int, end: int, index: TableIndex
) -> GridlessTable:
    """Read the table in the lines of blocks `first` to before `end`."""
    lines = [(i, b) for i in range(first, end) if isinstance(b := blocks[i], Line)]
    pieces = {key(piece) for _, line in lines for piece in words(line.text)}
    figures = figure_count(lines)
    present = (
        index.score(pieces) >= MIN_LABEL_SCORE
        or 2 * figures >= _cell_count(index)
        or _holds_labels("".join(line.text for _, line in lines), index)
    )
    if index.table.blocks[0].single_row:
        return _read_single_row(lines, index, present)
    widths = [index.width(label.id) for label in index.table.rows]
    rows = find_number_runs(lines, possible_lengths(widths), index.rows)
    pairs = pair_runs(rows, index)
    facts: list[Fact] = []
    labels: list[PrintedLabel] = []
    headers: dict[TableBlock, list[Extent]] = {}
    disordered: set[TableBlock] = set()
    for block in index.table.blocks:
        above = _lines_above(lines, pairs, block, index)
        headers[block] = header_columns(above, block, 1)
        if not has_official_order((key(w) for _, line in above for w in words(line.text)), block):
            disordered.add(block)
    matched = {at for run, _ in pairs for at in range(run.positions[0], run.positions[1] + 1)}
    for run, label in pairs:
        header = headers[index.table.block_of(label.id)]
        row = placed_figures(run, label, pairs, index, header)
        if index.table.block_of(label.id) in disordered:
            row = [_doubted(figure) for figure in row]
        elif len(run.figures) < index.width(label.id) and _may_go_on(run, lines, matched):
            row = [figure._replace(state=FigureState.DOUBTFUL) for figure in row]
        facts.extend(_facts(index, label, row, run.place))
        labels.append(_printed_label(index, label, printed_label(label, run), run.place))
    matched_runs = [run for run, _ in pairs]
    # Copying may have moved a label far from its table.
    all_lines = ((i, b) for i, b in enumerate(blocks) if isinstance(b, Line))
    orphans = find_orphan_labels(all_lines, pairs, index)
    for label, figure, place in orphans:
        facts.extend(_facts(index, label, [figure] * index.width(label.id), place))
        labels.append(_printed_label(index, label, label.label, place))
    unused = figures - sum(f.is_recognised for run in matched_runs for f in run.figures)
    # If most labels have no figures beside them, the figures may belong to any label.
    mostly_orphans = len(orphans) > len(matched_runs)
    # Where next to nothing is, there is no table, not one that may have been misread.
    is_there = present or bool(facts) or unused > _MAX_UNUSED_FIGURES
    doubtful = is_there and (
        mostly_orphans
        or _is_scrambled(pairs, index)
        or unused > _MAX_UNUSED_FIGURES
        or unused >= _narrowest_missing(pairs, index)
    )
    labels.sort(key=lambda label: label.place.order)
    if doubtful:
        facts = [fact._replace(figure=_doubted(fact.figure)) for fact in facts]
    return GridlessTable(
        present or bool(facts),
        doubtful,
        tuple(facts),
        tuple(labels),
        _table_lines(lines, matched_runs),
    )


def _lines_above(
    lines: Sequence[tuple[int, Line]], pairs: Sequence[Pair], block: TableBlock, index: TableIndex
) -> Sequence[tuple[int, Line]]:
    """The lines between the rows of the block before and those of this one."""
    first = min(
        (run.first for run, label in pairs if index.table.block_of(label.id) is block), default=0
    )
    start = max((run.last for run, _ in pairs if run.last < first), default=-1)
    return [(at, line) for at, line in lines if start < at < first]


def _may_go_on(run: NumberRun, lines: Sequence[tuple[int, Line]], matched: set[int]) -> bool:
    """Whether figures of no row stand in the line above or below, as of a row that is wrapped.

    `matched` are the positions of lines with the figures of rows.
    """
    first, last = run.positions
    return any(
        0 <= at < len(lines) and at not in matched and _ENDS_WITH_DIGITS.search(lines[at][1].text)
        for at in (first - 1, last + 1)
    )


def _holds_labels(text: str, index: TableIndex) -> bool:
    """Whether most labels of a table stand in a text, even without a blank between them."""
    bare = strip_punctuation(text)
    labels = [*index.rows, *index.columns]
    return sum(label in bare for label in labels) >= _MIN_ORDERLY_SHARE * len(labels)


def _is_scrambled(pairs: Sequence[Pair], index: TableIndex) -> bool:
    """Whether so few rows have figures beside their labels that any figure may be of another."""
    whole = sum(_stands_in_order(run, label, index) for run, label in pairs)
    return whole < _MIN_ORDERLY_SHARE * len(index.table.rows)


def _stands_in_order(run: NumberRun, label: Label, index: TableIndex) -> bool:
    one_line = run.positions[0] == run.positions[1]
    return bool(run.label) or (one_line and run.fits(index.width(label.id)))


def _doubted(figure: Figure) -> Figure:
    return figure._replace(state=FigureState.UNPLACED, value=None, zero=False)


def _facts(
    index: TableIndex, label: Label, figures: Sequence[Figure], place: Place
) -> Iterator[Fact]:
    """The facts of a row, one figure for each of its columns."""
    for column, figure in zip(index.table.block_of(label.id).columns, figures, strict=True):
        yield Fact(f"{index.table.id}.{label.id}.{column.id}", figure, place)


def _printed_label(index: TableIndex, label: Label, printed: str, place: Place) -> PrintedLabel:
    return PrintedLabel(index.table.id, "row", label.id, printed, place, reliable=False)


def _narrowest_missing(pairs: Sequence[Pair], index: TableIndex) -> float:
    """Number of figures in the narrowest row that was not found; infinity if none is missing."""
    present_rows = {label.id for _, label in pairs}
    for group in index.table.groups:
        if group.label.id in present_rows:
            present_rows.update(group.members)
    missing = [label.id for label in index.table.rows if label.id not in present_rows]
    return min((index.width(row) for row in missing), default=inf)


def _cell_count(index: TableIndex) -> int:
    return sum(len(block.rows) * len(block.columns) for block in index.table.blocks)


def _table_lines(lines: Sequence[tuple[int, Line]], rows: Sequence[NumberRun]) -> frozenset[int]:
    """The lines from a table's header to its last row."""
    if not rows:
        return frozenset()
    start, last = rows[0].first, rows[-1].last
    position = next(p for p, (i, _) in enumerate(lines) if i == start)
    while position > 0 and not lines[position - 1][1].text.endswith(("。", "：", "；")):
        position -= 1
    return frozenset(i for i, _ in lines[position:] if i <= last)


def _read_single_row(
    lines: Sequence[tuple[int, Line]], index: TableIndex, present: bool
) -> GridlessTable:
    """Read a single-row table, whose line of figures may be broken into several in text."""
    block = index.table.blocks[0]
    expected = [(row.id, column.id) for row in block.rows for column in block.columns]
    header = header_columns(lines, block, len(block.rows))
    rows = find_number_runs(
        lines, range(1, len(expected) + 1) if header else {len(expected), len(block.columns)}
    )
    # Header cells that span columns leave blank ones behind.
    rows = [row for row in rows if row.filled] or rows
    figures: list[tuple[Figure, Place]] = []
    table_runs: list[NumberRun] = []
    for row in rows:
        whole = row.fitted(len(expected)) or place_by_header(row, header)
        if whole is not None:
            figures, table_runs = [(f, row.place) for f in whole], [row]
            break
        part = row.fitted(len(block.columns))
        if part is not None:
            figures.extend((f, row.place) for f in part)
            table_runs.append(row)
    if len(figures) != len(expected):
        return GridlessTable(present, present, (), (), frozenset())
    facts = tuple(
        Fact(f"{index.table.id}.{row}.{column}", figure, place)
        for (row, column), (figure, place) in zip(expected, figures, strict=True)
    )
    doubtful = figure_count(lines) - len(facts) > _MAX_UNUSED_FIGURES
    if doubtful:
        facts = tuple(fact._replace(figure=_doubted(fact.figure)) for fact in facts)
    return GridlessTable(True, doubtful, facts, (), _table_lines(lines, table_runs))
