"""Plain text copied or exported from a document."""

import re

from validator.model import enumeration
from validator.model.document import Document, Line, Source
from validator.model.place import Place
from validator.reading.metering import Meter, require_bounded_text
from validator.reading.options import Options, Progress
from validator.reading.text.characters import unify_characters
from validator.reading.text.display import (
    column_width,
    display_width,
    drawn_tables,
    word_extents,
)
from validator.reading.text.encoding import decode_text

# Boilerplate: a line set between dashes, or a page count.
_BOILERPLATE = re.compile(
    r"\s*[-—–─－]+\s*[^\s—–─－-][^—–─－-]{0,30}[-—–─－]+\s*"
    r"|\s*第\s*\d+\s*页(\s*[，,/]?\s*共\s*\d+\s*页)?\s*"
)
_PARAGRAPH_START = re.compile(rf"\s{{2,}}|{enumeration.PRINTED}")


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read the non-empty lines of a text.

    Raises UserError as `decode_text` does, `exceeds_characters` or `exceeds_lines`.
    A form feed starts a page. A paragraph starts after a line shorter than is usual in this
    text, since wrapping leaves only the last line of a paragraph short.
    """
    lines: list[Line] = []
    boilerplate: list[Line] = []
    require_bounded_text(data, options.bounds)
    decoded = decode_text(data, options.encoding)
    Meter(options.bounds).add_text(decoded)
    rows = decoded.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    has_pages = any("\f" in row for row in rows)
    page = 1
    usual_width = _usual_width(rows)
    width = column_width(rows)
    paragraph_ended = True
    pieces = [(number, piece) for number, row in enumerate(rows, 1) for piece in _split_pages(row)]
    for number, piece in pieces:
        page += piece.startswith("\f")
        text = unify_characters(piece.strip("\f\ufeff"))
        if not text.strip():
            continue
        place = Place(page=page if has_pages else None, line=number)
        if _BOILERPLATE.fullmatch(text):
            boilerplate.append(Line(text.strip(), place))
            continue
        starts_paragraph = paragraph_ended or _PARAGRAPH_START.match(text) is not None
        lines.append(Line(text.rstrip(), place, starts_paragraph, word_extents(text, width)))
        paragraph_ended = display_width(text.strip()) < usual_width - 4
    blocks = tuple(
        block._replace(text=block.text.strip()) if isinstance(block, Line) else block
        for block in drawn_tables(lines)
    )
    return Document(source, blocks, tuple(boilerplate))


def _split_pages(row: str) -> list[str]:
    """Split a line at form feeds; each piece after the first keeps its form feed."""
    first, *others = row.split("\f")
    return [first, *(f"\f{other}" for other in others)]


def _usual_width(rows: list[str]) -> int:
    """The width of full lines: the 80th percentile of the widths of lines over 10 characters."""
    widths = sorted(display_width(row.strip()) for row in rows if len(row.strip()) > 10)
    return widths[int(len(widths) * 0.8)] if widths else 0
