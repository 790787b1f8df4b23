"""Parts of a PDF's pages as PNG pictures, drawn by PDFium."""

import ctypes
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2_raw as c
from PIL import Image

from validator.model.place import Box

# Pixels a point: text of nine points is read well at this on a screen.
_SCALE = 1.6
# What is shown above and below a box, in points.
_AROUND = 46.0
# No picture is higher than this, in points.
_HIGHEST = 420.0
# No side of a whole page has more pixels.
_LARGEST = 3000.0


class Strip(NamedTuple):
    """A part of a page as wide as the page: the picture, and where the box is in it.

    `frame` is the box in shares of the picture: left, top, width, height.
    """

    png: bytes
    frame: tuple[float, float, float, float]


@contextmanager
def opened(data: bytes) -> Iterator["c.FPDF_DOCUMENT | None"]:
    """A PDF for `strip`, None where PDFium cannot open it."""
    c.FPDF_InitLibrary()
    document = c.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        yield document or None
    finally:
        if document:
            c.FPDF_CloseDocument(document)


def strip(document: c.FPDF_DOCUMENT, number: int, box: Box) -> Strip | None:
    """The part of a page (from 1) around a box, None where there is no such page."""
    page = c.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        width, height = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
        top = max(box.y0 - _AROUND, 0.0)
        bottom = min(box.y1 + _AROUND, height, top + _HIGHEST)
        columns, rows = round(width * _SCALE), max(round((bottom - top) * _SCALE), 1)
        pixels = _drawn(page, columns, rows, round(height * _SCALE), round(top * _SCALE))
    finally:
        c.FPDF_ClosePage(page)
    tall = bottom - top
    frame = (
        box.x0 / width,
        (box.y0 - top) / tall,
        (box.x1 - box.x0) / width,
        (min(box.y1, bottom) - box.y0) / tall,
    )
    return Strip(_png(pixels, columns, rows), frame)


def sizes(document: c.FPDF_DOCUMENT) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    found = []
    for index in range(c.FPDF_GetPageCount(document)):
        size = c.FS_SIZEF()
        c.FPDF_GetPageSizeByIndexF(document, index, size)
        found.append((size.width, size.height))
    return found


def whole(document: c.FPDF_DOCUMENT, number: int) -> bytes | None:
    """All of a page (from 1) as PNG, None where there is no such page."""
    page = c.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        width, height = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
        scale = min(_SCALE, _LARGEST / max(width, height, 1.0))
        columns, rows = (max(round(side * scale), 1) for side in (width, height))
        return _png(_drawn(page, columns, rows, rows, 0), columns, rows)
    finally:
        c.FPDF_ClosePage(page)


def _drawn(page: c.FPDF_PAGE, columns: int, rows: int, whole: int, top: int) -> bytes:
    """Rows of red, green, blue: those from `top` on of a page drawn `whole` pixels high."""
    buffer = (ctypes.c_ubyte * (columns * rows * 3))()
    bitmap = c.FPDFBitmap_CreateEx(columns, rows, c.FPDFBitmap_BGR, buffer, columns * 3)
    try:
        c.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        flags = c.FPDF_REVERSE_BYTE_ORDER | c.FPDF_ANNOT
        c.FPDF_RenderPageBitmap(bitmap, page, 0, -top, columns, whole, 0, flags)
        return bytes(buffer)
    finally:
        c.FPDFBitmap_Destroy(bitmap)


def _png(pixels: bytes, columns: int, rows: int) -> bytes:
    out = io.BytesIO()
    Image.frombuffer("RGB", (columns, rows), pixels).save(out, "PNG")
    return out.getvalue()
