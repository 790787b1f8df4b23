"""Columns of a table without a grid, by what its figures and labels cover on the page."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from validator.model.document import Line
from validator.model.format import Label, TableBlock
from validator.model.place import Extent
from validator.model.report import Figure, FigureState
from validator.recognition.tables.labels import TableIndex, column_keys
from validator.recognition.tables.number_run import NumberRun
from validator.rulebase.normal_form import key

_BLANK = Figure("", FigureState.BLANK)
# Edges of figures that differ by no more (points, or columns of text) are the same.
_SAME_EDGE = 1.0
# Minimum number of rows in a stretch of aligned ones.
_MIN_STRETCH = 5
# Maximum number of lines that a column label is broken into, and of lines from one to the next.
_MAX_STACKED, _MAX_GAP = 6, 3


def placed_figures(
    run: NumberRun,
    label: Label,
    pairs: Sequence[tuple[NumberRun, Label]],
    index: TableIndex,
    header: Sequence[Extent],
) -> list[Figure]:
    """The figures of a row by column, blank ones included; `header` is what column labels cover.

    Without columns, text does not show which cells are blank: all of the row are unplaced.
    """
    block = index.table.block_of(label.id)
    width = len(block.columns)
    runs = [other for other, row in pairs if index.table.block_of(row.id) is block]
    figures = _fitted(run, runs, width)
    if figures is not None:
        return figures
    same_page = [other for other in runs if other.place.page == run.place.page]
    ways = (same_page, _aligned_with(run, same_page, width))
    placed = [way for others in ways if (way := _place(run, _columns(others), width)) is not None]
    if placed and all(way == placed[0] for way in placed):
        return placed[0]
    by_header = place_by_header(run, header)
    if by_header is not None:
        return by_header
    text = " ".join(figure.text for figure in run.figures)
    # Of a few figures without their label beside them, the others may as well stand elsewhere.
    has_blanks = bool(run.label) or 2 * len(run.figures) > width
    return [Figure(text, FigureState.UNPLACED if has_blanks else FigureState.DOUBTFUL)] * width


def has_official_order(words: Iterable[str], block: TableBlock) -> bool:
    """Whether column labels stand in the official order, those under one heading at a time."""
    keys = column_keys(block)
    printed = [keys[word] for word in dict.fromkeys(words) if word in keys]
    for path in {column.path for column in block.columns}:
        official = [column.id for column in block.columns if column.path == path]
        in_print = [column for column in printed if column in official]
        if in_print != [column for column in official if column in in_print]:
            return False
    return True


def header_columns(lines: Iterable[tuple[int, Line]], block: TableBlock, rows: int) -> list[Extent]:
    """The extents of the printed column labels of a block, `rows` times all of its columns.

    Empty if not exactly so many labels, on one line or on several below each other, are found.
    """
    keys = column_keys(block)
    printed = [
        [_Word(text, extent) for text, extent in zip(words, line.extents, strict=True)]
        for _, line in lines
        if len(line.extents) == len(words := line.text.split())
    ]
    labels: list[tuple[Extent, str]] = []
    used: set[tuple[int, Extent]] = set()
    for at, line in enumerate(printed):
        for word in line:
            if (at, word.extent) in used:
                continue
            label = _stacked(printed, at, word, keys)
            if label is not None:
                used.update((n, part.extent) for n, part in label)
                text = key("".join(part.text for _, part in label))
                labels.append((_cover(part.extent for _, part in label), keys[text]))
    labels.sort()
    official = [column.id for column in block.columns] * rows
    return [e for e, _ in labels] if [column for _, column in labels] == official else []


class _Word(NamedTuple):
    text: str
    extent: Extent


def _stacked(
    lines: Sequence[Sequence[_Word]], at: int, word: _Word, keys: Container[str]
) -> list[tuple[int, _Word]] | None:
    """A word with those below it that together are a label, each with its line; None if none."""
    label = [(at, word)]
    while key("".join(part.text for _, part in label)) not in keys:
        last, above = label[-1]
        below = (
            (n, [w for w in lines[n] if w.extent.overlap(above.extent) > 0])
            for n in range(last + 1, min(last + 1 + _MAX_GAP, len(lines)))
        )
        nearest = next(((n, parts) for n, parts in below if parts), None)
        if nearest is None or len(nearest[1]) > 1 or len(label) == _MAX_STACKED:
            return None
        label.append((nearest[0], nearest[1][0]))
    return label


def _cover(extents: Iterable[Extent]) -> Extent:
    covered = list(extents)
    return Extent(min(e.start for e in covered), max(e.end for e in covered))


def place_by_header(run: NumberRun, columns: Sequence[Extent]) -> list[Figure] | None:
    """The figures under column labels, blank ones included, or None if it is not clear.

    All must begin, end or be centred where their labels do, as some programs lose columns.
    """
    if not columns or not run.is_placed:
        return None
    if not any(
        all(
            any(abs(at(extent) - at(column)) <= _SAME_EDGE for column in columns)
            for extent in run.extents
        )
        for at in (_start, _end, _middle)
    ):
        return None
    return _under(run, columns)


def _under(run: NumberRun, columns: Sequence[Extent]) -> list[Figure] | None:
    """The figures by column, or None if one is not under one column of its own."""
    placed = [_BLANK] * len(columns)
    for figure, extent in zip(run.figures, run.extents, strict=True):
        under = [at for at, column in enumerate(columns) if column.overlap(extent) > 0]
        if len(under) != 1 or placed[under[0]] is not _BLANK:
            return None
        placed[under[0]] = figure
    return placed


def _start(extent: Extent) -> float:
    return extent.start


def _end(extent: Extent) -> float:
    return extent.end


def _middle(extent: Extent) -> float:
    return (extent.start + extent.end) / 2


def _fitted(run: NumberRun, runs: Sequence[NumberRun], width: int) -> list[Figure] | None:
    """The figures of one of the `runs` of a block, or None if they are not known to be these.

    In barred text, all rows tell which cells are surplus: columns that are blank throughout, or
    those of labels that span several. With a column more or less, none is known.
    """
    celled = [other for other in runs if other.celled and other.filled]
    if not run.celled:
        return run.fitted(width)
    fitting = [other for other in celled if other.fits(width)]
    if 2 * len(fitting) < len(celled):
        return None
    if len(run.figures) > width and any(other.spread > width for other in celled):
        return None
    margin = min((_blank_end(other, width) for other in fitting), default=0)
    padded_left = any(
        not figure.empty
        for other in fitting
        for figure in other.figures[width : len(other.figures) - margin]
    )
    end = max(len(run.figures) - margin, width)
    return replace(run, figures=run.figures[:end]).fitted(width, padded_left=padded_left)


def _blank_end(run: NumberRun, width: int) -> int:
    """The number of blank cells behind the last figure that the row can do without."""
    blank = takewhile(lambda figure: figure.state is FigureState.BLANK, reversed(run.figures))
    return min(sum(1 for _ in blank), len(run.figures) - width)


def _columns(runs: Iterable[NumberRun]) -> list[Extent]:
    """The extents that figures of all rows cover together, from left to right.

    Empty if figures of one column neither begin nor end nor are centred below each other.
    """
    columns: list[list[Extent]] = []
    right = 0.0
    for extent in sorted(extent for run in runs for extent in run.extents):
        if columns and extent.start < right:
            columns[-1].append(extent)
            right = max(right, extent.end)
        else:
            columns.append([extent])
            right = extent.end
    if not all(_share_an_edge(column) for column in columns):
        return []
    return [_cover(column) for column in columns]


def _share_an_edge(column: Sequence[Extent]) -> bool:
    return any(
        max(map(at, column)) - min(map(at, column)) <= _SAME_EDGE for at in (_start, _end, _middle)
    )


def _place(run: NumberRun, columns: Sequence[Extent], width: int) -> list[Figure] | None:
    """The figures by column, or None if columns are not clear."""
    if len(columns) != width or not run.is_placed:
        return None
    return _under(run, columns)


def _aligned_with(run: NumberRun, runs: Sequence[NumberRun], width: int) -> list[NumberRun]:
    """The rows around one with whose figures its own stand in at most `width` columns.

    Some programs shift the columns from stretch to stretch of a page. None if these are few, which
    may stand so by chance, or without a whole row among them, which shows how many columns there
    are.
    """
    at = next(n for n, other in enumerate(runs) if other is run)
    first, last = at, at + 1
    while first > 0 and _in_columns(runs[first - 1 : last], width):
        first -= 1
    while last < len(runs) and _in_columns(runs[first : last + 1], width):
        last += 1
    stretch = list(runs[first:last])
    whole = any(len(other.figures) == width for other in stretch)
    return stretch if whole and len(stretch) >= _MIN_STRETCH else []


def _in_columns(runs: Sequence[NumberRun], width: int) -> bool:
    """Whether all figures stand in at most so many columns, each in one of its own."""
    columns = _columns(runs)
    return 0 < len(columns) <= width and all(
        run.is_placed and _under(run, columns) is not None for run in runs
    )
