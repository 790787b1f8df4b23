"""Pictures of pages: PNG and JPEG files, as scanners and telephones make them (extra `ocr`)."""

import io
import warnings

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.layout import arrange
from validator.reading.options import Options, Progress

# What is known of a page's size is its shape: the longer side is taken for that of A4 (points).
LONGER_SIDE = 842.0


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """The page in a picture.

    Raises UserError `image_damaged`, `image_too_large`, `needs_extra`, `no_text_in_picture`.
    """
    try:
        import numpy as np
        from PIL import Image, ImageOps

        from validator.reading.scanning import scanned_ink
    except ImportError:
        raise UserError("needs_extra", extra="ocr") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
        pixels = image.width * image.height
        most = options.bounds.pixels
        if pixels > most * 10**6:
            raise UserError("image_too_large", pixels=str(pixels // 10**6), most=str(most))
        upright = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise UserError("image_damaged") from None
    scale = LONGER_SIDE / max(upright.shape[:2])
    page = scanned_ink(upright, upright.shape[1] * scale, upright.shape[0] * scale)
    if not page.glyphs:
        raise UserError("no_text_in_picture")
    layout = arrange([page])
    return Document(source._replace(pages=1), layout.blocks, layout.furniture, (), frozenset({1}))
