"""Pages of a PDF as pixels, drawn by PDFium."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2_raw as c

from validator.reading.raster import Raster


class Strip(NamedTuple):
    """A part of a page over its full width; `top` and `bottom` in points from the page's top."""

    top: float
    bottom: float


@contextmanager
def open_pdf(data: bytes) -> Iterator["c.FPDF_DOCUMENT | None"]:
    """Open a PDF; yield None if PDFium cannot."""
    c.FPDF_InitLibrary()
    document = c.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        yield document or None
    finally:
        if document:
            c.FPDF_CloseDocument(document)


def page_size(document: c.FPDF_DOCUMENT, number: int) -> tuple[float, float] | None:
    """Width and height of a page (from 1) in points, or None if there is no such page."""
    size = c.FS_SIZEF()
    if not c.FPDF_GetPageSizeByIndexF(document, number - 1, size):
        return None
    return size.width, size.height


def rasterize(
    document: c.FPDF_DOCUMENT,
    number: int,
    scale: float,
    *,
    max_pixels: float,
    strip: Strip | None = None,
    annotations: bool = False,
) -> Raster | None:
    """Draw a page (from 1) or a strip of it, or return None if there is no such page.

    `scale` is in pixels per point, less if there were more than `max_pixels`, whatever size the
    file declares; with `annotations`, comments and form fields are drawn too.
    """
    page = c.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        fields_of = document if annotations else None
        return rasterize_page(
            page, scale, max_pixels=max_pixels, strip=strip, annotations_of=fields_of
        )
    finally:
        c.FPDF_ClosePage(page)


def rasterize_page(
    page: c.FPDF_PAGE,
    scale: float,
    *,
    max_pixels: float,
    strip: Strip | None = None,
    annotations_of: "c.FPDF_DOCUMENT | None" = None,
) -> Raster:
    """Draw a loaded page or a strip of it, with the annotations of its document if that is given.

    The rest is as in `rasterize`.
    """
    width, height = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
    top, bottom = strip or Strip(0.0, height)
    scale = min(scale, (max_pixels / max(width * (bottom - top), 1.0)) ** 0.5)
    columns, page_rows = max(round(width * scale), 1), max(round(height * scale), 1)
    first_row, rows = round(top * scale), max(round((bottom - top) * scale), 1)
    # One side may be less than a pixel, and the other as much longer.
    columns = min(columns, max(int(max_pixels) // rows, 1))
    rows = min(rows, max(int(max_pixels) // columns, 1))
    buffer = (ctypes.c_ubyte * (columns * rows * 3))()
    bitmap = c.FPDFBitmap_CreateEx(columns, rows, c.FPDFBitmap_BGR, buffer, columns * 3)
    try:
        c.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        flags = c.FPDF_REVERSE_BYTE_ORDER | (c.FPDF_ANNOT if annotations_of else 0)
        place = (0, -first_row, columns, page_rows, 0, flags)
        c.FPDF_RenderPageBitmap(bitmap, page, *place)
        if annotations_of and c.FPDF_GetFormType(annotations_of) != c.FORMTYPE_NONE:
            _draw_fields(annotations_of, bitmap, page, place)
    finally:
        c.FPDFBitmap_Destroy(bitmap)
    return Raster(bytes(buffer), columns, rows)


def _draw_fields(
    document: c.FPDF_DOCUMENT, bitmap: c.FPDF_BITMAP, page: c.FPDF_PAGE, place: tuple[int, ...]
) -> None:
    """Draw the form fields of a page, which PDFium keeps apart from its annotations."""
    # The callbacks of the structure are for forms that are filled in.
    info = c.FPDF_FORMFILLINFO(version=2)
    form = c.FPDFDOC_InitFormFillEnvironment(document, info)
    if not form:
        return
    try:
        c.FORM_OnAfterLoadPage(page, form)
        c.FPDF_FFLDraw(form, bitmap, page, *place)
        c.FORM_OnBeforeClosePage(page, form)
    finally:
        c.FPDFDOC_ExitFormFillEnvironment(form)
