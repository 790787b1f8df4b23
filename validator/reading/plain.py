"""Plain text, as it is copied or exported from a document."""

import re
import unicodedata

from validator.model.document import Document, Line, Source
from validator.model.place import Place
from validator.reading.characters import unified
from validator.reading.encoding import decoded
from validator.reading.options import Options, Progress

# A line set between dashes, or a count of pages, is no text of the document.
_FURNITURE = re.compile(
    r"\s*[-—–─－]+\s*[^\s-][^-—–─－]{0,30}[-—–─－]+\s*"
    r"|\s*第\s*\d+\s*页(\s*[，,/]?\s*共\s*\d+\s*页)?\s*"
)
_OPENING = re.compile(
    r"\s{2,}|[一二三四五六七八九十]{1,3}\s?[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]"
)


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """The lines of a text, empty ones left out; raises UserError as `decoded` does.

    A form feed begins a page. A paragraph begins after a line that is shorter than lines
    of this text usually are, as wrapped text leaves only last lines short.
    """
    lines: list[Line] = []
    furniture: list[Line] = []
    rows = decoded(data, options.encoding).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paged = any("\f" in row for row in rows)
    page = 1
    usual = _usual_width(rows)
    closed = True
    pieces = [(number, piece) for number, row in enumerate(rows, 1) for piece in _pages(row)]
    for number, piece in pieces:
        page += piece.startswith("\f")
        text = unified(piece.strip("\f\ufeff"))
        if not text.strip():
            continue
        place = Place(page=page if paged else None, line=number)
        if _FURNITURE.fullmatch(text):
            furniture.append(Line(text.strip(), place))
            continue
        lines.append(Line(text.strip(), place, closed or _OPENING.match(text) is not None))
        closed = _width(text.strip()) < usual - 4
    return Document(source, tuple(lines), tuple(furniture))


def _pages(row: str) -> list[str]:
    """The pieces of a line that page breaks part, those after one with its sign before them."""
    first, *others = row.split("\f")
    return [first, *(f"\f{other}" for other in others)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _usual_width(rows: list[str]) -> int:
    """The width that full lines have: that of the widest line but a tenth of them."""
    widths = sorted(_width(row.strip()) for row in rows if len(row.strip()) > 10)
    return widths[int(len(widths) * 0.8)] if widths else 0
