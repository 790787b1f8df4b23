"""PNG images of PDF pages and parts of them."""

import io
from typing import NamedTuple

import pypdfium2_raw as c
from PIL import Image

from validator.model.place import Box
from validator.reading.pdf import rasterize
from validator.reading.pdf.rasterize import page_size
from validator.reading.raster import Raster

# Pixels per point: nine-point text is legible on a screen.
_SCALE = 1.6
# Margin above and below a box, in points.
_MARGIN = 46.0
# Maximum height of a strip, in points.
_MAX_STRIP_HEIGHT = 420.0
# Maximum pixels of a picture: those of a page in A2 at this scale.
_MAX_PIXELS = 5_200_000.0


class PageStrip(NamedTuple):
    """A part of a page over its full width, as PNG.

    `frame` is the box within it as fractions of the image: left, top, width, height.
    """

    png: bytes
    frame: tuple[float, float, float, float]


def render_strip(document: c.FPDF_DOCUMENT, number: int, box: Box) -> PageStrip | None:
    """Render the part of a page (from 1) around a box, or None if there is no such page."""
    size = page_size(document, number)
    if size is None:
        return None
    width, height = size
    top = max(box.y0 - _MARGIN, 0.0)
    bottom = min(box.y1 + _MARGIN, height, top + _MAX_STRIP_HEIGHT)
    raster = _draw(document, number, rasterize.Strip(top, bottom))
    if raster is None:
        return None
    strip_height = bottom - top
    frame = (
        box.x0 / width,
        (box.y0 - top) / strip_height,
        (box.x1 - box.x0) / width,
        (min(box.y1, bottom) - box.y0) / strip_height,
    )
    return PageStrip(_png(raster), frame)


def render_page(document: c.FPDF_DOCUMENT, number: int) -> bytes | None:
    """Render a page (from 1) as PNG, or None if there is no such page."""
    raster = _draw(document, number)
    return None if raster is None else _png(raster)


def _draw(
    document: c.FPDF_DOCUMENT, number: int, strip: rasterize.Strip | None = None
) -> Raster | None:
    return rasterize.rasterize(
        document, number, _SCALE, max_pixels=_MAX_PIXELS, strip=strip, annotations=True
    )


def _png(raster: Raster) -> bytes:
    out = io.BytesIO()
    size = (raster.columns, raster.rows)
    Image.frombuffer("RGB", size, raster.pixels).save(out, "PNG")
    return out.getvalue()
