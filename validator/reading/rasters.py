"""Pages of a PDF as pictures, drawn by PDFium."""

import ctypes
from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2_raw as c
from numpy.typing import NDArray

from validator.model.errors import UserError

# A page is drawn with no more pixels than this, whatever size it says it has.
_MOST_PIXELS = 30_000_000


def rasters(data: bytes, numbers: Sequence[int], scale: float) -> Iterator[NDArray[np.uint8]]:
    """Pages (from 0), one after the other, as rows x columns x (red, green, blue).

    `scale` is pixels a point. Raises UserError `pdf_damaged`.
    """
    c.FPDF_InitLibrary()
    document = c.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise UserError("pdf_damaged")
    try:
        for number in numbers:
            yield _raster(document, number, scale)
    finally:
        c.FPDF_CloseDocument(document)


def _raster(document: c.FPDF_DOCUMENT, number: int, scale: float) -> NDArray[np.uint8]:
    page = c.FPDF_LoadPage(document, number)
    if not page:
        raise UserError("pdf_damaged")
    try:
        width, height = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
        scale = min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
        pixels = np.full((rows, columns, 4), 255, np.uint8)
        pointer = pixels.ctypes.data_as(ctypes.c_void_p)
        bitmap = c.FPDFBitmap_CreateEx(columns, rows, c.FPDFBitmap_BGRx, pointer, columns * 4)
        c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, 0)
        c.FPDFBitmap_Destroy(bitmap)
        return np.ascontiguousarray(pixels[:, :, 2::-1])
    finally:
        c.FPDF_ClosePage(page)
