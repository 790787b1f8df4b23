"""Excel files: sheets laid out as the official tables, with or without text around them."""

import io
import warnings
import zipfile
from decimal import Decimal
from typing import Any

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.flow import Item, build_document, unwrap_layout_tables
from validator.reading.office.sheets import Sheet, items_of
from validator.reading.options import Options, Progress, exceeded


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read the visible sheets, one after the other.

    Formulas are read as the values that Excel last computed. Raise UserError
    `office_damaged`, `exceeds_unpacked`, `exceeds_cells`.
    """
    import openpyxl

    bounds = options.bounds
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > bounds.unpacked * 2**20:
            raise exceeded("unpacked", bounds.unpacked)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = (
                openpyxl.load_workbook(io.BytesIO(data)) if b"<f" in _sheet_xml(data) else None
            )
    except UserError:
        raise
    except Exception as error:
        # openpyxl raises all sorts of exceptions on damaged files.
        raise UserError("office_damaged") from error
    items: list[Item] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            if sheet.max_row * sheet.max_column > bounds.cells:
                raise exceeded("cells", bounds.cells)
            items.extend(items_of(_read_sheet(sheet, formulas[sheet.title] if formulas else None)))
    return build_document(unwrap_layout_tables(items), source, bounds.cells)


def _sheet_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        return b"".join(archive.read(name) for name in names)


def _read_sheet(sheet: Any, formulas: Any) -> Sheet:
    """The visible cells of a sheet and its merged ones."""
    spans = {
        (area.min_row, area.min_col): (area.max_row, area.max_col)
        for area in sheet.merged_cells.ranges
    }
    hidden_rows = {row for row, size in sheet.row_dimensions.items() if size.hidden}
    hidden_columns = {
        column
        for size in sheet.column_dimensions.values()
        if size.hidden
        for column in range(size.min, size.max + 1)
    }
    texts = {
        (cell.row, cell.column): text
        for row in sheet.iter_rows()
        for cell in row
        if cell.row not in hidden_rows
        and cell.column not in hidden_columns
        and (text := _displayed_text(cell, formulas))
    }
    return Sheet(texts, spans)


def _displayed_text(cell: Any, formulas: Any) -> str:
    """The text that a cell shows; whole numbers have no decimal point."""
    value = cell.value
    if value is None:
        formula = formulas[cell.coordinate].value if formulas is not None else None
        # The formula was never computed, so there is no value to read.
        return str(formula) if formula is not None else ""
    if isinstance(value, float):
        number = Decimal(repr(value))
        return f"{number.quantize(Decimal(1)) if number == number.to_integral() else number:f}"
    return str(value)
