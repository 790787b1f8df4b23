"""Barred text: lines whose cells are separated by bars or tabs, wherever these stand.

Copyists and crawlers keep a table as one row a line, as one cell a line, or as something in
between; bars may end lines, begin them or stand alone. What is common to all of them is the order
of the cells, in which blank ones are kept.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from validator.model.document import Block, Cell, Grid, Line
from validator.model.place import Place
from validator.recognition.tables.figures import read_figure

_BAR = re.compile(r"[|｜│┃¦\t]")
# What lines that only separate a header from its rows (Markdown) consist of.
_DELIMITING = "|｜:+=-"
_RULE = re.compile(r"[-=]{2}")
# Minimum share of lines that a bar ends for the end of a line not to end a cell, or that a bar
# begins for it not to end one.
_USUAL = 0.5
# Minimum number of rows, all of as many cells, for barred lines to be a grid.
_MIN_ROWS = 2
_MIN_COLUMNS = 2


class TextCell(NamedTuple):
    """A cell of barred text: its text, the indices of its first and last line, its place."""

    text: str
    first: int
    last: int
    place: Place


def is_barred(text: str) -> bool:
    """Whether a line has a bar."""
    return _BAR.search(text) is not None


def is_delimiter(text: str) -> bool:
    """Whether a line only separates a header from its rows."""
    return not "".join(text.split()).strip(_DELIMITING) and _RULE.search(text) is not None


def split_cells(lines: Sequence[tuple[int, Line]]) -> list[TextCell]:
    """The cells of barred lines in order, blank ones included.

    Where bars end most lines, a cell without one goes on in the next line. Surplus blank cells,
    of merged cells or between the bars that end and begin lines, are kept.
    """
    lines = [(at, line) for at, line in lines if not is_delimiter(line.text)]
    ended = sum(_BAR.match(line.text[-1:]) is not None for _, line in lines)
    begun = sum(_BAR.match(line.text) is not None for _, line in lines)
    wraps = ended >= _USUAL * len(lines)
    # Where bars begin most lines, nothing stands before them.
    led = begun >= _USUAL * len(lines)
    cells: list[TextCell] = []
    # A cell that no bar has ended yet.
    pending: TextCell | None = None
    for at, line in lines:
        if pending is None and not is_barred(line.text) and read_figure(line.text).is_recognised:
            # A page number between two rows.
            continue
        *closed, rest = _BAR.split(line.text)
        if led and len(closed) > 1 and not closed[0].strip() and pending is None:
            closed = closed[1:]
        for text in closed:
            cells.append(_joined(pending, text, at, line.place))
            pending = None
        if wraps and rest.strip():
            pending = _joined(pending, rest, at, line.place)
        elif not wraps:
            cells.append(TextCell(rest.strip(), at, at, line.place))
    if pending is not None:
        cells.append(pending)
    return cells


def _joined(pending: TextCell | None, text: str, at: int, place: Place) -> TextCell:
    if pending is None or not pending.text:
        return TextCell(text.strip(), at, at, place)
    return pending._replace(text=f"{pending.text}\n{text.strip()}".strip(), last=at)


def barred_grids(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with barred lines replaced by grids if the cells of all of them form some."""
    runs: list[list[Block]] = []
    barred: list[bool] = []
    for block in blocks:
        has_bars = isinstance(block, Line) and is_barred(block.text)
        if not runs or not has_bars or not barred[-1]:
            runs.append([])
            barred.append(has_bars)
        runs[-1].append(block)
    grids = [
        _grid([block for block in run if isinstance(block, Line)]) if has_bars else None
        for run, has_bars in zip(runs, barred, strict=True)
    ]
    if None in [grid for grid, has_bars in zip(grids, barred, strict=True) if has_bars]:
        return tuple(blocks)
    return tuple(
        block
        for run, grid in zip(runs, grids, strict=True)
        for block in ([grid] if grid is not None else run)
    )


def _grid(lines: Sequence[Line]) -> Grid | None:
    """The grid of barred lines, or None if their cells do not form one."""
    lines = [line for line in lines if not is_delimiter(line.text)]
    rows = [_split_row(line.text) for line in lines]
    counts = {len(row) for row in rows}
    if len(rows) < _MIN_ROWS or len(counts) != 1 or min(counts) < _MIN_COLUMNS:
        return None
    # Of rows that are filled up with bars, nothing stands in the last column.
    with_figures = [row for row in rows if any(read_figure(text).is_recognised for text in row)]
    if 2 * sum(bool(row[-1]) for row in with_figures) < len(with_figures):
        return None
    cells = tuple(
        Cell(row, column, 1, 1, text, lines[row].place)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(len(rows), min(counts), cells, lines[0].place)


def _split_row(text: str) -> list[str]:
    cells = [cell.strip() for cell in _BAR.split(text.strip())]
    if cells and not cells[0]:
        cells = cells[1:]
    if cells and not cells[-1] and _BAR.match(text.strip()[-1:]):
        cells = cells[:-1]
    return cells
