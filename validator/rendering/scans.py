"""Pages of scans that are picture files, as PNG."""

import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageOps

from validator.reading.options import Bounds
from validator.reading.pdf.rasterize import Strip
from validator.reading.scanning.picture import LONGER_SIDE, pages_of
from validator.rendering.page_pictures import Picture

# Longer side of a displayed picture, in pixels.
_MAX_PIXELS = 1600


class Scan(NamedTuple):
    """An open picture file, whose pages are its frames."""

    picture: Image.Image
    max_megapixels: int
    max_pages: int

    def size(self, number: int) -> tuple[float, float] | None:
        """Width and height of a page in points, as the reader scales it."""
        page = self._page(number)
        if page is None:
            return None
        scale = LONGER_SIDE / max(page.size)
        return page.width * scale, page.height * scale

    def draw(self, number: int, strip: Strip | None = None) -> Picture | None:
        """A page, or a part of it over its full width; None if there is no such page."""
        page = self._page(number)
        if page is None:
            return None
        if strip is not None:
            scale = max(page.size) / LONGER_SIDE
            top, bottom = round(strip.top * scale), round(strip.bottom * scale)
            page = page.crop((0, top, page.width, max(bottom, top + 1)))
        page = page.convert("RGB")
        page.thumbnail((_MAX_PIXELS, _MAX_PIXELS))
        out = io.BytesIO()
        page.save(out, "PNG")
        return Picture(out.getvalue(), "image/png")

    def _page(self, number: int) -> Image.Image | None:
        """A page upright, or None if there is none or it is too large."""
        try:
            frames = pages_of(self.picture, self.max_pages)
            if not 1 <= number <= len(frames):
                return None
            self.picture.seek(frames[number - 1])
            if self.picture.width * self.picture.height > self.max_megapixels * 10**6:
                return None
            return ImageOps.exif_transpose(self.picture)
        except Exception:  # Pillow raises all sorts of exceptions on damaged files.
            return None


def open_scan(data: bytes, bounds: Bounds) -> Scan | None:
    """Open a picture file; None if it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Scan(Image.open(io.BytesIO(data)), bounds.pixels, bounds.scanned)
    except Exception:  # Pillow raises all sorts of exceptions on damaged files.
        return None
