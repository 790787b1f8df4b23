"""Pictures of pages: files from scanners and phones, of one page or several (extra `ocr`)."""

import io
import warnings
from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

from validator.model.document import Document, PageFault, Source
from validator.model.errors import UserError
from validator.model.page_objects import PageObjects
from validator.reading.geometry.layout import arrange_document
from validator.reading.options import Options, Progress, exceeded
from validator.reading.scanned_pages import MAX_OCR_PIXELS, no_text

if TYPE_CHECKING:
    from PIL import Image

    from validator.reading.scanning.straighten import Picture

# The physical size of the page is unknown: its longer side is taken as that of A4 (points).
LONGER_SIDE = 842.0
# A tag of TIFF whose lowest bit says that a frame is a smaller copy (TIFF 6.0, NewSubfileType).
_SUBFILE_TYPE = 254
# How many such copies are passed over.
_MAX_COPIES = 100


def read(
    data: bytes, source: Source, options: Options, progress: Progress | None = None
) -> Document:
    """Read a picture as a document of as many pages as a TIFF file has, else of one.

    Raises UserError `image_damaged`, `exceeds_pixels`, `needs_extra`, `exceeds_scanned`, or one of
    `no_text`.
    """
    try:
        import numpy as np
        from PIL import Image

        from validator.reading.scanning.page_ocr import recognise_page
        from validator.reading.scanning.parallel import map_in_order
    except ImportError:
        raise UserError("needs_extra", extra="ocr") from None
    pages: list[PageObjects] = []
    unread: dict[int, PageFault] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
        frames = pages_of(image, options.bounds.scanned)
    except Exception as error:
        # Pillow raises all sorts of exceptions on damaged files.
        raise UserError("image_damaged") from error
    if len(frames) > options.bounds.scanned:
        raise exceeded("scanned", options.bounds.scanned)
    sides: list[tuple[float, float]] = []

    def drawn() -> "Iterator[tuple[Picture, tuple[float, float]]]":
        for number in frames:
            upright = np.asarray(_frame(image, number, options))
            scale = LONGER_SIDE / max(upright.shape[:2])
            sides.append((upright.shape[1] * scale, upright.shape[0] * scale))
            yield upright, sides[-1]

    recognised = map_in_order(
        lambda given: recognise_page(given[0], *given[1]), drawn(), len(frames), progress
    )
    for done, page in enumerate(recognised, 1):
        if isinstance(page, str):
            unread[done] = page
        blank = PageObjects(*sides[done - 1], (), (), (), ())
        pages.append(page if isinstance(page, PageObjects) else blank)
    if not any(page.chars for page in pages):
        raise no_text(unread)
    scanned = frozenset(range(1, len(pages) + 1)) - unread.keys()
    return arrange_document(source._replace(pages=len(pages)), pages, scanned, unread)


def _frame(image: "Image.Image", number: int, options: Options) -> "Image.Image":
    """A frame as it is seen. Raise UserError `image_damaged` or `exceeds_pixels`."""
    from PIL import ImageOps

    try:
        image.seek(number)
        pixels = image.width * image.height
        if pixels > options.bounds.pixels * 10**6:
            raise exceeded("pixels", options.bounds.pixels)
        return _on_paper(ImageOps.exif_transpose(_reduced(image)))
    except UserError:
        raise
    except Exception as error:
        raise UserError("image_damaged") from error


def pages_of(image: "Image.Image", most: int) -> list[int]:
    """The numbers of the frames that are pages: of TIFF files all but small copies of others.

    Frames of other files are previews and animations. No more are looked for than `most` and
    one, by which it is seen that there are too many.
    """
    if image.format != "TIFF":
        return [0]
    pages: list[int] = []
    for number in range(most + _MAX_COPIES):
        try:
            image.seek(number)
        except EOFError:
            break
        kind = image.tag_v2.get(_SUBFILE_TYPE, 0)  # type: ignore[attr-defined]
        if not int(kind) & 1:
            pages.append(number)
        if len(pages) > most:
            break
    return pages or [0]


def _reduced(image: "Image.Image") -> "Image.Image":
    """A picture with no more pixels than recognition looks at."""
    factor = ceil((image.width * image.height / MAX_OCR_PIXELS) ** 0.5)
    if factor < 2:
        return image
    # What is reduced must be in shades, not in black and white or in colours of a palette.
    shades = image.convert("L") if image.mode == "1" else image.convert("RGB")
    reduced = shades.reduce(factor)
    reduced.info = image.info
    return reduced


def _on_paper(image: "Image.Image") -> "Image.Image":
    """A picture in colours, on white paper where it is transparent."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    shown = image.convert("RGBA")
    paper = Image.new("RGBA", shown.size, "white")
    return Image.alpha_composite(paper, shown).convert("RGB")
