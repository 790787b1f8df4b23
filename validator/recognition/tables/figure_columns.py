"""Columns of a table without a grid, by what its figures and labels cover on the page."""

from collections.abc import Iterable, Sequence

from validator.model.document import Line
from validator.model.format import Label, TableBlock
from validator.model.place import Extent
from validator.model.report import Figure, FigureState
from validator.recognition.tables.labels import TableIndex, column_keys
from validator.recognition.tables.number_runs import NumberRun
from validator.rulebase.normal_form import key

_BLANK = Figure("", FigureState.BLANK)


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
    figures = run.fitted(width, padded_left=any(_ends_beyond(other, width) for other in runs))
    if figures is not None:
        return figures
    same_page = [other for other in runs if other.place.page == run.place.page]
    for others in (same_page, runs):
        placed = _place(run, _columns(others), width)
        if placed is not None:
            return placed
    by_header = place_by_header(run, header)
    if by_header is not None:
        return by_header
    text = " ".join(figure.text for figure in run.figures)
    return [Figure(text, FigureState.UNPLACED)] * width


def header_columns(lines: Iterable[tuple[int, Line]], block: TableBlock, rows: int) -> list[Extent]:
    """The extents of the printed column labels of a block, `rows` times all of its columns.

    Empty if not exactly so many labels, each on one line, are labels.
    """
    keys = column_keys(block)
    labels = [
        (extent, keys[key(word)])
        for _, line in lines
        if len(line.extents) == len(words := line.text.split())
        for word, extent in zip(words, line.extents, strict=True)
        if key(word) in keys
    ]
    labels.sort()
    official = [column.id for column in block.columns] * rows
    return [e for e, _ in labels] if [column for _, column in labels] == official else []


def place_by_header(run: NumberRun, columns: Sequence[Extent]) -> list[Figure] | None:
    """The figures under column labels, blank ones included, or None if it is not clear.

    All must begin, end or be centred where their labels do, as some programs lose columns.
    """
    if not columns or len(run.extents) != len(run.figures) or run.celled:
        return None
    if not any(
        all(any(abs(at(extent) - at(column)) <= 1 for column in columns) for extent in run.extents)
        for at in (_start, _end, _middle)
    ):
        return None
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


def _ends_beyond(run: NumberRun, width: int) -> bool:
    """Whether a row of barred text has a figure behind as many cells as it has columns."""
    return run.celled and any(not figure.empty for figure in run.figures[width:])


def _columns(runs: Iterable[NumberRun]) -> list[Extent]:
    """The extents that figures of all rows cover together, from left to right."""
    columns: list[Extent] = []
    for extent in sorted(extent for run in runs for extent in run.extents):
        if columns and extent.start < columns[-1].end:
            columns[-1] = Extent(columns[-1].start, max(columns[-1].end, extent.end))
        else:
            columns.append(extent)
    return columns


def _place(run: NumberRun, columns: Sequence[Extent], width: int) -> list[Figure] | None:
    """The figures by column, or None if columns are not clear."""
    if len(columns) != width or len(run.extents) != len(run.figures):
        return None
    placed = [_BLANK] * width
    for figure, extent in zip(run.figures, run.extents, strict=True):
        at = next(at for at, column in enumerate(columns) if column.overlap(extent) > 0)
        if placed[at] is not _BLANK:
            return None
        placed[at] = figure
    return placed
