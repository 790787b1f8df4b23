"""The aligner: printed rows with official ones, both in order, for the greatest total score.

A dynamic programme over both, as for sequences (Needleman and Wunsch 1970). Printed rows may be
left out, several may be one that a page break has cut, official ones may be missing, and a group
may be printed as one row. What makes two rows alike is up to the caller.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from validator.model.format import Label
from validator.recognition.tables.labels import TableIndex

# Score of `parts` printed rows up to and with `last` as one official row, 0 if they are not it.
Score = Callable[[int, int, Label], float]


class Step(NamedTuple):
    """Printed rows, from `first`, and the official row that they are; None if they are none."""

    first: int
    parts: int
    label: Label | None


class Alignment(NamedTuple):
    """The best path: its total score, its steps in order, the official rows that it is along."""

    total: float
    steps: tuple[Step, ...]
    officials: tuple[Label, ...]


def align(count: int, index: TableIndex, score: Score, max_parts: int = 1) -> Alignment:
    """Align `count` printed rows with those of a table; a group replaces its rows if it is better.

    `score` is called with the number of parts, the position of the last one, and a label.
    """
    best = _best_path(count, tuple(index.table.rows), score, max_parts)
    for group in index.table.groups:
        merged = tuple(index.table.with_group(best.officials, group))
        grouped = _best_path(count, merged, score, max_parts)
        if grouped.total > best.total:
            best = grouped
    return best


def _best_path(count: int, officials: Sequence[Label], score: Score, max_parts: int) -> Alignment:
    best = [[0.0] * (len(officials) + 1) for _ in range(count + 1)]
    came: dict[tuple[int, int], tuple[int, bool]] = {}
    for i in range(count + 1):
        for j in range(len(officials) + 1):
            if not i and not j:
                continue
            # Left out, missing, or a match of one or several parts.
            options = [(best[i - 1][j], (1, False))] if i else []
            if j:
                options.append((best[i][j - 1], (0, False)))
                for parts in range(1, min(max_parts, i) + 1):
                    alike = score(parts, i - 1, officials[j - 1])
                    if alike:
                        options.append((best[i - parts][j - 1] + alike, (parts, True)))
            best[i][j], came[i, j] = max(options, key=lambda option: option[0])
    steps: list[Step] = []
    i, j = count, len(officials)
    while i or j:
        parts, matches = came[i, j]
        if parts:
            steps.append(Step(i - parts, parts, officials[j - 1] if matches else None))
        i, j = i - parts, j - (matches or not parts)
    return Alignment(best[-1][-1], tuple(reversed(steps)), tuple(officials))
