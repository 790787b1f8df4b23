"""A document's lines and grids as a Word file to be filled in."""

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from validator.model.document import Cell, Document, Grid
from validator.rendering import official

# Widths in millimetres: of a table, of outer label columns, of the column of the rows' labels
# where more figures than a few stand beside it.
_WIDTH, _NARROW, _WIDEST, _FEW = 156.0, 13.0, 40.0, 4
# Longer labels are set to the left.
_WORDY = 8


def word(document: Document, headings: frozenset[str]) -> bytes:
    """The bytes of the file; lines in `headings` are set as such, the first line as a title."""
    out = official.blank()
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            _table(out, block)
        elif number == 0:
            official.title(out, block.text)
        else:
            heading = block.text in headings
            official.line(out, block.text, official.HEADING if heading else official.BODY)
    return official.saved(out)


def _table(out: WordDocument, grid: Grid) -> None:
    table = out.add_table(grid.rows, grid.columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    places = [[table.cell(r, c) for c in range(grid.columns)] for r in range(grid.rows)]
    table.autofit = False
    for column, width in enumerate(_widths(grid)):
        table.columns[column].width = Mm(width)
        for row in places:
            row[column].width = Mm(width)
    for cell in grid.cells:
        first = places[cell.row][cell.column]
        last = places[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
        own = first if first is last else first.merge(last)
        paragraph = own.paragraphs[0]
        paragraph.alignment = _alignment(cell, grid)
        official.set_in(paragraph, cell.text, official.TABLE, official.SMALL)
    # A paragraph keeps this table apart from the next.
    out.add_paragraph()


def _widths(grid: Grid) -> list[float]:
    """The widths of columns in millimetres; that of the rows' own labels is the widest."""
    blank = {c.column for c in grid.cells if c.row_span == c.column_span == 1 and not _named(c)}
    labels = min(blank, default=0)
    if not labels:
        return [_WIDTH / grid.columns] * grid.columns
    figures = grid.columns - labels
    own = _WIDEST if figures > _FEW else _WIDTH / 3
    rest = (_WIDTH - _NARROW * (labels - 1) - own) / figures
    return [*([_NARROW] * (labels - 1)), own, *([rest] * figures)]


def _named(cell: Cell) -> bool:
    return bool(cell.text) and not cell.text.lstrip("-").isdigit()


def _alignment(cell: Cell, grid: Grid) -> WD_ALIGN_PARAGRAPH:
    wide = cell.column_span > 1 or len(cell.text) > _WORDY
    left = wide and cell.row > 0 and cell.column < grid.columns // 2
    return WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
