"""The first PDF engine: PDFium, through the raw bindings of pypdfium2.

The C interface is called directly: pypdfium2's helpers cost a third of the time of a whole
check, mostly to import them.
"""

import ctypes
from collections.abc import Callable, Collection, Iterator

import pypdfium2_raw as c

from validator.model.errors import UserError
from validator.model.page_objects import (
    MIN_PICTURE_SIZE,
    Char,
    Edge,
    PageObjects,
    edge_from_box,
    is_slanted,
    quarter_turns,
)
from validator.model.place import Box
from validator.reading.geometry.paths import transform
from validator.reading.metering import Meter
from validator.reading.options import DEFAULT_BOUNDS, UNBOUNDED, Bounds, exceeded
from validator.reading.pdf.fields import field_chars, field_values
from validator.reading.pdf.objects import MISSING_FONT, PaintedPage, address_of, find_shapes
from validator.reading.pdf.pixels import look
from validator.reading.pdf.streams import require_bounded_streams
from validator.reading.text.characters import CHARACTER_MAP, RADICAL_IDEOGRAPHS

# Left, bottom, right, top.
_Box = tuple[float, float, float, float]
_ToPage = Callable[[float, float, float, float], _Box]

# PDFium gives chars of vertical writing a box of the font's unscaled size; a box larger than
# this (points) is replaced by that of the outline.
_MAX_CHAR_SIZE = 72.0
# How far an em reaches above and below the baseline.
_ASCENT, _DESCENT = 0.88, 0.12
_SPACES = {0xA0, 0x3000, 0x200B, 0xFEFF, *range(0x2000, 0x200B)}
# One in this many chars is checked for a Unicode mapping.
_SAMPLE_STEP = 4
_TEXTS = {**CHARACTER_MAP, 0x2: "-", 0xFFFE: "", 0xFFFF: ""}


def pages(data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> list[PageObjects]:
    """The objects on each page of a PDF.

    Raises UserError `pdf_encrypted`, `pdf_damaged` or `exceeds_pages`.
    """
    require_bounded_streams(data, bounds)
    return _pages(data, bounds, None)


def some_pages(data: bytes, numbers: Collection[int]) -> list[PageObjects]:
    """The objects on the pages `numbers` (from 1), in ascending order; errors as `pages`."""
    return _pages(data, UNBOUNDED, numbers)


def _pages(data: bytes, bounds: Bounds, numbers: Collection[int] | None) -> list[PageObjects]:
    # Safe to call again: PDFium initialises itself only once.
    c.FPDF_InitLibrary()
    document = c.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        encrypted = c.FPDF_GetLastError() in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        raise UserError("pdf_encrypted" if encrypted else "pdf_damaged")
    try:
        count = c.FPDF_GetPageCount(document)
        if count <= 0:
            raise UserError("pdf_damaged")
        if count > bounds.pages:
            raise exceeded("pages", bounds.pages)
        meter = Meter(bounds)
        indexes = range(count) if numbers is None else [number - 1 for number in sorted(numbers)]
        return [_page(document, number, meter) for number in indexes]
    finally:
        c.FPDF_CloseDocument(document)


def _page(document: c.FPDF_DOCUMENT, index: int, meter: Meter) -> PageObjects:
    page = c.FPDF_LoadPage(document, index)
    if not page:
        raise UserError("pdf_damaged")
    try:
        return _page_objects(page, meter)
    finally:
        c.FPDF_ClosePage(page)


def _page_objects(page: c.FPDF_PAGE, meter: Meter) -> PageObjects:
    width, height = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
    to_page = _display_transform(page)
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    pictures: list[Box] = []
    irregular = missing_font = False
    bounds = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page, bounds)
    painted = PaintedPage((bounds.left, bounds.bottom, bounds.right, bounds.top))
    for kind, x0, y0, x1, y1 in find_shapes(page, painted, meter):
        if kind == c.FPDF_PAGEOBJ_TEXT:
            irregular = True
            continue
        if kind == MISSING_FONT:
            missing_font = True
            continue
        box = to_page(x0, y0, x1, y1)
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            if box[2] - box[0] >= MIN_PICTURE_SIZE and box[3] - box[1] >= MIN_PICTURE_SIZE:
                pictures.append(Box(*box))
            continue
        h_edge, v_edge = edge_from_box(*box)
        if h_edge:
            horizontal.append(h_edge)
        elif v_edge:
            vertical.append(v_edge)
    painted.finish()
    careful = painted if irregular or painted.covers else None
    hidden: list[Char] = []
    chars, unmapped = _read_chars(page, to_page, careful, hidden, meter)
    if hidden:
        looked = look(page, hidden, chars, horizontal, vertical)
        chars, hidden = chars + looked.shown, list(looked.hidden)
    for value in field_values(page):
        chars += tuple(field_chars(value.text, Box(*to_page(*value.box)), value.confidence))
    return PageObjects(
        width,
        height,
        chars,
        tuple(horizontal),
        tuple(vertical),
        tuple(pictures),
        unmapped,
        missing_font,
        tuple(hidden),
    )


