"""Documents as text, in the ways in which tables end up in text."""

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Literal

from validator.model.document import Cell, Document, Grid, Line

Layout = Literal["rows", "cells", "below", "around", "columns"]


def write(document: Document, layout: Layout = "rows", width: int = 30) -> str:
    """The text of a document whose paragraphs are broken after `width` ideographs.

    `rows`: a row a line, label first. `cells`: a cell a line. `below`: long labels go on
    under their figures. `around`: the figures stand in the middle of long labels. `columns`:
    a cell a line, column after column, as some programs copy tables.
    """
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            lines.extend(_broken(block.text, width))
        else:
            lines.extend(_grid(block, layout))
    return "\n".join(lines) + "\n"


def write_markdown(document: Document, *, html_tables: bool = False) -> str:
    """A document in Markdown, its tables with bars, or as HTML with spans."""
    parts: list[str] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Line):
            parts.append(f"# {block.text}" if number == 0 else f"**{block.text}**")
            continue
        rows = []
        for row in range(block.rows):
            cells = ["" for _ in range(block.columns)]
            for cell in block.cells:
                if cell.row == row:
                    cells[cell.column] = cell.text
            rows.append(f"| {' | '.join(cells)} |")
        rows.insert(1, "|" + " --- |" * block.columns)
        parts.append(html_table(block) if html_tables else "\n".join(rows))
    return "\n\n".join(parts)


Bars = Literal["inline", "lines", "alone", "open", "padded"]


def write_barred(document: Document, bars: Bars) -> str:
    """A document as text in which bars part the cells of tables.

    `inline`: a row a line, with a bar behind each cell and one for each column that it lacks.
    `lines`: a cell a line with a bar behind it, blank cells bars of their own, the lacking ones
    in a line. `alone`: the same with a bar in a line of its own before each row. `open`: a row a
    line with bars only between cells. `padded`: a row a line, every column in it.
    """
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            lines.append(block.text)
            continue
        for row in range(block.rows):
            lines.extend(_barred_row(block, row, bars))
    return "\n".join(lines) + "\n"


def _barred_row(grid: Grid, row: int, bars: Bars) -> list[str]:
    cells = sorted((cell for cell in grid.cells if cell.row == row), key=lambda c: c.column)
    texts = [cell.text for cell in cells]
    lacking = "|" * (grid.columns - len(texts))
    if bars == "padded":
        by_column = {cell.column: cell.text for cell in cells}
        return ["| " + " | ".join(by_column.get(at, "") for at in range(grid.columns)) + " |"]
    if bars == "open":
        return ["| ".join(texts)]
    if bars == "inline":
        return [" | ".join(texts) + f" | {lacking}"]
    return [
        *(["|"] if bars == "alone" else []),
        *(f"{text} |" if text else "|" for text in texts),
        *([lacking] if lacking else []),
    ]


def write_drawn(document: Document) -> str:
    """A document as text whose tables are drawn in box characters."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            lines.append(block.text)
        else:
            lines.extend(_drawn(block))
    return "\n".join(lines) + "\n"


def _drawn(grid: Grid) -> list[str]:
    """The lines of a grid in which every cell is of one line and every border is drawn."""
    widths = [2] * grid.columns
    for cell in grid.cells:
        share = -(-(_columns(cell.text) + 2) // cell.column_span)
        for column in range(cell.column, cell.column + cell.column_span):
            widths[column] = max(widths[column], share)
    xs = [sum(widths[:column]) + column for column in range(grid.columns + 1)]
    canvas = [[" "] * (xs[-1] + 1) for _ in range(2 * grid.rows + 1)]
    for cell in grid.cells:
        left, right = xs[cell.column], xs[cell.column + cell.column_span]
        top, bottom = 2 * cell.row, 2 * (cell.row + cell.row_span)
        for x in range(left, right + 1):
            canvas[top][x] = canvas[bottom][x] = "─"
        for y in range(top, bottom + 1):
            canvas[y][left] = canvas[y][right] = "│"
        for x in (left, right):
            canvas[top][x] = canvas[bottom][x] = "┼"
        at = left + 1
        for char in cell.text:
            canvas[top + 1][at] = char
            if _columns(char) == 2:
                canvas[top + 1][at + 1] = ""
            at += _columns(char)
    return ["".join(line) for line in canvas]


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def write_aligned(document: Document, gap: int = 2) -> str:
    """A document as text whose tables are columns of words, blank cells included."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            lines.append(block.text)
            continue
        widths = [0] * block.columns
        for cell in block.cells:
            widths[cell.column] = max(widths[cell.column], _columns(cell.text) + gap)
        for row in range(block.rows):
            by_column = {cell.column: cell.text for cell in block.cells if cell.row == row}
            line = ""
            for column, width in enumerate(widths):
                text = by_column.get(column, "")
                line += text + " " * (width - _columns(text))
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def html_table(grid: Grid) -> str:
    """A grid as an HTML table."""
    rows = [
        "".join(
            f'<td rowspan="{c.row_span}" colspan="{c.column_span}">{escape(c.text)}</td>'
            for c in sorted(grid.cells, key=lambda c: c.column)
            if c.row == row
        )
        for row in range(grid.rows)
    ]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _broken(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, max(len(text), 1), width)]


def _grid(grid: Grid, layout: Layout) -> list[str]:
    lines: list[str] = []
    if layout == "columns":
        return [c.text for c in sorted(grid.cells, key=lambda c: (c.column, c.row)) if c.text]
    for row in range(grid.rows):
        cells = sorted((c for c in grid.cells if c.row == row), key=lambda c: c.column)
        if layout == "cells":
            lines.extend(c.text for c in cells if c.text)
            continue
        labels = [c for c in cells if not _is_figure(c)]
        figures = " ".join(c.text for c in cells if _is_figure(c))
        lines.extend(_row(labels, figures, layout))
    return lines


def _row(labels: Sequence[Cell], figures: str, layout: Layout) -> list[str]:
    text = " ".join(c.text for c in labels if c.text)
    if layout == "rows" or not figures or len(text) < 10:
        return [f"{text} {figures}".strip()]
    pieces = _broken(text, 8)
    if layout == "below":
        return [f"{pieces[0]} {figures}", *pieces[1:]]
    middle = (len(pieces) + 1) // 2
    return [*pieces[:middle], figures, *pieces[middle:]]


def _is_figure(cell: Cell) -> bool:
    words = ("无", "若干", "—", "-", "/")
    return cell.text.lstrip("+-").replace(".", "", 1).isdigit() or cell.text in words
