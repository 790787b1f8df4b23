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
from validator.reading.options import Options, Progress
from validator.reading.text.encoding import decode_text
from validator.reading.web.html import read_items

_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_DELIMITER_ROW = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
# A line that does not go on with the paragraph above it.
_BLOCK_START = re.compile(r"\s*(#|>|[-*+]\s|\||\d+[.)]\s)")
# A line of only the tags that converters leave around the content.
_TAGS = re.compile(r"\s*(</?(div|span|center|section)\b[^>]*>\s*)+", re.I)
_MARKS = re.compile(r"^\s*(#{1,6}\s+|>\s*|[-*+]\s+(?=[^\s\d+*-]))|\*\*|__|(?<!\w)`|`(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
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
    """The lines of a text; tables stay lines with bars, which recognition makes tables of."""
    paragraph: list[str] = []
    for line in [*text.splitlines(), ""]:
        if _DELIMITER_ROW.fullmatch(line) or _TAGS.fullmatch(line):
            continue
        if paragraph and (not line.strip() or _BLOCK_START.match(line) or line[:1].isspace()):
            yield Paragraph("\n".join(map(_strip_markup, paragraph)))
            paragraph = []
        if line.strip():
            paragraph.append(line)


def _strip_markup(text: str) -> str:
    """Remove the marks of headings, lists, quotes, emphasis and code, pictures and escapes."""
    return _ESCAPE.sub(r"\1", _BREAK.sub(" ", _MARKS.sub("", _PICTURE.sub("", text))))
