"""Excel files: sheets laid out as the official tables, with or without text around them."""

import io
import re
import warnings
import zipfile
from decimal import Decimal
from typing import Any

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.flow import Item, build_document, unwrap_layout_tables
from validator.reading.metering import Meter
from validator.reading.office.sheets import Sheet, items_of
from validator.reading.options import Options, Progress, exceeded

_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
# How many cells may be merged for each that a document may have.
_MERGED_PER_CELL = 5


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
        sheets = _sheet_xml(data)
        Meter(bounds).add_markup(sheets)
        # openpyxl visits every cell of every merged area, and compares each with all others.
        merged = _MERGED.findall(sheets)
        area = sum(map(_area, merged))
        if len(merged) > bounds.cells // 20 or area > _MERGED_PER_CELL * bounds.cells:
            raise exceeded("cells", bounds.cells)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data)) if b"<f" in sheets else None
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
    return build_document(unwrap_layout_tables(items), source, bounds)


def _area(merged: bytes) -> int:
    """The number of cells of a merged area, such as `A1:C4`."""
    from openpyxl.utils import range_boundaries

    first_column, first_row, last_column, last_row = range_boundaries(merged.decode("ascii"))
    area: int = (abs(last_column - first_column) + 1) * (abs(last_row - first_row) + 1)
    return area


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
