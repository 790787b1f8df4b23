"""Alignment of number runs in text with the official rows of a table.

Labels are compared as bags of characters: in text copied from a table, a label may come before
its figures, around them, or in a column of its own next to another label.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from validator.model.format import Label
from validator.recognition.tables.labels import TableIndex, label_keys
from validator.recognition.tables.number_runs import NumberRun
from validator.rulebase.normal_form import key, strip_punctuation

# Minimum share of an official label's characters that must occur near a matching row.
_MIN_COVERAGE = 0.5
# Weight of the share of the figures' own line that belongs to the label.
_SAME_LINE_WEIGHT = 0.5
# Bonus per label character: longer labels are less likely to match by chance.
_LENGTH_BONUS = 0.02
# Score of a label that stands whole right before its figures.
_EXACT = 1.2
# … and if there are too few: less than that of figures for which the whole label is near.
_EXACT_TOO_FEW = 0.95
# Replaces a label character that does not occur near the row.
NOT_FOUND = "□"

Pair = tuple[NumberRun, Label]
_Bags = tuple[Counter[str], Counter[str]]


def align(rows: Sequence[NumberRun], index: TableIndex) -> list[Pair]:
    """Pair printed rows with official rows, both in order, for the best total score.

    A group replaces its member rows if that improves the score.
    """
    bags = [(Counter(strip_punctuation(row.near)), Counter(key(row.prefix))) for row in rows]
    officials = list(index.table.rows)
    best, pairs = _best_alignment(rows, bags, officials, index)
    for group in index.table.groups:
        merged = index.table.with_group(officials, group)
        total, candidate = _best_alignment(rows, bags, merged, index)
        if total > best:
            best, pairs, officials = total, candidate, merged
    return _match_out_of_order(rows, officials, pairs, index)


def _match_out_of_order(
    rows: Sequence[NumberRun], officials: Sequence[Label], pairs: list[Pair], index: TableIndex
) -> list[Pair]:
    """Correct the alignment of rows that are not in the official order.

    An in-order alignment leaves such rows unmatched or gives them labels that are not near.
    Each gets the longest unused label of which every character is near, unless two rows would
    then share a label.
    """
    complete_pairs = [
        (run, label) for run, label in pairs if NOT_FOUND not in printed_label(label, run)
    ]
    kept_runs = {id(run) for run, _ in complete_pairs}
    kept_labels = {label.id for _, label in complete_pairs}
    free = [label for label in officials if label.id not in kept_labels]
    corrections: list[Pair] = []
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
            corrections.append((run, max(fitting, key=lambda label: len(key(label.label)))))
    if len({label.id for _, label in corrections}) < len(corrections):
        return pairs
    moved_runs, moved = {id(run) for run, _ in corrections}, {label.id for _, label in corrections}
    rest = [p for p in pairs if id(p[0]) not in moved_runs and p[1].id not in moved]
    return sorted([*rest, *corrections], key=lambda pair: pair[0].first)


def _best_alignment(
    rows: Sequence[NumberRun], bags: Sequence[_Bags], officials: Sequence[Label], index: TableIndex
) -> tuple[float, list[Pair]]:
    """Return the greatest alignment score and the pairs that reach it.

    `bags` holds for each row the characters near it and those on its own line.
    """
    label_bags = [Counter(key(label.label)) for label in officials]
    widths = [len(index.table.block_of(label.id).columns) for label in officials]
    scores = [
        [
            _score(rows[i], officials[j], *bags[i], label_bags[j], widths[j])
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


def possible_lengths(widths: Iterable[int]) -> set[int]:
    """Possible figure counts of rows of these widths: text drops empty cells of wide rows."""
    return {w - short for w in widths for short in range(4 if w > 4 else 1)}


def _fits(row: NumberRun, width: int) -> bool:
    if row.celled:
        return row.fits(width)
    if row.is_placed and len(row.figures) <= width:
        return True
    return len(row.figures) in possible_lengths([width])


def _score(
    row: NumberRun,
    label: Label,
    near: Counter[str],
    same_line: Counter[str],
    label_chars: Counter[str],
    width: int,
) -> float:
    total = label_chars.total()
    if row.label and row.label in label_keys(label):
        if not row.celled and len(row.figures) > width:
            return 0.0
        score = _EXACT + _SAME_LINE_WEIGHT if _fits(row, width) else _EXACT_TOO_FEW
        return score * (1 + _LENGTH_BONUS * total)
    if not _fits(row, width):
        return 0.0
    covered = (near & label_chars).total() / total
    if covered < _MIN_COVERAGE:
        return 0.0
    on_line = (same_line & label_chars).total() / max(same_line.total(), 1)
    return (covered + _SAME_LINE_WEIGHT * on_line) * (1 + _LENGTH_BONUS * total)


def printed_label(label: Label, run: NumberRun) -> str:
    """The wording of a label that best matches the text near a row, missing characters masked."""
    nearby = Counter(strip_punctuation(run.near))
    wordings = (_mask_missing(text, nearby) for text in (label.label, *label.aliases))
    return min(wordings, key=lambda text: text.count(NOT_FOUND))


def _mask_missing(label: str, near: Counter[str]) -> str:
    """Mask the characters of a label that are not near; its leading number is kept."""
    remaining = near.copy()
    bare = key(label)
    printed = []
    for char in label:
        if char in bare and not char.isdigit():
            if remaining[char] <= 0:
                printed.append(NOT_FOUND)
                continue
            remaining[char] -= 1
        printed.append(char)
    return "".join(printed)
