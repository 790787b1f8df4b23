"""Row labels of a table in running text that stand without the figures of their row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.model.document import Line
from validator.model.format import Label
from validator.model.place import Place
from validator.model.report import Figure, FigureState
from validator.recognition.alignment import Pair
from validator.recognition.labels import TableIndex, keys_of
from validator.recognition.runs import cut_off
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import key

# What is left of figures that a narrow cell breaks.
_PIECES = re.compile(r"(\s+[\d.,]+)+$")
# A label that is broken by text takes at most so many lines.
_MOST_LINES = 9


class Standing(NamedTuple):
    """A row of the format whose label was found, and what is said of each of its cells."""

    label: Label
    figure: Figure
    place: Place


class _Bare(NamedTuple):
    """A line without the figures at its end: its key, pieces of figures, its place."""

    key: str
    pieces: str
    place: Place


def standing_alone(
    lines: Iterable[tuple[int, Line]],
    pairs: Sequence[Pair],
    index: TableIndex,
    vocabulary: Vocabulary,
) -> list[Standing]:
    """The rows not among `pairs` whose labels are whole lines, before too few figures or none.

    Which cells are blank cannot be told from text; where pieces of a figure stand there, none
    may be.
    """
    there = {label.id for _, label in pairs}
    wanted = {
        k: label for label in index.table.rows if label.id not in there for k in keys_of(label)
    }
    if not wanted:
        return []
    taken = {at for run, _ in pairs for at in range(run.first, run.last + 1)}
    bare = [None if at in taken else _bare(line, vocabulary) for at, line in lines]
    found: dict[str, Standing] = {}
    for label, last in _wholes(bare, wanted):
        state = FigureState.DOUBTFUL if last.pieces else FigureState.UNPLACED
        found.setdefault(label.id, Standing(label, Figure(last.pieces, state), last.place))
    return list(found.values())


def _bare(line: Line, vocabulary: Vocabulary) -> _Bare:
    before, _ = cut_off(line.text, vocabulary)
    label = _PIECES.sub("", before)
    return _Bare(key(label), before.removeprefix(label).strip(), line.place)


def _wholes(
    bare: Sequence[_Bare | None], wanted: Mapping[str, Label]
) -> Iterator[tuple[Label, _Bare]]:
    """The labels that lines are, one or several, with the last of their lines."""
    longest = max(map(len, wanted))
    for start in range(len(bare)):
        joined = ""
        for line in bare[start : start + _MOST_LINES]:
            if line is None or len(joined := joined + line.key) > longest:
                break
            if joined in wanted:
                yield wanted[joined], line
