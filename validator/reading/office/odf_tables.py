"""Rows and spans of tables in OpenDocument files (OpenDocument 1.3 part 3, 9)."""

from collections.abc import Iterator

from validator.markup import Element, attribute, local_name
from validator.reading.office.packages import parse_whole

# Columns of the widest sheets.
MAX_COLUMNS = 20_000
_GROUPS = ("table-header-rows", "table-rows", "table-row-group")


def table_rows(table: Element) -> Iterator[Element]:
    """The visible rows of a table, those in groups and headers too; a repeated row is one."""
    for element in table:
        kind = local_name(element)
        if kind == "table-row":
            if not is_collapsed(element):
                yield element
        elif kind in _GROUPS:
            yield from table_rows(element)


def is_collapsed(element: Element) -> bool:
    """Whether a row or column is not displayed."""
    return attribute(element, "visibility") in ("collapse", "filter")


def spans(cell: Element) -> tuple[int, int]:
    """How many rows and columns a cell spans."""
    rows = parse_whole(attribute(cell, "number-rows-spanned"), 1, 6)
    columns = parse_whole(attribute(cell, "number-columns-spanned"), 1, 6)
    return max(rows, 1), max(min(columns, MAX_COLUMNS), 1)


def repeated(cell: Element) -> int:
    """How many columns a cell or column stands for."""
    return max(parse_whole(attribute(cell, "number-columns-repeated"), 1), 1)
