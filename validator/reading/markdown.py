"""Markdown, as converters write it: tables with bars (GitHub Flavored Markdown) or as HTML."""

import re
from collections.abc import Iterator

from validator.model.document import Document, Source
from validator.reading.encoding import decoded
from validator.reading.flow import Item, Paragraph, Table, TableCell, arrange, unfolded
from validator.reading.html import items_of
from validator.reading.options import Options, Progress

_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_UNDER_HEADER = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_MARKS = re.compile(r"^\s*(#{1,6}\s+|>\s*|[-*+]\s+)|\*\*|__|(?<!\w)`|`(?!\w)")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """The document that a text in Markdown is of; UserError as `decoded` and `arrange`."""
    text = decoded(data, options.encoding)
    items: list[Item] = []
    start = 0
    for table in _HTML_TABLE.finditer(text):
        items.extend(_items(text[start : table.start()]))
        items.extend(items_of(table[0], options.bounds))
        start = table.end()
    items.extend(_items(text[start:]))
    return arrange(unfolded(items), source, options.bounds.cells)


def _items(text: str) -> Iterator[Item]:
    rows: list[list[str]] = []
    for line in text.splitlines():
        if _BAR.search(line) and line.strip().startswith("|"):
            if not _UNDER_HEADER.fullmatch(line):
                rows.append(_cells(line))
            continue
        if rows:
            yield _table(rows)
            rows = []
        yield Paragraph(_unmarked(line))
    if rows:
        yield _table(rows)


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return [_unmarked(cell.replace("\\|", "|")) for cell in _BAR.split(bare)]


def _table(rows: list[list[str]]) -> Table:
    return Table(
        tuple(
            TableCell(row, column, 1, 1, (Paragraph(text),))
            for row, cells in enumerate(rows)
            for column, text in enumerate(cells)
        )
    )


def _unmarked(text: str) -> str:
    """A text without marks of headings, lists and emphasis."""
    return _BREAK.sub("\n", _MARKS.sub("", _PICTURE.sub("", text)))
