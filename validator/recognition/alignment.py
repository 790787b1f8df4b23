"""Which official row each run of figures is, in text.

Labels are compared as bags of characters: in text copied out of a table a label may stand
before its figures, around them, or in a column of its own beside another label's.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from validator.model.format import Label
from validator.recognition.labels import TableIndex
from validator.recognition.runs import Run
from validator.recognition.wording import key, words

# A row is one of the format's when so many of its label's characters stand near it.
_COVERED = 0.5
# What characters on the figures' own line count beside those above and below.
_OWN_LINE = 0.5
# Longer labels are less likely to be covered by chance.
_PER_CHARACTER = 0.02
# Stands in a label for a character that is not found near its row.
NOT_FOUND = "□"

Pair = tuple[Run, Label]
_Bags = tuple[Counter[str], Counter[str]]


def align(rows: Sequence[Run], index: TableIndex) -> list[Pair]:
    """The pairs of printed and official rows, both in order, that fit best together.

    A group stands in the place of its rows where the whole then fits better.
    """
    bags = [(Counter(words(row.near)), Counter(key(row.prefix))) for row in rows]
    officials = list(index.table.rows)
    best, pairs = _aligned(rows, bags, officials, index)
    for group in index.table.groups:
        at = next(k for k, label in enumerate(officials) if label.id == group.members[0])
        merged = [*officials[:at], group.label, *officials[at + len(group.members) :]]
        total, candidate = _aligned(rows, bags, merged, index)
        if total > best:
            best, pairs, officials = total, candidate, merged
    return _out_of_order(rows, officials, pairs, index)


def _out_of_order(
    rows: Sequence[Run], officials: Sequence[Label], pairs: list[Pair], index: TableIndex
) -> list[Pair]:
    """The alignment with rows put right that stand in another order than the official one.

    An alignment in order leaves such rows over, or gives them labels that are not near. Those
    are given, of the labels so left, the longest that is near in full, where that leaves no two
    rows with one label.
    """
    sure = [(run, label) for run, label in pairs if NOT_FOUND not in printed_label(label, run)]
    kept_runs = {id(run) for run, _ in sure}
    kept_labels = {label.id for _, label in sure}
    free = [label for label in officials if label.id not in kept_labels]
    found: list[Pair] = []
    for run in rows:
        if id(run) in kept_runs:
            continue
        fitting = [
            label
            for label in free
            if NOT_FOUND not in printed_label(label, run)
            and _fits(run, len(index.table.block_of(label.id).columns))
        ]
        if fitting:
            found.append((run, max(fitting, key=lambda label: len(key(label.label)))))
    if len({label.id for _, label in found}) < len(found):
        return pairs
    moved_runs, moved = {id(run) for run, _ in found}, {label.id for _, label in found}
    rest = [p for p in pairs if id(p[0]) not in moved_runs and p[1].id not in moved]
    return sorted([*rest, *found], key=lambda pair: pair[0].first)


def _aligned(
    rows: Sequence[Run], bags: Sequence[_Bags], officials: Sequence[Label], index: TableIndex
) -> tuple[float, list[Pair]]:
    """The alignment of rows to labels with the greatest score, and its score.

    `bags` holds for each row the characters near it and those on its own line.
    """
    wanted = [Counter(key(label.label)) for label in officials]
    widths = [len(index.table.block_of(label.id).columns) for label in officials]
    scores = [
        [
            _score(*bags[i], wanted[j]) if _fits(rows[i], widths[j]) else 0.0
            for j in range(len(officials))
        ]
        for i in range(len(rows))
    ]
    best = [[0.0] * (len(officials) + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows)):
        for j in range(len(officials)):
            matched = best[i][j] + scores[i][j] if scores[i][j] else 0.0
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], matched)
    pairs: list[Pair] = []
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


def lengths(widths: Iterable[int]) -> set[int]:
    """How many figures a row of these widths may show: text loses empty cells of wide rows."""
    return {w - short for w in widths for short in range(4 if w > 4 else 1)}


def _fits(row: Run, width: int) -> bool:
    return len(row.figures) in lengths([width])


def _score(near: Counter[str], own: Counter[str], wanted: Counter[str]) -> float:
    total = wanted.total()
    covered = (near & wanted).total() / total
    if covered < _COVERED:
        return 0.0
    on_line = (own & wanted).total() / max(own.total(), 1)
    return (covered + _OWN_LINE * on_line) * (1 + _PER_CHARACTER * total)


def printed_label(label: Label, run: Run) -> str:
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
