"""Documents as text, in the ways in which tables end up in text."""

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
