"""Pictures of the pages of documents, and of parts of them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol

import pypdfium2_raw as c
from PIL import Image

from validator.model.place import Box
from validator.reading.forms import Shown, detect_form
from validator.reading.options import Options
from validator.reading.pdf import rasterize
from validator.reading.pdf.rasterize import Strip, open_pdf
from validator.reading.raster import Raster
from validator.reading.sniffing import MediaType

# Pixels per point: nine-point text is legible on a screen.
_SCALE = 1.6
# Margin above and below a box, in points.
_MARGIN = 46.0
# Maximum height of a strip, in points.
_MAX_STRIP_HEIGHT = 420.0
# Maximum pixels of a picture: those of a page in A2 at this scale.
_MAX_PIXELS = 5_200_000.0


class Picture(NamedTuple):
    """A picture in a form that browsers show."""

    data: bytes
    media_type: str


class Pages(Protocol):
    """The pages of an open document, counted from 1; sizes are in points."""

    def size(self, number: int) -> tuple[float, float] | None:
        """Width and height of a page, or None if there is no such page."""

    def draw(self, number: int, strip: Strip | None = None) -> Picture | None:
        """A page, or a part of it over its full width; None if there is no such page."""


class PageStrip(NamedTuple):
    """A part of a page over its full width.

    `frame` is the box within it as fractions of the picture: left, top, width, height.
    """

    picture: Picture
    frame: tuple[float, float, float, float]


@contextmanager
def open_pages(data: bytes, options: Options | None = None) -> Iterator[Pages | None]:
    """Open a document whose form has pages; yield None for others, and for what is damaged."""
    form = detect_form(data) if data else None
    if form is None or form.shown is not Shown.PAGES:
        yield None
    elif form.media_type == MediaType.PDF:
        with open_pdf(data) as document:
            yield _PdfPages(document) if document else None
    elif form.media_type == MediaType.OFD:
        from validator.rendering.page_drawings import open_drawings

        yield open_drawings(data, (options or Options()).bounds)
    else:
        from validator.rendering.scans import open_scan

        yield open_scan(data, (options or Options()).bounds)


def render_strip(pages: Pages, number: int, box: Box) -> PageStrip | None:
    """The part of a page around a box, or None if there is no such page."""
    size = pages.size(number)
    if size is None:
        return None
    width, height = size
    top = max(box.y0 - _MARGIN, 0.0)
    bottom = min(box.y1 + _MARGIN, height, top + _MAX_STRIP_HEIGHT)
    picture = pages.draw(number, Strip(top, bottom)) if bottom > top else None
    if picture is None:
        return None
    strip_height = bottom - top
    frame = (
        box.x0 / width,
        (box.y0 - top) / strip_height,
        (box.x1 - box.x0) / width,
        (min(box.y1, bottom) - box.y0) / strip_height,
    )
    return PageStrip(picture, frame)


class _PdfPages(NamedTuple):
    """Pages drawn by PDFium."""

    document: c.FPDF_DOCUMENT

    def size(self, number: int) -> tuple[float, float] | None:
        return rasterize.page_size(self.document, number)

    def draw(self, number: int, strip: Strip | None = None) -> Picture | None:
        raster = rasterize.rasterize(
            self.document, number, _SCALE, max_pixels=_MAX_PIXELS, strip=strip, annotations=True
        )
        return None if raster is None else _png(raster)


def _png(raster: Raster) -> Picture:
    out = io.BytesIO()
    size = (raster.columns, raster.rows)
    Image.frombuffer("RGB", size, raster.pixels).save(out, "PNG")
    return Picture(out.getvalue(), "image/png")
