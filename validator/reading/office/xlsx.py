"""Excel files: sheets laid out as the official tables, with or without text around them."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.flow import (
    Item,
    Paragraph,
    Table,
    TableCell,
    build_document,
    unwrap_layout_tables,
)
from validator.reading.options import Options, Progress


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read the visible sheets, one after the other.

    Formulas are read as the values that Excel last computed. Raise UserError
    `office_damaged`, `too_large`, `too_many_cells`.
    """
    import openpyxl

    bounds = options.bounds
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > bounds.unpacked * 2**20:
            raise UserError("too_large", most=f"{bounds.unpacked} MiB")
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
                raise UserError("too_many_cells", most=str(bounds.cells))
            items.extend(_read_items(sheet, formulas[sheet.title] if formulas else None))
    return build_document(unwrap_layout_tables(items), source, bounds.cells)


def _sheet_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        return b"".join(archive.read(name) for name in names)


def _read_items(sheet: Any, formulas: Any) -> Iterator[Item]:
    """The items of a sheet: rows with one text are paragraphs, others tables up to a blank row."""
    spans = {
        (area.min_row, area.min_col): (area.max_row, area.max_col)
        for area in sheet.merged_cells.ranges
    }
    corner_by_cell = {
        (row, column): corner
        for corner, (last_row, last_column) in spans.items()
        for row in range(corner[0], last_row + 1)
        for column in range(corner[1], last_column + 1)
    }
    texts = {
        (cell.row, cell.column): text
        for row in sheet.iter_rows()
        for cell in row
        if (text := _displayed_text(cell, formulas))
    }
    block: list[int] = []
    for row in range(1, sheet.max_row + 2):
        corners = {corner_by_cell.get((row, c), (row, c)) for c in range(1, sheet.max_column + 1)}
        filled = [corner for corner in corners if corner in texts]
        has_one_text = len(filled) == 1 and spans.get(filled[0], filled[0])[0] == row
        if (not filled or (has_one_text and not _is_merged_into(row, spans, block))) and block:
            yield _build_table(block, texts, spans, sheet.max_column)
            block = []
        if has_one_text and not block:
            yield Paragraph(texts[filled[0]])
        elif filled:
            block.append(row)


def _is_merged_into(
    row: int, spans: dict[tuple[int, int], tuple[int, int]], block: list[int]
) -> bool:
    """Whether a merged cell of the block's rows reaches into this row."""
    return any(first in block and last >= row for (first, _), (last, _) in spans.items())


def _build_table(
    rows: list[int],
    texts: dict[tuple[int, int], str],
    spans: dict[tuple[int, int], tuple[int, int]],
    columns: int,
) -> Table:
    used = [
        column
        for column in range(1, columns + 1)
        if any((row, column) in texts or (row, column) in spans for row in rows)
    ]
    first, last = used[0], max(spans.get((r, c), (r, c))[1] for r in rows for c in used)
    cells: list[TableCell] = []
    taken: set[tuple[int, int]] = set()
    for row in rows:
        for column in range(first, last + 1):
            if (row, column) in taken:
                continue
            last_row, last_column = spans.get((row, column), (row, column))
            taken.update(
                (r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1)
            )
            text = texts.get((row, column), "")
            cells.append(
                TableCell(
                    row, column, last_row - row + 1, last_column - column + 1, (Paragraph(text),)
                )
            )
    return Table(tuple(cells))


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
