"""Pictures of pages: PNG and JPEG files from scanners and phones (extra `ocr`)."""

import io
import warnings

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.geometry.layout import arrange
from validator.reading.options import Options, Progress

# The physical size of the page is unknown: its longer side is taken as that of A4 (points).
LONGER_SIDE = 842.0


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read a picture as a document of one page.

    Raises UserError `image_damaged`, `image_too_large`, `needs_extra`, `no_text_in_picture`.
    """
    try:
        import numpy as np
        from PIL import Image, ImageOps

        from validator.reading.scanning.page_ocr import recognise_page
    except ImportError:
        raise UserError("needs_extra", extra="ocr") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
        pixels = image.width * image.height
        max_megapixels = options.bounds.pixels
        if pixels > max_megapixels * 10**6:
            raise UserError(
                "image_too_large", pixels=str(pixels // 10**6), most=str(max_megapixels)
            )
        upright = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise UserError("image_damaged") from None
    scale = LONGER_SIDE / max(upright.shape[:2])
    page = recognise_page(upright, upright.shape[1] * scale, upright.shape[0] * scale)
    if not page.chars:
        raise UserError("no_text_in_picture")
    layout = arrange([page])
    return Document(source._replace(pages=1), layout.blocks, layout.boilerplate, (), frozenset({1}))
