"""Tables without a grid: rows of figures in running text, labels spread around them.

Text copied out of a table keeps the order of its rows; a label may stand before its
figures, around them, or run in a column of its own beside another label's. So rows are
found by their figures, and labels by the characters near them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from validator.model.document import Block, Line
from validator.model.format import Label
from validator.model.place import Place
from validator.model.report import Fact, Figure, FigureState, PrintedLabel
from validator.recognition.labels import TableIndex
from validator.recognition.runs import Run, figure_count, runs
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import key, words

# A row is one of the format's when so many of its label's characters stand near it.
_COVERED = 0.5
# What characters on the figures' own line count beside those above and below.
_OWN_LINE = 0.5
# Longer labels are less likely to be covered by chance.
_PER_CHARACTER = 0.02
_ENOUGH = 3
# More figures than these left over, and rows and figures do not belong together as they stand;
# a page number or two is no sign of that.
_LEFT_OVER = 3
# Stands in a label for a character that is not found near its row.
NOT_FOUND = "□"


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
    found = index.weigh(pieces) >= _ENOUGH or 2 * figures >= _cells(index)
    if index.table.blocks[0].across:
        return _across(lines, index, vocabulary, found)
    widths = {label.id: len(index.table.block_of(label.id).columns) for label in index.table.rows}
    rows = runs(lines, _lengths(widths.values()), vocabulary)
    pairs = _best_alignment(rows, index)
    facts: list[Fact] = []
    labels: list[PrintedLabel] = []
    for run, label in pairs:
        columns = index.table.block_of(label.id).columns
        row = run.figures
        if len(row) != len(columns):
            # Which cell is empty cannot be told from text.
            text = " ".join(f.text for f in row)
            row = [Figure(text, FigureState.UNPLACED)] * len(columns)
        for column, read in zip(columns, row, strict=True):
            facts.append(Fact(f"{index.table.id}.{label.id}.{column.id}", read, run.place))
        printed = _printed(label, run)
        labels.append(PrintedLabel(index.table.id, "row", label.id, printed, run.place, sure=False))
    used = [run for run, _ in pairs]
    left_over = figures - sum(len(run.figures) for run in used)
    doubtful = left_over > _LEFT_OVER or left_over >= _narrowest_missing(pairs, index)
    return RunningTable(
        found or bool(facts), doubtful, tuple(facts), tuple(labels), _taken(lines, used)
    )


def _narrowest_missing(pairs: Sequence[tuple[Run, Label]], index: TableIndex) -> float:
    """How many figures the narrowest row that was not found has, infinity if all were."""
    there = {label.id for _, label in pairs}
    for group in index.table.groups:
        if group.label.id in there:
            there.update(group.members)
    missing = [label.id for label in index.table.rows if label.id not in there]
    return min((len(index.table.block_of(row).columns) for row in missing), default=inf)


def _cells(index: TableIndex) -> int:
    return sum(len(block.rows) * len(block.columns) for block in index.table.blocks)


def _best_alignment(rows: Sequence[Run], index: TableIndex) -> list[tuple[Run, Label]]:
    """The pairs of printed and official rows, both in order, that fit best together.

    A group stands in the place of its rows where the whole then fits better.
    """
    officials = list(index.table.rows)
    best, pairs = _aligned(rows, officials, index)
    for group in index.table.groups:
        at = next(k for k, label in enumerate(officials) if label.id == group.members[0])
        merged = [*officials[:at], group.label, *officials[at + len(group.members) :]]
        total, candidate = _aligned(rows, merged, index)
        if total > best:
            best, pairs, officials = total, candidate, merged
    return pairs


def _aligned(
    rows: Sequence[Run], officials: Sequence[Label], index: TableIndex
) -> tuple[float, list[tuple[Run, Label]]]:
    """The alignment of rows to labels with the greatest score, and its score."""
    near = [Counter(words(row.near)) for row in rows]
    own = [Counter(key(row.prefix)) for row in rows]
    wanted = [Counter(key(label.label)) for label in officials]
    widths = [len(index.table.block_of(label.id).columns) for label in officials]
    scores = [
        [
            _score(near[i], own[i], wanted[j]) if _fits(rows[i], widths[j]) else 0.0
            for j in range(len(officials))
        ]
        for i in range(len(rows))
    ]
    best = [[0.0] * (len(officials) + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows)):
        for j in range(len(officials)):
            matched = best[i][j] + scores[i][j] if scores[i][j] else 0.0
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], matched)
    pairs: list[tuple[Run, Label]] = []
    i, j = len(rows), len(officials)
    while i and j:
        if scores[i - 1][j - 1] and best[i][j] == best[i - 1][j - 1] + scores[i - 1][j - 1]:
            pairs.append((rows[i - 1], officials[j - 1]))
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return best[-1][-1], pairs[::-1]


def _lengths(widths: Iterable[int]) -> set[int]:
    """How many figures a row of these widths may show: text loses empty cells of wide rows."""
    return {w - short for w in widths for short in range(4 if w > 4 else 1)}


def _fits(row: Run, width: int) -> bool:
    return len(row.figures) in _lengths([width])


def _score(near: Counter[str], own: Counter[str], wanted: Counter[str]) -> float:
    total = wanted.total()
    covered = (near & wanted).total() / total
    if covered < _COVERED:
        return 0.0
    on_line = (own & wanted).total() / max(own.total(), 1)
    return (covered + _OWN_LINE * on_line) * (1 + _PER_CHARACTER * total)


def _printed(label: Label, run: Run) -> str:
    """The label as far as its characters are found near the row, in its best wording."""
    there = Counter(words(run.near))
    wordings = (_found(text, there) for text in (label.label, *label.aliases))
    return min(wordings, key=lambda text: text.count(NOT_FOUND))


def _found(label: str, near: Counter[str]) -> str:
    """A label with the characters that are not near replaced; its number does not count."""
    left = near.copy()
    bare = key(label)
    printed = []
    for char in label:
        if char in bare and not char.isdigit():
            if left[char] <= 0:
                printed.append(NOT_FOUND)
                continue
            left[char] -= 1
        printed.append(char)
    return "".join(printed)


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
    return RunningTable(True, False, facts, (), _taken(lines, taken))
