"""Render a document's lines and grids as a Word file to be filled in."""

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from validator.model.document import Cell, Document, Grid
from validator.rendering import official_style

# Widths in millimetres: the table, the outer label columns, the row label column beside more
# than `_FEW_FIGURES` figure columns.
_TABLE_WIDTH, _OUTER_LABEL_WIDTH, _LABEL_WIDTH, _FEW_FIGURES = 156.0, 13.0, 40.0, 4
# Labels longer than this, in characters, are left-aligned.
_LONG_LABEL = 8


def render_docx(document: Document, headings: frozenset[str]) -> bytes:
    """The bytes of the file; the first line is set as title, lines in `headings` as headings."""
    out = official_style.new_document()
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            _add_table(out, block)
        elif number == 0:
            official_style.add_title(out, block.text)
        else:
            heading = block.text in headings
            official_style.add_paragraph(
                out, block.text, official_style.HEADING if heading else official_style.BODY
            )
    return official_style.to_bytes(out)


def _add_table(out: WordDocument, grid: Grid) -> None:
    table = out.add_table(grid.rows, grid.columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    places = [[table.cell(r, c) for c in range(grid.columns)] for r in range(grid.rows)]
    table.autofit = False
    for column, width in enumerate(_column_widths(grid)):
        table.columns[column].width = Mm(width)
        for row in places:
            row[column].width = Mm(width)
    for cell in grid.cells:
        first = places[cell.row][cell.column]
        last = places[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
        merged_cell = first if first is last else first.merge(last)
        paragraph = merged_cell.paragraphs[0]
        paragraph.alignment = _alignment(cell, grid)
        official_style.add_text(paragraph, cell.text, official_style.TABLE, official_style.SMALL)
    # Word merges adjacent tables unless a paragraph separates them.
    out.add_paragraph()


def _column_widths(grid: Grid) -> list[float]:
    """Column widths in millimetres; the row label column, left of the figures, is the widest."""
    blank = {c.column for c in grid.cells if c.row_span == c.column_span == 1 and not _is_label(c)}
    labels = min(blank, default=0)
    if not labels:
        return [_TABLE_WIDTH / grid.columns] * grid.columns
    figures = grid.columns - labels
    label_width = _LABEL_WIDTH if figures > _FEW_FIGURES else _TABLE_WIDTH / 3
    rest = (_TABLE_WIDTH - _OUTER_LABEL_WIDTH * (labels - 1) - label_width) / figures
    return [*([_OUTER_LABEL_WIDTH] * (labels - 1)), label_width, *([rest] * figures)]


def _is_label(cell: Cell) -> bool:
    return bool(cell.text) and not cell.text.lstrip("-").isdigit()


def _alignment(cell: Cell, grid: Grid) -> WD_ALIGN_PARAGRAPH:
    wide = cell.column_span > 1 or len(cell.text) > _LONG_LABEL
    left = wide and cell.row > 0 and cell.column < grid.columns // 2
    return WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
