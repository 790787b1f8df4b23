"""Lattices with fewer rules than cells: figures of several rows in one cell, and mere frames."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from validator.model.place import Box
from validator.reading.geometry.lattice import Lattice, LatticeCell
from validator.reading.geometry.line_grouping import SAME_LINE, TextLine

# What a line of only a figure or a dash looks like, and a line of a label and figures.
_FIGURE = re.compile(r"[+\-\d.,０-９，．—―–─－/]{1,16}")
_LABEL = re.compile(r"[^\s+\-\d.,０-９，．]")
_MAX_FIGURE = 17
_FIGURE_BEHIND = re.compile(r"\s[+\-\d.,０-９，．]{1,16}")
# Minimum number of cells with several figures for these to be of several rows.
_MIN_CELLS = 2
# Columns at places that differ by no more (points) are the same.
_SAME_COLUMN = 2.0
_EDGES_OF_ONE_COLUMN = 2


class FilledCell(NamedTuple):
    """A cell of a lattice and the lines of text in it."""

    cell: LatticeCell
    lines: tuple[TextLine, ...]


def split_tall_cells(lattice: Lattice, filled: Sequence[FilledCell]) -> list[FilledCell]:
    """The cells, with those over several rows split by the rows that their figures stand in.

    A border is missing there. Each of several such cells side by side must have a figure in more
    than one row, and no row may have two of a cell.
    """
    result: list[FilledCell] = []
    by_rows = sorted(filled, key=lambda f: (f.cell.row, f.cell.row_span))
    for (_, span), group in groupby(by_rows, key=lambda f: (f.cell.row, f.cell.row_span)):
        side_by_side = list(group)
        split = [_by_row(lattice, f) for f in side_by_side] if span > 1 else []
        if sum(len(rows) > 1 for rows in split) < _MIN_CELLS:
            result.extend(side_by_side)
            continue
        for whole, rows in zip(side_by_side, split, strict=True):
            if not rows and whole.lines:
                result.append(whole)
                continue
            result.extend(
                _cell_in_row(lattice, whole.cell, row, rows.get(row, ()))
                for row in range(whole.cell.row, whole.cell.row + span)
            )
    return sorted(result, key=lambda f: (f.cell.row, f.cell.column))


def _by_row(lattice: Lattice, filled: FilledCell) -> dict[int, tuple[TextLine, ...]]:
    """The lines of a cell by row; empty if they are not only figures, one in a row."""
    rows: dict[int, tuple[TextLine, ...]] = {}
    for line in filled.lines:
        middle = (line.box.y0 + line.box.y1) / 2
        row = next(
            r
            for r in range(filled.cell.row, filled.cell.row + filled.cell.row_span)
            if middle < lattice.ys[r + 1] or r + 1 == filled.cell.row + filled.cell.row_span
        )
        if row in rows or not _FIGURE.fullmatch(line.text):
            return {}
        rows[row] = (line,)
    return rows


def _cell_in_row(
    lattice: Lattice, cell: LatticeCell, row: int, lines: tuple[TextLine, ...]
) -> FilledCell:
    box = Box(cell.box.x0, lattice.ys[row], cell.box.x1, lattice.ys[row + 1])
    return FilledCell(LatticeCell(row, cell.column, 1, cell.column_span, box), lines)


def find_frames(lattices: Sequence[tuple[Lattice, Sequence[FilledCell]]]) -> list[bool]:
    """Which of the lattices of a document frame a table, or its columns, but do not part its rows.

    One with the same columns as a frame, on the next page, is one too, if it has such a cell.
    """
    counts = [_count_figures(lattice, filled) for lattice, filled in lattices]
    framing = [lattice for (lattice, _), (a, t) in zip(lattices, counts, strict=True) if t > a]
    return [
        together > alone or (together > 0 and any(_same_columns(lattice, f) for f in framing))
        for (lattice, _), (alone, together) in zip(lattices, counts, strict=True)
    ]


def _same_columns(first: Lattice, second: Lattice) -> bool:
    return len(first.xs) == len(second.xs) and all(
        abs(a - b) <= _SAME_COLUMN for a, b in zip(first.xs, second.xs, strict=True)
    )


def _count_figures(lattice: Lattice, filled: Sequence[FilledCell]) -> tuple[int, int]:
    """The numbers of figures alone in a cell, and of those with others or with their labels."""
    alone = together = 0
    if len(lattice.xs) == _EDGES_OF_ONE_COLUMN:
        return 0, sum(len(line.extents) > 1 for _, lines in filled for line in lines)
    padding = _padding(filled)
    for cell, lines in filled:
        figures = sum(_FIGURE.fullmatch(line.text) is not None for line in lines)
        if 0 < figures == len(lines) and (figures == 1 or _is_wrapped(cell, lines, padding)):
            alone += 1
        else:
            together += figures
        together += sum(_ends_with_figure(line.text) for line in lines)
    return alone, together


def _padding(filled: Sequence[FilledCell]) -> float:
    """The least distance of text from the sides of its cell."""
    gaps = (
        min(line.box.x0 - cell.box.x0, cell.box.x1 - line.box.x1)
        for cell, lines in filled
        for line in lines
    )
    return max(min(gaps, default=0.0), 0.0)


def _is_wrapped(cell: LatticeCell, lines: Sequence[TextLine], padding: float) -> bool:
    """Whether lines of figures are one figure: no line has room for one more digit."""
    room = cell.box.x1 - cell.box.x0 - 2 * padding
    return all(
        (line.box.x1 - line.box.x0) * (len(line.text) + 1) / len(line.text) > room
        for line in lines[:-1]
    )


def lines_across(filled: Sequence[FilledCell]) -> list[TextLine]:
    """The lines of cells from top to bottom, level ones joined from left to right."""
    lines = sorted((line for _, ls in filled for line in ls), key=lambda ln: ln.box.y0 + ln.box.y1)
    levels: list[list[TextLine]] = []
    for line in lines:
        last = levels[-1][0].box if levels else None
        height = line.box.y1 - line.box.y0
        if last and line.box.y0 + line.box.y1 - last.y0 - last.y1 <= 2 * SAME_LINE * height:
            levels[-1].append(line)
        else:
            levels.append([line])
    return [_joined(level) for level in levels]


def _ends_with_figure(text: str) -> bool:
    """Whether a line is of a label and, after a blank, a figure."""
    label = _LABEL.search(text)
    if label is None:
        return False
    # The last blank with only figures behind it: behind the last character of a label.
    behind = max(label.end(), len(text) - _MAX_FIGURE)
    return any(
        _FIGURE_BEHIND.fullmatch(text, at) is not None
        for at in range(behind, len(text))
        if text[at].isspace()
    )


def _joined(level: Sequence[TextLine]) -> TextLine:
    """Level lines as one, with their words from left to right."""
    box = level[0].box
    for line in level[1:]:
        box = box.union(line.box)
    words = sorted(
        (extent, word)
        for line in level
        for extent, word in zip(line.extents, line.text.split(" "), strict=True)
    )
    return TextLine(
        " ".join(word for _, word in words),
        box,
        min(line.confidence for line in level),
        tuple(extent for extent, _ in words),
    )