def _display_transform(page: c.FPDF_PAGE) -> _ToPage:
    """The map from PDF coordinates (y upwards, unrotated) to those of the page as displayed."""
    bounds = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page, bounds)
    left, bottom, right, top = bounds.left, bounds.bottom, bounds.right, bounds.top

    def upright(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return x0 - left, top - y1, x1 - left, top - y0

    def quarter(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left

    def half(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return right - x1, y0 - bottom, right - x0, y1 - bottom

    def three_quarters(
        x0: float, y0: float, x1: float, y1: float
    ) -> tuple[float, float, float, float]:
        return top - y1, right - x1, top - y0, right - x0

    return (upright, quarter, half, three_quarters)[c.FPDFPage_GetRotation(page) % 4]


def _read_chars(
    page: c.FPDF_PAGE,
    to_page: _ToPage,
    painted: PaintedPage | None,
    hidden: list[Char],
    meter: Meter,
) -> tuple[tuple[Char, ...], int]:
    """The chars of a page, and an estimate of how many have no Unicode mapping.

    `painted` is None if all text is seen and level, so that no char need be checked for that;
    else those that are not seen are added to `hidden`, except the text layer of a scan.
    """
    textpage = c.FPDFText_LoadPage(page)
    if not textpage:
        return (), 0
    try:
        meter.add_characters(max(c.FPDFText_CountChars(textpage), 0))
        unmapped = sum(
            c.FPDFText_HasUnicodeMapError(textpage, index) == 1
            for index in range(0, c.FPDFText_CountChars(textpage), _SAMPLE_STEP)
        )
        rotation = c.FPDFPage_GetRotation(page)
        chars = _iter_chars(textpage, to_page, rotation, painted, hidden)
        return tuple(chars), unmapped * _SAMPLE_STEP
    finally:
        c.FPDFText_ClosePage(textpage)


def _iter_chars(
    textpage: c.FPDF_TEXTPAGE,
    to_page: _ToPage,
    rotation: int,
    painted: PaintedPage | None,
    hidden: list[Char],
) -> Iterator[Char]:
    """The chars of a page with a rotation; `painted` and `hidden` as in `_read_chars`."""
    box = c.FS_RECTF()
    reference = ctypes.byref(box)
    unicode_of, box_of = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox
    angle_of = c.FPDFText_GetCharAngle
    high_surrogate = turn = address = 0
    for index in range(c.FPDFText_CountChars(textpage)):
        code = unicode_of(textpage, index)
        if painted is not None:
            angle = -angle_of(textpage, index)
            if is_slanted(angle):
                continue
            address = address_of(c.FPDFText_GetTextObject(textpage, index))
            turn = (quarter_turns(angle) - rotation) % 4
        if code <= 0x20 or code in _SPACES:
            # PDFium inserts spaces of its own; only those in the file are evidence.
            if code == 0x20 and not c.FPDFText_IsGenerated(textpage, index):
                box_of(textpage, index, reference)
                char_box = (box.left, box.bottom, box.right, box.top)
                if painted is None or painted.shows(address, char_box):
                    yield Char(" ", *to_page(*char_box), 1.0, turn)
            continue
        if 0xD800 <= code < 0xDC00:
            high_surrogate = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = (
                0x10000 + ((high_surrogate - 0xD800) << 10) + (code - 0xDC00)
                if high_surrogate
                else 0xFFFD
            )
            high_surrogate = 0
        text = _TEXTS[code] if code in _TEXTS else chr(code)
        if not text or not box_of(textpage, index, reference):
            continue
        char_box = (box.left, box.bottom, box.right, box.top)
        if box.top - box.bottom > _MAX_CHAR_SIZE or box.right - box.left > _MAX_CHAR_SIZE:
            char_box = _outline(textpage, index)
        if code in RADICAL_IDEOGRAPHS:
            char_box = _own_box(textpage, index, char_box)
        char = Char(text, *to_page(*char_box), 1.0, turn)
        if painted is None or painted.shows(address, char_box):
            yield char
        elif address not in painted.layer or not painted.has_pictures:
            hidden.append(char)


def _own_box(textpage: c.FPDF_TEXTPAGE, index: int, box: _Box) -> _Box:
    """The box of an ideograph that a font may map to a radical.

    PDFium replaces the radical, but then gives its ink as its box, and leaves box and origin as
    they are in the form that it is in, not on the page.
    """
    if box != _outline(textpage, index):
        return box
    item = c.FPDFText_GetTextObject(textpage, index)
    x, y = ctypes.c_double(), ctypes.c_double()
    on_page, in_form = c.FS_MATRIX(), c.FS_MATRIX()
    c.FPDFText_GetCharOrigin(textpage, index, x, y)
    if not (item and c.FPDFText_GetMatrix(textpage, index, on_page)):
        return box
    c.FPDFPageObj_GetMatrix(item, in_form)
    determinant = in_form.a * in_form.d - in_form.b * in_form.c
    if not determinant:
        return box
    # Where the char stands in its text object, whose matrix on the page is known.
    dx, dy = x.value - in_form.e, y.value - in_form.f
    across = (in_form.d * dx - in_form.c * dy) / determinant
    up = (in_form.a * dy - in_form.b * dx) / determinant
    size = c.FPDFText_GetFontSize(textpage, index)
    em = (across, up - _DESCENT * size, across + size, up + _ASCENT * size)
    m = on_page
    return transform(em, (m.a, m.b, m.c, m.d, m.e, m.f))


def _outline(textpage: c.FPDF_TEXTPAGE, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value
