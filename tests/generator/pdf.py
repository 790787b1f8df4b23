"""Documents drawn as PDF, in the ways in which office programs draw them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from validator.model.document import Cell, Document, Grid, Line

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True)
class Style:
    """How a document is drawn; lengths are in points."""

    # Stroked lines, `filled` thin rectangles, `hairline` double lines, or `one_path` for all.
    borders: str = "stroked"
    # Width and height of a page.
    size: tuple[float, float] = (595.0, 842.0)
    # Margin on all sides of a page.
    margin: float = 72.0
    # Size of the font.
    font: float = 9.0
    # A page break may cut a row in two.
    split_rows: bool = False
    # The border at a page break is not drawn.
    open_breaks: bool = False
    # Header rows are printed again on each page.
    repeat_header: bool = False
    # Outer row labels are set one character a line.
    vertical: bool = False
    # Short labels have blanks between their characters.
    spaced: bool = False
    # Figures have thousands separators.
    thousands: bool = False
    # Digits are full-width.
    fullwidth: bool = False
    # The text at the foot of each page.
    footer: str = "- {page} -"
    # The width of a column of figures.
    value_width: float = 34.0
    # Adjacent grids are drawn without a gap, as one table.
    one_table: bool = False
    # Borders left out: `columns` between figures, `rows`, `sides` of the table, or `all`.
    undrawn: str = ""
    # Text set slantwise over each page.
    watermark: str = ""
    # Each page is a scaled form, as some printer drivers draw it.
    as_form: bool = False
    # Outer row labels are turned, to be read from below.
    upward: bool = False
    # Pages are turned a quarter to fit.
    lying: bool = False
    # White text, which nobody sees, is printed over all text; text on a dark bar is white too.
    white: bool = False


def draw(document: Document, style: Style | None = None) -> bytes:
    """The PDF of a document whose blocks have no places yet."""
    return Press(style or Style()).print(document)


class Press:
    """Lays blocks out from top to bottom and draws them."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.out = io.BytesIO()
        sides = style.size[::-1] if style.lying else style.size
        self.canvas = Canvas(self.out, pagesize=sides, invariant=1)
        self.page = 1
        self.y = style.margin
        self.width = style.size[0] - 2 * style.margin
        self.bottom = style.size[1] - style.margin
        # How many lines of a cell stood on the page where it began.
        self.fitted: dict[int, int] = {}

    def print(self, document: Document) -> bytes:
        blocks = document.blocks
        self.start_page()
        for index, block in enumerate(blocks):
            if isinstance(block, Line):
                self.paragraph(block.text, title=index == 0)
            else:
                self.table(block)
                after = blocks[index + 1] if index + 1 < len(blocks) else None
                if not (self.style.one_table and isinstance(after, Grid)):
                    self.y += 14
        for hidden in document.hidden:
            self.canvas.setFont(FONT, 9)
            self.canvas.setFillGray(1)
            self.canvas.drawString(20, 20, hidden.text)
            self.canvas.setFillGray(0)
        self.finish_page()
        if self.style.as_form:
            self.canvas.endForm()
        self.canvas.save()
        return self.out.getvalue()

    def start_page(self) -> None:
        if self.style.lying:
            self.canvas.translate(self.style.size[1], 0)
            self.canvas.rotate(90)
        if self.style.as_form:
            self.canvas.beginForm(f"page{self.page}")

    def finish_page(self) -> None:
        if self.style.watermark:
            self.canvas.saveState()
            self.canvas.translate(self.style.size[0] / 4, self.style.size[1] / 4)
            self.canvas.rotate(50)
            self.canvas.setFont(FONT, 48)
            self.canvas.setFillGray(0.85)
            self.canvas.drawString(0, 0, self.style.watermark)
            self.canvas.setFont(FONT, 9)
            self.canvas.drawString(40, 60, self.style.watermark)
            self.canvas.restoreState()
        if self.style.footer:
            text = self.style.footer.format(page=self.page)
            self.text(self.style.size[0] / 2 - 10, self.bottom + self.style.margin * 0.7, text, 9)
        if self.style.as_form:
            self.canvas.endForm()
            self.canvas.translate(20, 30)
            self.canvas.scale(0.9, 0.9)
            self.canvas.doForm(f"page{self.page}")
        self.canvas.showPage()
        self.page += 1
        self.y = self.style.margin
        self.start_page()

    def text(self, x: float, baseline: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        if self.style.white:
            self.print_in_white(x, baseline, text, size)
        self.canvas.drawString(x, self.style.size[1] - baseline, text)
        self.canvas.setFillGray(0)

    def print_in_white(self, x: float, baseline: float, text: str, size: float) -> None:
        """Print digits in white over a text, and set a heading in white on a dark bar."""
        y = self.style.size[1] - baseline
        if text.startswith("　　一、"):
            self.canvas.rect(x, y - 3, self.width, size + 4, stroke=0, fill=1)
            self.canvas.setFillGray(1)
        else:
            self.canvas.setFillGray(1)
            self.canvas.drawString(x + 2, y, "79"[: len(text)])
            self.canvas.setFillGray(0)

    def paragraph(self, text: str, *, title: bool) -> None:
        size = 16.0 if title else 12.0
        indent = "" if title else "　　"
        for line in wrap(indent + text, size, self.width):
            if self.y + size * 1.6 > self.bottom:
                self.finish_page()
            self.text(self.style.margin, self.y + size, line, size)
            self.y += size * 1.6

    def table(self, grid: Grid) -> None:
        widths = self.column_widths(grid)
        xs = [self.style.margin]
        for width in widths:
            xs.append(xs[-1] + width)
        heights = self.row_heights(grid, widths)
        header = sum(1 for row in range(grid.rows) if not self.has_figures(grid, row))
        header = header if header < grid.rows and grid.rows > 10 else 0
        slots: list[list[tuple[int, float, float]]] = []
        placed: list[tuple[int, float, float, int]] = []
        row = 0
        while row < grid.rows:
            height = heights[row]
            room = self.bottom - self.y
            if height <= room:
                slots.append([(self.page, self.y, self.y + height)])
                self.y += height
            elif self.style.split_rows and room > 14 and height > 40:
                slots.append([(self.page, self.y, self.bottom)])
                self.draw_part(grid, xs, slots, placed)
                rest = max(height - room + self.style.font * 1.2 + 8, 16.0)
                slots[row].append((self.page, self.y, self.y + rest))
                self.y += rest
            else:
                self.draw_part(grid, xs, slots, placed)
                if self.style.repeat_header and header and row > header:
                    self.repeat(grid, xs, heights, header)
                continue
            row += 1
        self.draw_part(grid, xs, slots, placed, last=True)

    def draw_part(
        self,
        grid: Grid,
        xs: Sequence[float],
        slots: Sequence[Sequence[tuple[int, float, float]]],
        placed: list[Any],
        *,
        last: bool = False,
    ) -> None:
        """Draw what of a grid lies on this page, and end the page unless the grid ends."""
        for cell in grid.cells:
            rows = range(cell.row, min(cell.row + cell.row_span, len(slots)))
            here = [s for r in rows for s in slots[r] if s[0] == self.page]
            if not here:
                continue
            top, bottom = min(s[1] for s in here), max(s[2] for s in here)
            pages = {s[0] for r in rows for s in slots[r]}
            x0, x1 = xs[cell.column], xs[cell.column + cell.column_span]
            goes_on = not last and cell.row + cell.row_span >= len(slots)
            open_bottom = goes_on and self.style.open_breaks
            sides = self.drawn_sides(cell, grid, open_bottom=open_bottom)
            self.frame(x0, top, x1, bottom, sides)
            first = self.page == min(pages)
            self.fill(cell, x0, top, x1, bottom, first=first)
        if not last:
            self.finish_page()

    def repeat(
        self, grid: Grid, xs: Sequence[float], heights: Sequence[float], header: int
    ) -> None:
        ys = [self.y]
        for height in heights[:header]:
            ys.append(ys[-1] + height)
        for cell in grid.cells:
            if cell.row + cell.row_span <= header:
                x0, x1 = xs[cell.column], xs[cell.column + cell.column_span]
                top, bottom = ys[cell.row], ys[cell.row + cell.row_span]
                self.frame(x0, top, x1, bottom, self.drawn_sides(cell, grid, open_bottom=False))
                self.fill(cell, x0, top, x1, bottom, first=True)
        self.y = ys[-1]

    def fill(
        self, cell: Cell, x0: float, top: float, x1: float, bottom: float, *, first: bool
    ) -> None:
        """The cell's text: what fits on the page where it begins, the rest on the next."""
        lines = self.lines(cell, x1 - x0)
        step = self.style.font * 1.2
        if self.style.upward and cell.row_span > 10:
            if first:
                self.canvas.saveState()
                self.canvas.translate(x0 + 4, self.style.size[1] - bottom + 4)
                self.canvas.rotate(90)
                for number, line in enumerate(wrap(cell.text, self.style.font, bottom - top - 8)):
                    down = (number + 1) * step
                    self.text(0, self.style.size[1] + down, line, self.style.font)
                self.canvas.restoreState()
            return
        room = max(1, int((bottom - top - 4) // step))
        if not first:
            spanning = cell.row_span > 1
            lines = [] if spanning else lines[self.fitted.get(id(cell), len(lines)) :]
        elif len(lines) > room:
            self.fitted[id(cell)] = room
        for number, line in enumerate(lines[:room]):
            width = pdfmetrics.stringWidth(line, FONT, self.style.font)
            x = x0 + max(2.0, (x1 - x0 - width) / 2)
            self.text(x, top + 2 + self.style.font + number * step, line, self.style.font)

    def lines(self, cell: Cell, width: float) -> list[str]:
        text = cell.text
        if self.style.thousands and text.isdigit():
            text = f"{int(text):,}"
        if self.style.fullwidth and text.isdigit():
            text = "".join(chr(ord(digit) + 0xFEE0) for digit in text)
        if self.style.spaced and text == "总计":
            text = "总 计"
        if (self.style.vertical or self.style.upward) and cell.row_span > 10:
            return list(text)
        return wrap(text, self.style.font, width - 4)

    def has_figures(self, grid: Grid, row: int) -> bool:
        return any(c.row == row and c.text.lstrip("-").isdigit() for c in grid.cells)

    def column_widths(self, grid: Grid) -> list[float]:
        figures = {c.column for c in grid.cells if c.text.lstrip("-").replace(".", "").isdigit()}
        labels = [k for k in range(grid.columns) if k not in figures]
        if not labels:
            return [self.width / grid.columns] * grid.columns
        values = min(self.style.value_width, self.width / 2 / max(len(figures), 1))
        rest = (self.width - values * len(figures)) / len(labels)
        return [values if k in figures else rest for k in range(grid.columns)]

    def row_heights(self, grid: Grid, widths: Sequence[float]) -> list[float]:
        step = self.style.font * 1.2
        heights = [step + 6] * grid.rows
        for cell in sorted(grid.cells, key=lambda c: c.row_span):
            width = sum(widths[cell.column : cell.column + cell.column_span])
            wanted = len(self.lines(cell, width)) * step + 6
            rows = range(cell.row, cell.row + cell.row_span)
            lack = wanted - sum(heights[r] for r in rows)
            if lack > 0:
                heights[rows[-1]] += lack
        return heights

    def drawn_sides(self, cell: Cell, grid: Grid, *, open_bottom: bool) -> str:
        """Which sides of a cell have a border: t, b, l, r."""
        sides = {"t", "b", "l", "r"}
        undrawn = self.style.undrawn
        figure = cell.text.lstrip("-").replace(".", "").isdigit()
        if undrawn == "all":
            return ""
        if undrawn == "columns" and figure:
            sides -= {"l"} if cell.column + cell.column_span == grid.columns else {"l", "r"}
        if undrawn == "rows" and cell.row_span == 1 and 0 < cell.row < grid.rows - 1 and figure:
            sides -= {"t", "b"}
        if undrawn == "sides":
            sides -= {"l"} if cell.column == 0 else set()
            sides -= {"r"} if cell.column + cell.column_span == grid.columns else set()
        if open_bottom:
            sides -= {"b"}
        return "".join(sorted(sides))

    def frame(self, x0: float, top: float, x1: float, bottom: float, drawn: str) -> None:
        height = self.style.size[1]
        canvas = self.canvas
        lines = {
            "t": (x0, top, x1, top),
            "l": (x0, top, x0, bottom),
            "r": (x1, top, x1, bottom),
            "b": (x0, bottom, x1, bottom),
        }
        sides = [lines[side] for side in drawn]
        if self.style.borders == "one_path":
            path = canvas.beginPath()
            for ax, ay, bx, by in sides:
                path.rect(ax, height - by, max(bx - ax, 0.6), max(by - ay, 0.6))
            canvas.drawPath(path, stroke=0, fill=1)
            return
        for ax, ay, bx, by in sides:
            if self.style.borders == "filled":
                canvas.rect(ax, height - by, max(bx - ax, 0.5), max(by - ay, 0.5), stroke=0, fill=1)
                continue
            canvas.setLineWidth(0.1 if self.style.borders == "hairline" else 0.5)
            canvas.line(ax, height - ay, bx, height - by)
            if self.style.borders == "hairline":
                canvas.line(ax + 1.2, height - ay - 1.2, bx + 1.2, height - by - 1.2)


def wrap(text: str, size: float, width: float) -> list[str]:
    """A text broken into lines of at most this width, a newline breaking it in any case."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for char in part:
            if line and pdfmetrics.stringWidth(line + char, FONT, size) > width:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines
