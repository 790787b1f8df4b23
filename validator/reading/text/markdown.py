"""Markdown as converters write it, with tables in GitHub Flavored Markdown or HTML."""

import re
from collections.abc import Iterator

from validator.model.document import Document, Source
from validator.reading.flow import (
    Item,
    Paragraph,
    Table,
    TableCell,
    build_document,
    unwrap_layout_tables,
)
from validator.reading.options import Options, Progress
from validator.reading.text.encoding import decode_text
from validator.reading.web.html import read_items

_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_DELIMITER_ROW = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_MARKS = re.compile(r"^\s*(#{1,6}\s+|>\s*|[-*+]\s+)|\*\*|__|(?<!\w)`|`(?!\w)")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read a Markdown text; raises the errors of `decode_text` and `build_document`."""
    text = decode_text(data, options.encoding)
    items: list[Item] = []
    start = 0
    for table in _HTML_TABLE.finditer(text):
        items.extend(_read_items(text[start : table.start()]))
        items.extend(read_items(table[0], options.bounds))
        start = table.end()
    items.extend(_read_items(text[start:]))
    return build_document(unwrap_layout_tables(items), source, options.bounds.cells)


def _read_items(text: str) -> Iterator[Item]:
    rows: list[list[str]] = []
    for line in text.splitlines():
        if _PIPE.search(line) and line.strip().startswith("|"):
            if not _DELIMITER_ROW.fullmatch(line):
                rows.append(_split_row(line))
            continue
        if rows:
            yield _build_table(rows)
            rows = []
        yield Paragraph(_strip_markup(line))
    if rows:
        yield _build_table(rows)


def _split_row(line: str) -> list[str]:
    row = line.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [_strip_markup(cell.replace("\\|", "|")) for cell in _PIPE.split(row)]


def _build_table(rows: list[list[str]]) -> Table:
    return Table(
        tuple(
            TableCell(row, column, 1, 1, (Paragraph(text),))
            for row, cells in enumerate(rows)
            for column, text in enumerate(cells)
        )
    )


def _strip_markup(text: str) -> str:
    """Remove the marks of headings, lists, quotes, emphasis and code, and pictures."""
    return _BREAK.sub("\n", _MARKS.sub("", _PICTURE.sub("", text)))
