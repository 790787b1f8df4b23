"""The aligner: printed rows with official ones, both in order, for the greatest total score.

A dynamic programme over both, as for sequences (Needleman and Wunsch 1970). Printed rows may be
left out, several may be one that a page break has cut, official ones may be missing, and a group
may be printed as one row. What makes two rows alike is up to the caller.
"""

from collections.abc import Sequence
from typing import NamedTuple

from validator.model.format import Label
from validator.recognition.tables.labels import TableIndex


class Match(NamedTuple):
    """What a printed row, the last of so many parts, may be: id of an official row or group."""

    parts: int
    label: str
    score: float


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


def align(matches: Sequence[Sequence[Match]], index: TableIndex) -> Alignment:
    """Align printed rows with those of a table; a group replaces its rows if that is better.

    `matches` holds what each printed row may be, with scores above 0.
    """
    best = _best_path(matches, tuple(index.table.rows))
    labels = {match.label for row in matches for match in row}
    for group in index.table.groups:
        if group.label.id in labels:
            merged = tuple(index.table.with_group(best.officials, group))
            grouped = _best_path(matches, merged)
            if grouped.total > best.total:
                best = grouped
    return best


def _best_path(matches: Sequence[Sequence[Match]], officials: Sequence[Label]) -> Alignment:
    place = {label.id: at for at, label in enumerate(officials, 1)}
    width = len(officials) + 1
    best = [[0.0] * width]
    # How each place is reached: printed rows taken, and whether they match.
    came = [[(0, False)] * width]
    for i, row in enumerate(matches, 1):
        by_place: dict[int, list[Match]] = {}
        for match in row:
            if match.label in place and match.parts <= i:
                by_place.setdefault(place[match.label], []).append(match)
        total = list(best[-1])
        steps = [(1, False)] * width
        for j in range(1, width):
            if total[j - 1] > total[j]:
                total[j], steps[j] = total[j - 1], (0, False)
            for match in by_place.get(j, ()):
                matched = best[i - match.parts][j - 1] + match.score
                if matched > total[j]:
                    total[j], steps[j] = matched, (match.parts, True)
        best.append(total)
        came.append(steps)
    path: list[Step] = []
    i, j = len(matches), width - 1
    while i:
        parts, matches_label = came[i][j]
        if parts:
            path.append(Step(i - parts, parts, officials[j - 1] if matches_label else None))
        i, j = i - parts, j - (matches_label or not parts)
    return Alignment(best[-1][-1], tuple(reversed(path)), tuple(officials))
