"""Barred text: lines whose cells are separated by bars or tabs, wherever these stand.

Copyists and crawlers keep a table as one row a line, as one cell a line, or as something in
between; bars may end lines, begin them or stand alone. What is common to all of them is the order
of the cells, in which blank ones are kept.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from validator.model.document import Block, Cell, Grid, Line
from validator.model.place import Place
from validator.recognition.tables.figures import read_figure

_BAR = re.compile(r"[|｜│┃¦\t]")
# Lines that only separate a header from its rows (Markdown).
_DELIMITER = re.compile(r"[\s|｜:+=-]*[-=]{2,}[\s|｜:+=-]*")
# Minimum share of lines that a bar ends for the end of a line not to end a cell.
_ENDED_BY_BARS = 0.5
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


def split_cells(lines: Sequence[tuple[int, Line]]) -> list[TextCell]:
    """The cells of barred lines in order, blank ones included.

    Where bars end most lines, a cell without one goes on in the next line. Surplus blank cells,
    of merged cells or between the bars that end and begin lines, are kept.
    """
    lines = [(at, line) for at, line in lines if not _DELIMITER.fullmatch(line.text)]
    ended = sum(_BAR.match(line.text[-1:]) is not None for _, line in lines)
    wraps = ended >= _ENDED_BY_BARS * len(lines)
    cells: list[TextCell] = []
    # A cell that no bar has ended yet.
    pending: TextCell | None = None
    for at, line in lines:
        *closed, rest = _BAR.split(line.text)
        for number, text in enumerate(closed):
            if number == 0 and not text.strip() and pending is None:
                continue
            cells.append(_joined(pending, text, at, line.place))
            pending = None
        if rest.strip() and wraps:
            pending = _joined(pending, rest, at, line.place)
        elif rest.strip():
            cells.append(TextCell(rest.strip(), at, at, line.place))
        elif not closed[:-1] and len(closed) == 1 and not closed[0].strip() and wraps:
            # A bar alone on its line, with nothing before it: a blank cell.
            cells.append(TextCell("", at, at, line.place))
    if pending is not None:
        cells.append(pending)
    return cells


def _joined(pending: TextCell | None, text: str, at: int, place: Place) -> TextCell:
    if pending is None or not pending.text:
        return TextCell(text.strip(), at, at, place)
    return pending._replace(text=f"{pending.text}\n{text.strip()}".strip(), last=at)


def barred_grids(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with barred lines whose cells stand in columns replaced by grids."""
    rows: list[Line] = []
    for block in blocks:
        if isinstance(block, Line) and is_barred(block.text):
            rows.append(block)
            continue
        yield from _grid(rows)
        rows = []
        yield block
    yield from _grid(rows)


def _grid(lines: Sequence[Line]) -> Sequence[Block]:
    """The grid of barred lines, or the lines if their cells do not form one."""
    rows = [_split_row(line.text) for line in lines if not _DELIMITER.fullmatch(line.text)]
    places = [line.place for line in lines if not _DELIMITER.fullmatch(line.text)]
    counts = {len(row) for row in rows}
    if len(rows) < _MIN_ROWS or len(counts) != 1 or min(counts) < _MIN_COLUMNS:
        return lines
    # Of rows that are filled up with bars, nothing stands in the last column.
    with_figures = [row for row in rows if any(read_figure(text).is_recognised for text in row)]
    if 2 * sum(bool(row[-1]) for row in with_figures) < len(with_figures):
        return lines
    cells = tuple(
        Cell(row, column, 1, 1, text, places[row])
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return (Grid(len(rows), min(counts), cells, places[0]),)


def _split_row(text: str) -> list[str]:
    cells = [cell.strip() for cell in _BAR.split(text.strip())]
    if cells and not cells[0]:
        cells = cells[1:]
    if cells and not cells[-1] and _BAR.match(text.strip()[-1:]):
        cells = cells[:-1]
    return cells
