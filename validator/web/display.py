"""The preview of a document beside its findings: page images, or lines and tables."""

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from validator.model.document import Document, Grid
from validator.model.errors import UserError
from validator.model.place import Place
from validator.rendering.page_pictures import Pages, Picture, open_pages

# Maximum number of cells and lines in a preview: browsers get slow beyond it.
MAX_ITEMS = 20_000


class Piece(NamedTuple):
    """A line of running text, or a table."""

    text: str
    place: Place
    grid: Grid | None = None


class Preview(NamedTuple):
    """The pages of a document, as widths and heights in points, or its pieces if it has no pages.

    Of a very long document only the first pieces are included.
    """

    pages: tuple[tuple[float, float], ...] = ()
    pieces: tuple[Piece, ...] = ()


def make_preview(data: bytes, document: Document | None) -> Preview:
    """The preview of a file; `document` is None if the file could not be read."""
    with open_pages(data) as pages:
        if pages is not None:
            return Preview(tuple(_page_sizes(pages)))
    return Preview() if document is None else Preview(pieces=tuple(_pieces(document)))


def _page_sizes(pages: Pages) -> Iterator[tuple[float, float]]:
    for number in count(1):
        size = pages.size(number)
        if size is None:
            return
        yield size


def _pieces(document: Document) -> Iterator[Piece]:
    room = MAX_ITEMS
    for block in document.blocks:
        grid = block if isinstance(block, Grid) else None
        room -= len(grid.cells) if grid else 1
        if room < 0:
            return
        yield Piece("" if isinstance(block, Grid) else block.text, block.place, grid)


def draw_page(data: bytes, number: int) -> Picture:
    """A page (counted from 1); UserError `no_such_page` if it does not exist."""
    with open_pages(data) as pages:
        picture = pages.draw(number) if pages is not None else None
    if picture is None:
        raise UserError("no_such_page", page=str(number))
    return picture
