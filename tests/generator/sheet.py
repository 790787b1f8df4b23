"""Documents as Excel files."""

import io

from openpyxl import Workbook

from validator.model.document import Document, Grid


def write(document: Document, *, one_sheet: bool = True, texts: bool = True) -> bytes:
    """The workbook of a document: blocks below each other, or a sheet for each table.

    Without `texts` only the tables are written, as data sheets have them. Figures are numbers.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    row = 1
    for block in document.blocks:
        if isinstance(block, Grid):
            if not one_sheet:
                sheet, row = book.create_sheet(), 1
            for cell in block.cells:
                own = sheet.cell(row + cell.row, 1 + cell.column)
                own.value = float(cell.text) if cell.text.isdigit() else cell.text or None
                if cell.row_span > 1 or cell.column_span > 1:
                    sheet.merge_cells(
                        start_row=row + cell.row,
                        start_column=1 + cell.column,
                        end_row=row + cell.row + cell.row_span - 1,
                        end_column=cell.column + cell.column_span,
                    )
            row += block.rows + 1
        elif texts:
            sheet.cell(row, 1).value = block.text
            row += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
