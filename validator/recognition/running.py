"""Tables without a grid: rows of figures in running text, labels spread around them.

Rows are found by their figures, which text keeps in order, and labels by the characters near
them.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from validator.model.document import Block, Line
from validator.model.format import Label
from validator.model.place import Place
from validator.model.report import Fact, Figure, FigureState, PrintedLabel
from validator.recognition.alignment import Pair, align, lengths, printed_label
from validator.recognition.labels import ENOUGH, TableIndex
from validator.recognition.runs import Run, figure_count, runs
from validator.recognition.standing import standing_alone
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import key

# More figures than these left over, and rows and figures do not belong together as they stand;
# a page number or two is no sign of that.
_LEFT_OVER = 3


class RunningTable(NamedTuple):
    """What was read of a table in running text, and the indices of the lines it takes.

    `found` says that the table is there, `doubtful` that its text is so disarranged that what
    was read may be wrong.
    """

    found: bool
    doubtful: bool
    facts: tuple[Fact, ...]
    labels: tuple[PrintedLabel, ...]
    lines: frozenset[int]


def read_running(
    blocks: Sequence[Block], first: int, end: int, index: TableIndex, vocabulary: Vocabulary
) -> RunningTable:
    """The table among the lines from `first` to before `end`."""
    lines = [(i, b) for i in range(first, end) if isinstance(b := blocks[i], Line)]
    pieces = {key(piece) for _, line in lines for piece in line.text.split()}
    figures = figure_count(lines, vocabulary)
    found = index.weigh(pieces) >= ENOUGH or 2 * figures >= _cells(index)
    if index.table.blocks[0].across:
        return _across(lines, index, vocabulary, found)
    widths = [_width(index, label.id) for label in index.table.rows]
    rows = runs(lines, lengths(widths), vocabulary)
    pairs = align(rows, index)
    facts: list[Fact] = []
    labels: list[PrintedLabel] = []
    for run, label in pairs:
        row, width = run.figures, _width(index, label.id)
        if len(row) != width:
            # Which cell is empty cannot be told from text.
            text = " ".join(f.text for f in row)
            row = [Figure(text, FigureState.UNPLACED)] * width
        facts.extend(_facts(index, label, row, run.place))
        labels.append(_label(index, label, printed_label(label, run), run.place))
    used = [run for run, _ in pairs]
    # A label may have come to stand far from its table.
    everywhere = ((i, b) for i, b in enumerate(blocks) if isinstance(b, Line))
    alone = standing_alone(everywhere, pairs, index, vocabulary)
    for label, figure, place in alone:
        facts.extend(_facts(index, label, [figure] * _width(index, label.id), place))
        labels.append(_label(index, label, label.label, place))
    left_over = figures - sum(len(run.figures) for run in used)
    # Figures that stand apart from most labels may be those of any.
    apart = len(alone) > len(used)
    doubtful = apart or left_over > _LEFT_OVER or left_over >= _narrowest_missing(pairs, index)
    return RunningTable(
        found or bool(facts), doubtful, tuple(facts), tuple(labels), _taken(lines, used)
    )


def _width(index: TableIndex, row: str) -> int:
    """How many figures a row, or a group printed as one, has."""
    return len(index.table.block_of(row).columns)


def _facts(
    index: TableIndex, label: Label, figures: Sequence[Figure], place: Place
) -> Iterator[Fact]:
    """The cells of a row, one figure for each of its columns."""
    for column, figure in zip(index.table.block_of(label.id).columns, figures, strict=True):
        yield Fact(f"{index.table.id}.{label.id}.{column.id}", figure, place)


def _label(index: TableIndex, label: Label, printed: str, place: Place) -> PrintedLabel:
    return PrintedLabel(index.table.id, "row", label.id, printed, place, sure=False)


def _narrowest_missing(pairs: Sequence[Pair], index: TableIndex) -> float:
    """How many figures the narrowest row that was not found has, infinity if all were."""
    there = {label.id for _, label in pairs}
    for group in index.table.groups:
        if group.label.id in there:
            there.update(group.members)
    missing = [label.id for label in index.table.rows if label.id not in there]
    return min((_width(index, row) for row in missing), default=inf)


def _cells(index: TableIndex) -> int:
    return sum(len(block.rows) * len(block.columns) for block in index.table.blocks)


def _taken(lines: Sequence[tuple[int, Line]], rows: Sequence[Run]) -> frozenset[int]:
    """The lines from a table's header to its last row."""
    if not rows:
        return frozenset()
    start, last = rows[0].first, rows[-1].last
    position = next(p for p, (i, _) in enumerate(lines) if i == start)
    while position > 0 and not lines[position - 1][1].text.endswith(("。", "：", "；")):
        position -= 1
    return frozenset(i for i, _ in lines[position:] if i <= last)


def _across(
    lines: Sequence[tuple[int, Line]], index: TableIndex, vocabulary: Vocabulary, found: bool
) -> RunningTable:
    """A table in one line of figures, which text may break into several."""
    block = index.table.blocks[0]
    expected = [(row.id, column.id) for row in block.rows for column in block.columns]
    rows = runs(lines, {len(expected), len(block.columns)}, vocabulary)
    figures: list[tuple[Figure, Place]] = []
    taken: list[Run] = []
    for row in rows:
        if len(row.figures) == len(expected):
            figures, taken = [(f, row.place) for f in row.figures], [row]
            break
        if len(row.figures) == len(block.columns):
            figures.extend((f, row.place) for f in row.figures)
            taken.append(row)
    if len(figures) != len(expected):
        return RunningTable(found, found, (), (), frozenset())
    facts = tuple(
        Fact(f"{index.table.id}.{row}.{column}", read, place)
        for (row, column), (read, place) in zip(expected, figures, strict=True)
    )
    doubtful = figure_count(lines, vocabulary) - len(facts) > _LEFT_OVER
    return RunningTable(True, doubtful, facts, (), _taken(lines, taken))
