"""OpenDocument sheets: their visible cells, one sheet after the other."""

from collections.abc import Callable, Iterator

from validator.markup import Element, attribute, local_name
from validator.reading.flow import Item
from validator.reading.office.odf_styles import Look, Styles
from validator.reading.office.odf_tables import (
    MAX_COLUMNS,
    is_collapsed,
    repeated,
    spans,
    table_rows,
)
from validator.reading.office.packages import parse_whole
from validator.reading.office.sheets import Sheet, items_of
from validator.reading.options import Bounds, exceeded

# The text of a cell with a look.
CellText = Callable[[Element, Look], str]


def sheet_items(
    body: Element, styles: Styles, cell_text: CellText, bounds: Bounds
) -> Iterator[Item]:
    """The items of the displayed sheets; raise UserError `exceeds_cells`."""
    for table in body:
        style = attribute(table, "style-name")
        if local_name(table) == "table" and styles.is_shown("table", style):
            yield from items_of(_read_sheet(table, styles, cell_text, bounds))


def _read_sheet(table: Element, styles: Styles, cell_text: CellText, bounds: Bounds) -> Sheet:
    sheet = Sheet({}, {})
    hidden_columns = _hidden_columns(table)
    row = cells_read = 0
    for element in table_rows(table):
        cells = []
        for cell in _cells(element, styles, cell_text):
            cells.append(cell)
            cells_read += 1
            if cells_read > bounds.cells:
                raise exceeded("cells", bounds.cells)
        # Blank rows are repeated to the end of the sheet.
        times = parse_whole(attribute(element, "number-rows-repeated"), 1) if cells else 1
        if times * max(len(cells), 1) > bounds.cells:
            raise exceeded("cells", bounds.cells)
        for _ in range(times):
            row += 1
            for column, text, rows, columns in cells:
                if column in hidden_columns:
                    continue
                if rows > 1 or columns > 1:
                    sheet.spans[row, column] = (row + rows - 1, column + columns - 1)
                if text:
                    sheet.texts[row, column] = text
        if row > bounds.cells or len(sheet.texts) + len(sheet.spans) > bounds.cells:
            raise exceeded("cells", bounds.cells)
    if sheet.rows * sheet.columns > bounds.cells:
        raise exceeded("cells", bounds.cells)
    return sheet


def _cells(
    row: Element, styles: Styles, cell_text: CellText
) -> Iterator[tuple[int, str, int, int]]:
    """Column (from 1), text, row span and column span of the cells of a row that have any."""
    column = 1
    for cell in row:
        if local_name(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times, (rows, columns) = repeated(cell), spans(cell)
        look = styles.apply(Look(), "table-cell", attribute(cell, "style-name"))
        text = cell_text(cell, look) if local_name(cell) == "table-cell" else ""
        if text or rows > 1 or columns > 1:
            for at in range(column, column + min(times, MAX_COLUMNS)):
                yield at, text, rows, columns
        column += times


def _hidden_columns(table: Element) -> frozenset[int]:
    hidden: set[int] = set()
    column = 1
    for element in table.iter("{*}table-column"):
        if is_collapsed(element):
            hidden.update(range(column, column + min(repeated(element), MAX_COLUMNS)))
        column += repeated(element)
        if column > MAX_COLUMNS:
            break
    return frozenset(hidden)
