"""What a page of a PDF paints besides its text, as PDFium tells it: pictures, thin shapes."""

import ctypes
from collections.abc import Iterator
from math import atan2, pi

import pypdfium2_raw as c

from validator.reading.ink import THICKEST_LINE, quarters_of, slanted

_Matrix = tuple[float, float, float, float, float, float]

_DEEPEST_FORM = 8
# An ideograph and a letter that fonts of theirs have; the least width of the first, its height 1.
_IDEOGRAPH, _LETTER, _FULL = ord("一"), ord("A"), 0.8
# No kind of PDFium's: text that it leaves out.
BLIND = -1


def hidden(item: c.FPDF_PAGEOBJECT) -> bool:
    """Whether a text object shows nothing, as the text that scanners lay under a picture."""
    return bool(item) and c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE


def blind(item: c.FPDF_PAGEOBJECT) -> bool:
    """Whether a text object without width may have signs that its font has no outlines for.

    PDFium leaves such text out, which is right for blanks only. A font that is in the file has
    its outlines; one that is not is asked for those of an ideograph. Where it knows of none that
    is as wide as high, but has Latin letters, it is no font of ideographs.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return False
    if right.value > left.value:
        return False
    font = c.FPDFTextObj_GetFont(item)
    if not font or c.FPDFFont_GetIsEmbedded(font):
        return False
    if c.FPDFFont_GetGlyphPath(font, _IDEOGRAPH, 1.0):
        return False
    width = ctypes.c_float()
    c.FPDFFont_GetGlyphWidth(font, _IDEOGRAPH, 1.0, width)
    return width.value > _FULL or not c.FPDFFont_GetGlyphPath(font, _LETTER, 1.0)


def drawn(page: c.FPDF_PAGE) -> Iterator[tuple[int, float, float, float, float]]:
    """Kind and box, in the page's own coordinates, of every picture and thin painted shape.

    Of text only what is hidden or not level, as the page is shown, is named, without a box, and
    as `BLIND` what is left out for want of a font.
    """
    level = c.FPDFPage_GetRotation(page) * pi / 2
    for index in range(c.FPDFPage_CountObjects(page)):
        yield from _shapes(c.FPDFPage_GetObject(page, index), None, 0, level)


def _shapes(
    item: c.FPDF_PAGEOBJECT, matrix: _Matrix | None, depth: int, level: float
) -> Iterator[tuple[int, float, float, float, float]]:
    kind = c.FPDFPageObj_GetType(item)
    if kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
        inner = _combined(_matrix_of(item), matrix)
        for index in range(c.FPDFFormObj_CountObjects(item)):
            yield from _shapes(c.FPDFFormObj_GetObject(item, index), inner, depth + 1, level)
        return
    if kind == c.FPDF_PAGEOBJ_TEXT:
        a, b, *_ = _combined(_matrix_of(item), matrix)
        angle = atan2(b, a) - level
        unseen = hidden(item)
        if unseen or quarters_of(angle) or slanted(angle):
            yield kind, 0.0, 0.0, 0.0, 0.0
        if not unseen and blind(item):
            yield BLIND, 0.0, 0.0, 0.0, 0.0
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
