"""Number runs: consecutive figures in lines of text, the rows of a table without its grid."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from validator.model.document import Line
from validator.model.place import Place
from validator.model.report import Figure
from validator.recognition.tables.figures import read_figure

_NUMBER_AFTER_TEXT = r"^(.*\D)(\d[\d,.]*)$"
# Maximum number of lines before and after figures that are searched for their label.
_MAX_NEAR_LINES = 24


@dataclass(slots=True)
class NumberRun:
    """Consecutive figures of one row: block indices of first and last line, text before them.

    `near` is the text around them, up to the figures of the rows before and after;
    `positions` are the first and last line's indices in the lines searched.
    """

    first: int
    last: int
    prefix: str
    figures: list[Figure]
    place: Place
    near: str = ""
    positions: tuple[int, int] = field(default=(0, 0))


def find_number_runs(
    lines: Sequence[tuple[int, Line]], lengths: Collection[int]
) -> list[NumberRun]:
    """Find the number runs of one of these lengths at the ends of lines, in order.

    Consecutive lines of only figures are joined up to the greatest length, as text may have one
    cell per line; a single figure after a row with its label is more likely a page number.
    """
    longest = max(lengths)
    number_runs: list[NumberRun] = []
    for position, (index, line) in enumerate(lines):
        prefix, figures = split_figures(line.text)
        if not figures:
            continue
        before = number_runs[-1] if number_runs else None
        if (
            not prefix
            and before is not None
            and not before.prefix
            and before.positions[1] == position - 1
            and len(before.figures) + len(figures) <= longest
            and len(before.figures) < longest
        ):
            before.figures.extend(figures)
            before.last, before.positions = index, (before.positions[0], position)
            continue
        number_runs.append(
            NumberRun(index, index, prefix, figures, line.place, "", (position, position))
        )
    number_runs = [run for run in number_runs if len(run.figures) in lengths]
    for number, run in enumerate(number_runs):
        start = number_runs[number - 1].positions[1] + 1 if number else 0
        end = number_runs[number + 1].positions[0] if number + 1 < len(number_runs) else len(lines)
        first, last = run.positions
        above = [line.text for _, line in lines[max(start, first - _MAX_NEAR_LINES) : first]]
        below = [line.text for _, line in lines[last + 1 : min(end, last + 1 + _MAX_NEAR_LINES)]]
        run.near = "".join([*above, run.prefix, *below])
    return number_runs


def figure_count(lines: Sequence[tuple[int, Line]]) -> int:
    """Number of figures at the ends of lines."""
    return sum(len(split_figures(line.text)[1]) for _, line in lines)


def split_figures(text: str) -> tuple[str, list[Figure]]:
    """Split a line into text and the figures at its end."""
    tokens = text.split()
    figures: list[Figure] = []
    while tokens:
        value = read_figure(tokens[-1])
        if not value.is_recognised:
            break
        figures.insert(0, value)
        tokens.pop()
    if figures and tokens:
        glued = re.match(_NUMBER_AFTER_TEXT, tokens[-1])
        if glued and len(figures) > 1 and not glued[1].isascii():
            figures.insert(0, read_figure(glued[2]))
            tokens[-1] = glued[1]
    return " ".join(tokens), figures
