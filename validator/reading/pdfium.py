"""The first PDF engine: PDFium, through the bindings of pypdfium2.

PDFium's C interface is called directly: the helpers above it cost a third of the time that
a whole check takes, most of it in being imported.
"""

import ctypes
from collections.abc import Callable, Collection, Iterator
from math import atan2

import pypdfium2_raw as c

from validator.model.errors import UserError
from validator.model.place import Box
from validator.reading.characters import UNIFIED
from validator.reading.ink import (
    SMALLEST_PICTURE,
    THICKEST_LINE,
    Glyph,
    PageInk,
    Rule,
    rule_from_box,
    slanted,
)

_Matrix = tuple[float, float, float, float, float, float]
_ToPage = Callable[[float, float, float, float], tuple[float, float, float, float]]

_DEEPEST_FORM = 8
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
    odd = False
    for kind, x0, y0, x1, y1 in _drawn(page):
        if kind == c.FPDF_PAGEOBJ_TEXT:
            odd = True
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
        width, height, glyphs, tuple(horizontal), tuple(vertical), tuple(pictures), unmapped
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

    With `odd`, some text is hidden or aslant, so that each glyph has to be asked for that.
    """
    raw = c.FPDFText_LoadPage(page)
    if not raw:
        return (), 0
    try:
        unmapped = sum(
            c.FPDFText_HasUnicodeMapError(raw, index) == 1
            for index in range(0, c.FPDFText_CountChars(raw), _SAMPLED)
        )
        return tuple(_read_glyphs(raw, to_page, odd=odd)), unmapped * _SAMPLED
    finally:
        c.FPDFText_ClosePage(raw)


def _read_glyphs(raw: c.FPDF_TEXTPAGE, to_page: _ToPage, *, odd: bool) -> Iterator[Glyph]:
    box = c.FS_RECTF()
    reference = ctypes.byref(box)
    unicode_of, box_of = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox
    angle_of = c.FPDFText_GetCharAngle
    high = 0
    for index in range(c.FPDFText_CountChars(raw)):
        code = unicode_of(raw, index)
        if code <= 0x20 or code in _BLANKS:
            # PDFium makes up blanks of its own; only those of the file are evidence.
            if code == 0x20 and not c.FPDFText_IsGenerated(raw, index):
                box_of(raw, index, reference)
                yield Glyph(" ", *to_page(box.left, box.bottom, box.right, box.top))
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if odd and (_hidden(c.FPDFText_GetTextObject(raw, index)) or slanted(angle_of(raw, index))):
            continue
        text = _TEXTS[code] if code in _TEXTS else chr(code)
        if not text or not box_of(raw, index, reference):
            continue
        placed = (box.left, box.bottom, box.right, box.top)
        if box.top - box.bottom > _LARGEST_GLYPH or box.right - box.left > _LARGEST_GLYPH:
            placed = _outline(raw, index)
        yield Glyph(text, *to_page(*placed))


def _hidden(item: c.FPDF_PAGEOBJECT) -> bool:
    """Whether a text object shows nothing, as the text that scanners lay under a picture."""
    return bool(item) and c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE


def _outline(textpage: c.FPDF_TEXTPAGE, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _drawn(page: c.FPDF_PAGE) -> Iterator[tuple[int, float, float, float, float]]:
    """Kind and box, in the page's own coordinates, of every picture and thin painted shape.

    Of text only what is hidden or aslant is named, without a box.
    """
    for index in range(c.FPDFPage_CountObjects(page)):
        yield from _shapes(c.FPDFPage_GetObject(page, index), None, 0)


def _shapes(
    item: c.FPDF_PAGEOBJECT, matrix: _Matrix | None, depth: int
) -> Iterator[tuple[int, float, float, float, float]]:
    kind = c.FPDFPageObj_GetType(item)
    if kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
        inner = _combined(_matrix_of(item), matrix)
        for index in range(c.FPDFFormObj_CountObjects(item)):
            yield from _shapes(c.FPDFFormObj_GetObject(item, index), inner, depth + 1)
        return
    if kind == c.FPDF_PAGEOBJ_TEXT:
        a, b, *_ = _combined(_matrix_of(item), matrix)
        if _hidden(item) or slanted(atan2(b, a)):
            yield kind, 0.0, 0.0, 0.0, 0.0
        return
    if kind not in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE):
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return
    box = (left.value, bottom.value, right.value, top.value)
    if kind == c.FPDF_PAGEOBJ_IMAGE:
        yield kind, *_placed(box, matrix)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return
    if box[2] - box[0] <= THICKEST_LINE or box[3] - box[1] <= THICKEST_LINE:
        yield kind, *_placed(box, matrix)
        return
    own = _combined(_matrix_of(item), matrix)
    for part in _thin_parts(item, stroked=bool(stroke.value)):
        yield kind, *_placed(part, own)


def _thin_parts(
    item: c.FPDF_PAGEOBJECT, *, stroked: bool
) -> Iterator[tuple[float, float, float, float]]:
    """The lines within a path that is not itself a line.

    Stroked, every straight segment is one. Filled, each subpath whose box is thin is one:
    all lines of a table may be drawn as one path of many rectangles.
    """
    subpath: list[tuple[float, float]] = []
    curved = False
    for kind, x, y, closes in (*_segments(item), (c.FPDF_SEGMENT_MOVETO, 0.0, 0.0, False)):
        if kind == c.FPDF_SEGMENT_MOVETO:
            if subpath and not stroked and not curved:
                xs, ys = [p[0] for p in subpath], [p[1] for p in subpath]
                yield min(xs), min(ys), max(xs), max(ys)
            subpath, curved = [(x, y)], False
            continue
        curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
        ends = [(x, y), subpath[0]] if closes else [(x, y)]
        for end in ends:
            start = subpath[-1]
            if stroked and kind == c.FPDF_SEGMENT_LINETO and end != start:
                yield (
                    min(start[0], end[0]),
                    min(start[1], end[1]),
                    max(start[0], end[0]),
                    max(start[1], end[1]),
                )
            subpath.append(end)


def _segments(item: c.FPDF_PAGEOBJECT) -> Iterator[tuple[int, float, float, bool]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(c.FPDFPath_CountSegments(item)):
        segment = c.FPDFPath_GetPathSegment(item, index)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        yield (
            c.FPDFPathSegment_GetType(segment),
            x.value,
            y.value,
            bool(c.FPDFPathSegment_GetClose(segment)),
        )


def _matrix_of(item: c.FPDF_PAGEOBJECT) -> _Matrix:
    m = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, m):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _combined(inner: _Matrix, outer: _Matrix | None) -> _Matrix:
    if outer is None:
        return inner
    a, b, c_, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c_ * oa + d * oc,
        c_ * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _placed(
    box: tuple[float, float, float, float], matrix: _Matrix | None
) -> tuple[float, float, float, float]:
    if matrix is None:
        return box
    a, b, c_, d, e, f = matrix
    corners = [(a * x + c_ * y + e, b * x + d * y + f) for x in box[::2] for y in box[1::2]]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return min(xs), min(ys), max(xs), max(ys)
