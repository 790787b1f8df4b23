"""The first PDF engine: PDFium, through the bindings of pypdfium2.

PDFium's C interface is called directly: the helpers above it cost a third of the time that
a whole check takes, most of it in being imported.
"""

import ctypes
from collections.abc import Callable, Collection, Iterator

import pypdfium2_raw as c

from validator.model.errors import UserError
from validator.model.place import Box
from validator.reading.characters import UNIFIED
from validator.reading.ink import (
    SMALLEST_PICTURE,
    Glyph,
    PageInk,
    Rule,
    quarters_of,
    rule_from_box,
    slanted,
)
from validator.reading.shapes import BLIND, drawn, hidden

_ToPage = Callable[[float, float, float, float], tuple[float, float, float, float]]

# PDFium gives glyphs of vertical writing a box of the font's unscaled size; larger than
# this, in points, a box is not believed and the outline's own is taken.
_LARGEST_GLYPH = 72.0
_BLANKS = {0xA0, 0x3000, 0x200B, 0xFEFF, *range(0x2000, 0x200B)}
# Whether the file says what characters it draws is asked of every so many glyphs.
_SAMPLED = 4
_TEXTS = {**UNIFIED, 0x2: "-", 0xFFFE: "", 0xFFFF: ""}


def pages(data: bytes, most_pages: int) -> list[PageInk]:
    """The ink of each page of a PDF.

    Raises UserError `pdf_encrypted`, `pdf_damaged` or `too_many_pages`.
    """
    return _pages(data, most_pages, None)


def some_pages(data: bytes, numbers: Collection[int]) -> list[PageInk]:
    """The ink of the pages of these numbers (from 1), in their order; errors as `pages`."""
    return _pages(data, max(numbers, default=0) + 10_000, numbers)


def _pages(data: bytes, most_pages: int, numbers: Collection[int] | None) -> list[PageInk]:
    # Safe to call again: PDFium keeps what was initialised before.
    c.FPDF_InitLibrary()
    document = c.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        encrypted = c.FPDF_GetLastError() in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        raise UserError("pdf_encrypted" if encrypted else "pdf_damaged")
    try:
        count = c.FPDF_GetPageCount(document)
        if count <= 0:
            raise UserError("pdf_damaged")
        if count > most_pages:
            raise UserError("too_many_pages", pages=str(count), most=str(most_pages))
        wanted = range(count) if numbers is None else [number - 1 for number in sorted(numbers)]
        return [_page(document, number) for number in wanted]
    finally:
        c.FPDF_CloseDocument(document)


def _page(document: c.FPDF_DOCUMENT, number: int) -> PageInk:
    page = c.FPDF_LoadPage(document, number)
    if not page:
        raise UserError("pdf_damaged")
    try:
        return _ink(page)
    finally:
        c.FPDF_ClosePage(page)


def _ink(page: c.FPDF_PAGE) -> PageInk:
    width, height = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
    to_page = _shown(page)
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    pictures: list[Box] = []
    odd = blind = False
    for kind, x0, y0, x1, y1 in drawn(page):
        if kind == c.FPDF_PAGEOBJ_TEXT:
            odd = True
            continue
        if kind == BLIND:
            blind = True
            continue
        box = to_page(x0, y0, x1, y1)
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            if box[2] - box[0] >= SMALLEST_PICTURE and box[3] - box[1] >= SMALLEST_PICTURE:
                pictures.append(Box(*box))
            continue
        across, down = rule_from_box(*box)
        if across:
            horizontal.append(across)
        elif down:
            vertical.append(down)
    glyphs, unmapped = _glyphs(page, to_page, odd=odd)
    return PageInk(
        width,
        height,
        glyphs,
        tuple(horizontal),
        tuple(vertical),
        tuple(pictures),
        unmapped,
        blind,
    )


def _shown(page: c.FPDF_PAGE) -> _ToPage:
    """The map from the page's own coordinates (y upwards, unrotated) to those as shown."""
    bounds = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page, bounds)
    left, bottom, right, top = bounds.left, bounds.bottom, bounds.right, bounds.top

    def upright(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return x0 - left, top - y1, x1 - left, top - y0

    def quarter(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left

    def half(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return right - x1, y0 - bottom, right - x0, y1 - bottom

    def three(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return top - y1, right - x1, top - y0, right - x0

    return (upright, quarter, half, three)[c.FPDFPage_GetRotation(page) % 4]


def _glyphs(page: c.FPDF_PAGE, to_page: _ToPage, *, odd: bool) -> tuple[tuple[Glyph, ...], int]:
    """The glyphs of a page, and about how many there are of which the file says no characters.

    With `odd`, some text is hidden or not level, so that each glyph has to be asked for that.
    """
    raw = c.FPDFText_LoadPage(page)
    if not raw:
        return (), 0
    try:
        unmapped = sum(
            c.FPDFText_HasUnicodeMapError(raw, index) == 1
            for index in range(0, c.FPDFText_CountChars(raw), _SAMPLED)
        )
        found = _read_glyphs(raw, to_page, c.FPDFPage_GetRotation(page) if odd else None)
        return tuple(found), unmapped * _SAMPLED
    finally:
        c.FPDFText_ClosePage(raw)


def _read_glyphs(raw: c.FPDF_TEXTPAGE, to_page: _ToPage, rotation: int | None) -> Iterator[Glyph]:
    """The glyphs shown; all text is level and visible where no `rotation` of the page is given."""
    box = c.FS_RECTF()
    reference = ctypes.byref(box)
    unicode_of, box_of = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox
    angle_of = c.FPDFText_GetCharAngle
    high = turn = 0
    for index in range(c.FPDFText_CountChars(raw)):
        code = unicode_of(raw, index)
        if rotation is not None:
            angle = -angle_of(raw, index)
            if hidden(c.FPDFText_GetTextObject(raw, index)) or slanted(angle):
                continue
            turn = (quarters_of(angle) - rotation) % 4
        if code <= 0x20 or code in _BLANKS:
            # PDFium makes up blanks of its own; only those of the file are evidence.
            if code == 0x20 and not c.FPDFText_IsGenerated(raw, index):
                box_of(raw, index, reference)
                placed = to_page(box.left, box.bottom, box.right, box.top)
                yield Glyph(" ", *placed, 1.0, turn)
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        text = _TEXTS[code] if code in _TEXTS else chr(code)
        if not text or not box_of(raw, index, reference):
            continue
        reserved = (box.left, box.bottom, box.right, box.top)
        if box.top - box.bottom > _LARGEST_GLYPH or box.right - box.left > _LARGEST_GLYPH:
            reserved = _outline(raw, index)
        yield Glyph(text, *to_page(*reserved), 1.0, turn)


def _outline(textpage: c.FPDF_TEXTPAGE, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value
