"""Runs of figures in lines of text: what the rows of a table are without its grid."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from validator.model.document import Line
from validator.model.place import Place
from validator.model.report import Figure
from validator.recognition.figures import figure
from validator.recognition.vocabulary import Vocabulary

_GLUED = re.compile(r"^(.*\D)(\d[\d,.]*)$")
# A label is looked for on at most so many lines before and after its figures.
_NEAR_LINES = 24


@dataclass(slots=True)
class Run:
    """Figures that belong to one row: block indices of first and last line, text before.

    `near` is the text around them, up to the figures of the rows before and after.
    """

    first: int
    last: int
    prefix: str
    figures: list[Figure]
    place: Place
    near: str = ""
    positions: tuple[int, int] = field(default=(0, 0))


def runs(
    lines: Sequence[tuple[int, Line]], lengths: Collection[int], vocabulary: Vocabulary
) -> list[Run]:
    """The runs of figures at the ends of lines, in order, that have one of these lengths.

    Lines of nothing but figures are joined up to the greatest length, as in text with one cell
    a line; a lone figure after a row with its label is rather a page number.
    """
    longest = max(lengths)
    found: list[Run] = []
    for position, (index, line) in enumerate(lines):
        prefix, figures = cut_off(line.text, vocabulary)
        if not figures:
            continue
        before = found[-1] if found else None
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
        found.append(Run(index, index, prefix, figures, line.place, "", (position, position)))
    found = [run for run in found if len(run.figures) in lengths]
    for number, run in enumerate(found):
        start = found[number - 1].positions[1] + 1 if number else 0
        end = found[number + 1].positions[0] if number + 1 < len(found) else len(lines)
        first, last = run.positions
        above = [line.text for _, line in lines[max(start, first - _NEAR_LINES) : first]]
        below = [line.text for _, line in lines[last + 1 : min(end, last + 1 + _NEAR_LINES)]]
        run.near = "".join([*above, run.prefix, *below])
    return found


def figure_count(lines: Sequence[tuple[int, Line]], vocabulary: Vocabulary) -> int:
    """How many figures stand at the ends of lines."""
    return sum(len(cut_off(line.text, vocabulary)[1]) for _, line in lines)


def cut_off(text: str, vocabulary: Vocabulary) -> tuple[str, list[Figure]]:
    """A line's end of figures, and the text before it."""
    tokens = text.split()
    figures: list[Figure] = []
    while tokens:
        read = figure(tokens[-1], vocabulary)
        if not read.known:
            break
        figures.insert(0, read)
        tokens.pop()
    if figures and tokens:
        glued = _GLUED.match(tokens[-1])
        if glued and len(figures) > 1 and not glued[1].isascii():
            figures.insert(0, figure(glued[2], vocabulary))
            tokens[-1] = glued[1]
    return " ".join(tokens), figures
