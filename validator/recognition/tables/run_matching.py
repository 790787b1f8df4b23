"""Matching of number runs in text to the official rows of a table.

Labels are compared as bags of characters: in text copied from a table, a label may come before
its figures, around them, or in a column of its own next to another label.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from validator.model.format import Label
from validator.recognition.tables.aligner import Match, align
from validator.recognition.tables.labels import TableIndex, label_keys
from validator.recognition.tables.number_run import NumberRun
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


def pair_runs(rows: Sequence[NumberRun], index: TableIndex) -> list[Pair]:
    """Pair number runs with official rows, both in order but for whole labels elsewhere."""
    bags = [(Counter(strip_punctuation(row.near)), Counter(key(row.prefix))) for row in rows]
    characters = {label.id: Counter(key(label.label)) for label in _labels(index)}

    matches = [
        [
            Match(1, label.id, score)
            for label in _labels(index)
            if (score := _score(row, label, *bag, characters[label.id], index.width(label.id)))
        ]
        for row, bag in zip(rows, bags, strict=True)
    ]
    best = align(matches, index)
    pairs = [(rows[step.first], step.label) for step in best.steps if step.label is not None]
    return _match_out_of_order(rows, best.officials, pairs, index)


def _labels(index: TableIndex) -> Iterator[Label]:
    yield from index.table.rows
    yield from (group.label for group in index.table.groups)


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
            if NOT_FOUND not in printed_label(label, run) and _fits(run, index.width(label.id))
        ]
        if fitting:
            corrections.append((run, max(fitting, key=lambda label: len(key(label.label)))))
    if len({label.id for _, label in corrections}) < len(corrections):
        return pairs
    moved_runs, moved = {id(run) for run, _ in corrections}, {label.id for _, label in corrections}
    rest = [p for p in pairs if id(p[0]) not in moved_runs and p[1].id not in moved]
    return sorted([*rest, *corrections], key=lambda pair: pair[0].first)


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
