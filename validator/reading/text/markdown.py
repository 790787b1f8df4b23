"""Markdown as converters write it, with tables in GitHub Flavored Markdown or HTML."""

import re
from collections.abc import Iterator

from validator.model.document import Document, Source
from validator.reading.flow import (
    Item,
    Paragraph,
    build_document,
    unwrap_layout_tables,
)
from validator.reading.metering import Meter, require_bounded_markup
from validator.reading.options import Options, Progress
from validator.reading.text.encoding import decode_text
from validator.reading.web.html import read_items

_TABLE, _TABLE_END = re.compile(r"<table\b", re.I), re.compile(r"</table\s*>", re.I)
# A cell of the row under the header of a table.
_DELIMITER = re.compile(r":?-{2,}:?")
# A line that does not go on with the paragraph above it.
_BLOCK_START = re.compile(r"\s*(#|>|[-*+]\s|\||\d+[.)]\s)")
# A line of only the tags that converters leave around the content.
_TAGS = re.compile(r"\s*(</?(div|span|center|section)\b[^>]*>\s*)+", re.I)
_MARKS = re.compile(r"^\s*(#{1,6}\s+|>\s*|[-*+]\s+(?=[^\s\d+*-]))|\*\*|__|(?<!\w)`|`(?!\w)")
_TAG = re.compile(r"<[^<>]{0,10000}>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_PICTURE = re.compile(r"!\[[^\]\[]{0,500}\]\([^()]{0,2000}\)")


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read a Markdown text; raises the errors of `decode_text` and `build_document`."""
    require_bounded_markup(data, options.bounds)
    text = decode_text(data, options.encoding)
    Meter(options.bounds).add_text(_TAG.sub("", text))
    items: list[Item] = []
    start = 0
    for first, last in _tables(text):
        items.extend(_read_items(text[start:first]))
        items.extend(read_items(text[first:last], options.bounds))
        start = last
    items.extend(_read_items(text[start:]))
    return build_document(unwrap_layout_tables(items), source, options.bounds)


def _read_items(text: str) -> Iterator[Item]:
    """The lines of a text; tables stay lines with bars, which recognition makes tables of."""
    paragraph: list[str] = []
    for line in [*text.splitlines(), ""]:
        if _is_delimiter_row(line) or _TAGS.fullmatch(line):
            continue
        if paragraph and (not line.strip() or _BLOCK_START.match(line) or line[:1].isspace()):
            yield Paragraph("\n".join(map(_strip_markup, paragraph)))
            paragraph = []
        if line.strip():
            paragraph.append(line)


def _is_delimiter_row(line: str) -> bool:
    row = line.strip()
    if not row or row[0] not in "|:-":
        return False
    cells = row.removeprefix("|").removesuffix("|").split("|")
    return all(_DELIMITER.fullmatch(cell.strip()) for cell in cells)


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """Where the tables of HTML begin and end."""
    start = 0
    while opening := _TABLE.search(text, start):
        ending = _TABLE_END.search(text, opening.end())
        if ending is None:
            return
        yield opening.start(), ending.end()
        start = ending.end()


def _strip_markup(text: str) -> str:
    """Remove the marks of headings, lists, quotes, emphasis and code, pictures and escapes."""
    return _ESCAPE.sub(r"\1", _BREAK.sub(" ", _MARKS.sub("", _PICTURE.sub("", text))))
