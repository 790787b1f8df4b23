"""Orphan labels: row labels of a gridless table without the figures of their row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.model.document import Line
from validator.model.format import Label
from validator.model.place import Place
from validator.model.report import Figure, FigureState
from validator.recognition.tables.labels import TableIndex, label_keys
from validator.recognition.tables.number_runs import MAX_LABEL_LINES, split_figures
from validator.recognition.tables.run_matching import Pair
from validator.rulebase.normal_form import key

# Fragments of figures broken in a narrow cell.
_FRAGMENTS = re.compile(r"(\s+[\d.,]+)+$")
# Characters at the end of a line among which they are looked for.
_MAX_FRAGMENTS = 200


class OrphanLabel(NamedTuple):
    """A row of the format found by its label alone, and the figure to put in each of its cells."""

    label: Label
    figure: Figure
    place: Place


class _BareLine(NamedTuple):
    """A line without the figures at its end: label key, fragments of figures, place."""

    key: str
    fragments: str
    place: Place


def find_orphan_labels(
    lines: Iterable[tuple[int, Line]],
    pairs: Sequence[Pair],
    index: TableIndex,
) -> list[OrphanLabel]:
    """Find the rows not in `pairs` whose labels are whole lines, with too few figures or none.

    Text does not show which cells are blank; with fragments of a figure, none may be.
    """
    paired_rows = {label.id for _, label in pairs}
    missing_labels = {
        k: label
        for label in index.table.rows
        if label.id not in paired_rows
        for k in label_keys(label)
    }
    if not missing_labels:
        return []
    paired_lines = {at for run, _ in pairs for at in range(run.first, run.last + 1)}
    bare = [None if at in paired_lines else _strip_figures(line) for at, line in lines]
    orphans: dict[str, OrphanLabel] = {}
    for label, last in _match_lines(bare, missing_labels):
        state = FigureState.DOUBTFUL if last.fragments else FigureState.UNPLACED
        orphans.setdefault(label.id, OrphanLabel(label, Figure(last.fragments, state), last.place))
    return list(orphans.values())


def _strip_figures(line: Line) -> _BareLine:
    before, _ = split_figures(line.text)
    end = max(len(before) - _MAX_FRAGMENTS, 0)
    label = before[:end] + _FRAGMENTS.sub("", before[end:])
    return _BareLine(key(label), before.removeprefix(label).strip(), line.place)


def _match_lines(
    bare: Sequence[_BareLine | None], missing_labels: Mapping[str, Label]
) -> Iterator[tuple[Label, _BareLine]]:
    """The labels made up of one or several whole lines, each with its last line."""
    longest = max(map(len, missing_labels))
    for start in range(len(bare)):
        text = ""
        for line in bare[start : start + MAX_LABEL_LINES]:
            if line is None or len(text := text + line.key) > longest:
                break
            if text in missing_labels:
                yield missing_labels[text], line
