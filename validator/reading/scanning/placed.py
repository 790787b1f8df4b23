"""Pages drawn from the pictures on them, where no library draws them."""

import io
import warnings
from collections.abc import Sequence

from PIL import Image

from validator.model.place import Box
from validator.reading.raster import Raster


def draw_pictures(
    width: float,
    height: float,
    scale: float,
    placed: Sequence[tuple[bytes, Box]],
    max_megapixels: int,
) -> Raster:
    """A white page with pictures at their boxes; `scale` is in pixels per point.

    Pictures of an unknown kind, and those of more pixels than allowed, are left out.
    """
    columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
    page = Image.new("RGB", (columns, rows), "white")
    for data, box in placed:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                picture = Image.open(io.BytesIO(data))
            if picture.width * picture.height > max_megapixels * 10**6:
                continue
            sides = (
                max(round((box.x1 - box.x0) * scale), 1),
                max(round((box.y1 - box.y0) * scale), 1),
            )
            if sides[0] * sides[1] > max_megapixels * 10**6:
                continue
            shown = picture.convert("RGBA").resize(sides)
        except Exception:  # Pillow raises all sorts of exceptions on damaged files.
            continue
        page.paste(shown, (round(box.x0 * scale), round(box.y0 * scale)), shown)
    return Raster(page.tobytes(), columns, rows)
