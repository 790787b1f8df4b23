"""The preview of a document beside its findings: page images, or lines and tables."""

import io
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from PIL import Image, ImageOps
from pypdfium2_raw import FPDF_DOCUMENT

from validator.model.document import Document, Grid
from validator.model.errors import UserError
from validator.model.place import Place
from validator.reading.forms import media_type
from validator.reading.pdf.rasterize import open_pdf, page_size
from validator.reading.scanning.picture import LONGER_SIDE
from validator.reading.sniffing import MediaType
from validator.rendering import page_pictures

_PICTURES = (MediaType.PNG, MediaType.JPEG)
# Maximum number of cells and lines in a preview: browsers get slow beyond it.
MAX_ITEMS = 20_000
# Longer side of a displayed image, in pixels.
_MAX_PIXELS = 1600


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
    form = media_type(data)
    if form == MediaType.PDF:
        with open_pdf(data) as opened:
            return Preview(tuple(_page_sizes(opened))) if opened else Preview()
    if document is None:
        return Preview()
    if form in _PICTURES:
        return Preview((_size_in_points(data),))
    return Preview(pieces=tuple(_pieces(document)))


def _page_sizes(document: FPDF_DOCUMENT) -> Iterator[tuple[float, float]]:
    for number in count(1):
        size = page_size(document, number)
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


def draw_page(data: bytes, number: int) -> bytes:
    """A page (counted from 1) as PNG; UserError `no_such_page` if it does not exist."""
    form = media_type(data)
    if form in _PICTURES and number == 1:
        return _png(data)
    if form == MediaType.PDF:
        with open_pdf(data) as opened:
            picture = page_pictures.render_page(opened, number) if opened else None
        if picture is not None:
            return picture
    raise UserError("no_such_page", page=str(number))


def _size_in_points(data: bytes) -> tuple[float, float]:
    """The size of an image in points, as the reader scales it: its longer side is that of A4."""
    width, height = _upright(data).size
    scale = LONGER_SIDE / max(width, height)
    return width * scale, height * scale


def _png(data: bytes) -> bytes:
    image = _upright(data).convert("RGB")
    image.thumbnail((_MAX_PIXELS, _MAX_PIXELS))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _upright(data: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
