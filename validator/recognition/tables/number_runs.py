"""Number runs in lines of text."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise

from validator.model.document import Line
from validator.model.place import Place
from validator.model.report import Figure, FigureState
from validator.recognition.tables.barred_text import TextCell, is_barred, split_cells
from validator.recognition.tables.figures import read_figure
from validator.recognition.tables.number_run import NumberRun
from validator.rulebase.normal_form import has_ideographs, key

_NUMBER_AFTER_TEXT = r"^(.*[^\d.,])(\d[\d,.]*)$"
# Maximum number of lines that a label is broken into.
MAX_LABEL_LINES = 9
# Maximum number of lines before and after figures that are searched for their label.
_MAX_NEAR_LINES = 24
# Maximum number of lines without a bar inside a cell of barred text.
_MAX_WRAPPED_LINES = 3


def find_number_runs(
    lines: Sequence[tuple[int, Line]], lengths: Collection[int], labels: Collection[str] = ()
) -> list[NumberRun]:
    """Find the number runs in lines of text, in order.

    They have one of these lengths, or stand right behind a label with one of the keys `labels`.
    Consecutive lines of only figures are joined up to the greatest length, as text may have one
    cell per line; a single figure after a row with its label is more likely a page number.
    """
    longest = max(lengths)
    number_runs: list[NumberRun] = []
    for at, part in _parts(lines):
        if is_barred(part[0][1].text):
            number_runs.extend(_barred_runs(part, at))
        else:
            _add_line(number_runs, at, *part[0], longest, labels)
    for run in number_runs:
        if not run.celled:
            last = run.positions[0]
            above = [line.text for _, line in lines[max(last - MAX_LABEL_LINES, 0) : last]]
            run.label = _adjacent_label(above, run.prefix, labels)
        elif key(run.prefix) in labels:
            run.label = key(run.prefix)
    for run, following in pairwise(number_runs):
        lone = len(run.figures) == 1 and not run.prefix and not following.prefix
        if lone and run.positions[1] + 1 == following.positions[0] and 1 not in lengths:
            # A page number between a label and its figures.
            following.label, run.label = run.label, ""
    number_runs = [
        run
        for run in number_runs
        if run.label or run.celled or run.is_placed or len(run.figures) in lengths
    ]
    for number, run in enumerate(number_runs):
        if run.celled:
            continue
        start = number_runs[number - 1].positions[1] + 1 if number else 0
        end = number_runs[number + 1].positions[0] if number + 1 < len(number_runs) else len(lines)
        first, last = run.positions
        run.above = [line.text for _, line in lines[max(start, first - _MAX_NEAR_LINES) : first]]
        below = [line.text for _, line in lines[last + 1 : min(end, last + 1 + _MAX_NEAR_LINES)]]
        run.near = "".join([*run.above, run.prefix, *below])
    return number_runs


def _adjacent_label(above: Sequence[str], prefix: str, labels: Collection[str]) -> str:
    """The longest known label, whole or of whole lines, that ends right before the figures."""
    label = key(prefix) if key(prefix) in labels else ""
    if not label and prefix:
        parts = prefix.split()
        tails = (key("".join(parts[at:])) for at in range(len(parts)))
        label = next((tail for tail in tails if tail in labels), "")
    text = prefix
    for line in reversed(above):
        text = line + text
        if split_figures(line)[1]:
            break
        if key(text) in labels:
            label = key(text)
    return label


def _parts(
    lines: Sequence[tuple[int, Line]],
) -> Iterator[tuple[int, Sequence[tuple[int, Line]]]]:
    """The position of each line without bars, and of each stretch of lines with bars."""
    # Cells may be wrapped: lines between two with bars belong to them.
    end = {at: at + 1 for at, (_, line) in enumerate(lines) if is_barred(line.text)}
    for at, following in reversed(list(pairwise(end))):
        if following - at <= _MAX_WRAPPED_LINES + 1:
            end[at] = end[following]
    at = 0
    while at < len(lines):
        past = end.get(at, at + 1)
        yield at, lines[at:past]
        at = past


def _barred_runs(lines: Sequence[tuple[int, Line]], at: int) -> Iterator[NumberRun]:
    position = {index: at + number for number, (index, _) in enumerate(lines)}
    run: NumberRun | None = None
    label, labels = "", list[str]()
    cells = list(_without_cells_before_labels(split_cells(lines)))
    is_row_a_line = _has_labels_before_figures(cells)
    for cell in cells:
        figure = read_figure(cell.text)
        if run is not None and is_row_a_line and cell.first != run.last:
            # A line of figures alone, such as a page number, is none of the row above it.
            yield run
            run, label, labels = None, "", []
        if figure.state is FigureState.BLANK or figure.is_recognised:
            if run is None:
                span = position[cell.first], position[cell.last]
                run = NumberRun(
                    cell.first, cell.last, label, [], cell.place, label, labels, span, celled=True
                )
            run.figures.append(figure)
            run.last = cell.last
            run.positions = (run.positions[0], position[cell.last])
            continue
        if run is not None:
            yield run
            run, labels = None, []
        label = cell.text.replace("\n", "") if has_ideographs(cell.text) else cell.text
        labels = [*labels, label]
    if run is not None:
        yield run


def _has_labels_before_figures(cells: Sequence[TextCell]) -> bool:
    """Whether figures mostly stand in the lines of their labels."""
    with_figures = with_both = 0
    for _, line in groupby(cells, key=lambda cell: cell.last):
        recognised = [read_figure(cell.text).is_recognised for cell in line if cell.text]
        with_figures += any(recognised)
        with_both += any(recognised) and not all(recognised)
    return 2 * with_both > with_figures


def _without_cells_before_labels(cells: Sequence[TextCell]) -> Iterator[TextCell]:
    """The cells without those that come before the first label of a line that has one.

    These are blank, or numbers that count the rows.
    """
    for _, line in groupby(cells, key=lambda cell: cell.last):
        in_line = list(line)
        labelled = [
            at
            for at, cell in enumerate(in_line)
            if cell.text and not read_figure(cell.text).is_recognised
        ]
        yield from in_line[labelled[0] if labelled else 0 :]


def _add_line(
    number_runs: list[NumberRun],
    position: int,
    index: int,
    line: Line,
    longest: int,
    labels: Collection[str],
) -> None:
    prefix, figures = split_figures(line.text, labels)
    if not figures:
        return
    extents = list(line.extents[-len(figures) :]) if len(line.extents) >= len(figures) else []
    if len(line.text.split()) != len(line.extents):
        extents = []
    before = number_runs[-1] if number_runs else None
    if (
        not prefix
        and before is not None
        and not before.prefix
        and not before.celled
        and before.positions[1] == position - 1
        and len(before.figures) + len(figures) <= longest
        and len(before.figures) < longest
    ):
        before.figures.extend(figures)
        before.extents = []
        before.last, before.positions = index, (before.positions[0], position)
        return
    if not prefix and before is not None and _is_column(before) and not before.celled:
        before.overfull = before.overfull or before.positions[1] == position - 1
    place, positions = line.place, (position, position)
    number_runs.append(
        NumberRun(index, index, prefix, figures, place, positions=positions, extents=extents)
    )


def words(text: str) -> list[str]:
    """The words of a line, or the cells of a barred one."""
    if is_barred(text):
        return [cell.text for cell in split_cells([(0, Line(text, Place()))])]
    return text.split()


def _is_column(run: NumberRun) -> bool:
    """Whether the figures of a run stand on lines of their own."""
    return run.positions[0] < run.positions[1]


def figure_count(lines: Sequence[tuple[int, Line]]) -> int:
    """Number of figures at the ends of lines, or in barred cells."""
    return sum(len(split_figures(line.text)[1]) for _, line in lines)


def split_figures(text: str, labels: Collection[str] = ()) -> tuple[str, list[Figure]]:
    """Split a line into text and the figures at its end.

    The first may stand right behind text, if others follow or the text is one of the `labels`.
    """
    if is_barred(text):
        figures = [read_figure(cell.text) for cell in split_cells([(0, Line(text, Place()))])]
        return text, [figure for figure in figures if figure.is_recognised]
    tokens = text.split()
    figures = []
    while tokens:
        value = read_figure(tokens[-1])
        if not value.is_recognised:
            break
        figures.append(value)
        tokens.pop()
    figures.reverse()
    if tokens:
        glued = re.match(_NUMBER_AFTER_TEXT, tokens[-1])
        if glued and not glued[1].isascii() and (len(figures) > 1 or key(glued[1]) in labels):
            figures.insert(0, read_figure(glued[2]))
            tokens[-1] = glued[1]
    return " ".join(tokens), figures
