"""What of a document is put beside its findings: pages as pictures, or lines and tables."""

import io
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image, ImageOps

from validator.model.document import Document, Grid
from validator.model.errors import UserError
from validator.model.place import Place
from validator.reading.forms import media_type
from validator.reading.picture import LONGER_SIDE
from validator.reading.sniffing import MediaType
from validator.rendering import pages

_PICTURES = (MediaType.PNG, MediaType.JPEG)
# Cells and lines that are shown of a document: a browser takes long over more.
MOST = 20_000
# Pixels of the longer side of a picture as it is shown.
_LONGER_SIDE = 1600


class Piece(NamedTuple):
    """A line of running text, or a table."""

    text: str
    place: Place
    grid: Grid | None = None


class Shown(NamedTuple):
    """The pages of a document, by width and height in points; or its pieces, where it has none.

    The pieces are the first of a document that is longer than a browser can well show.
    """

    pages: tuple[tuple[float, float], ...] = ()
    pieces: tuple[Piece, ...] = ()


def shown(data: bytes, document: Document | None) -> Shown:
    """What there is to show of a file; `document` is what was read in it, None for nothing."""
    form = media_type(data)
    if form == MediaType.PDF:
        with pages.opened(data) as opened:
            return Shown(tuple(pages.sizes(opened))) if opened else Shown()
    if document is None:
        return Shown()
    if form in _PICTURES:
        return Shown((_points(data),))
    return Shown(pieces=tuple(_pieces(document)))


def _pieces(document: Document) -> Iterator[Piece]:
    room = MOST
    for block in document.blocks:
        grid = block if isinstance(block, Grid) else None
        room -= len(grid.cells) if grid else 1
        if room < 0:
            return
        yield Piece("" if isinstance(block, Grid) else block.text, block.place, grid)


def drawn(data: bytes, number: int) -> bytes:
    """A page (from 1) as PNG; UserError `no_such_page` where there is none."""
    form = media_type(data)
    if form in _PICTURES and number == 1:
        return _picture(data)
    if form == MediaType.PDF:
        with pages.opened(data) as opened:
            picture = pages.whole(opened, number) if opened else None
        if picture is not None:
            return picture
    raise UserError("no_such_page", page=str(number))


def _points(data: bytes) -> tuple[float, float]:
    """The size of a picture as it is read: its longer side is that of A4."""
    width, height = _upright(data).size
    scale = LONGER_SIDE / max(width, height)
    return width * scale, height * scale


def _picture(data: bytes) -> bytes:
    image = _upright(data).convert("RGB")
    image.thumbnail((_LONGER_SIDE, _LONGER_SIDE))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _upright(data: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
