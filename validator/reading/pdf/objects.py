"""Pictures and thin shapes on a PDF page, and text that needs care, as reported by PDFium."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import atan2, pi

import pypdfium2_raw as c

from validator.model.page_objects import MAX_LINE_WIDTH, is_slanted, quarter_turns
from validator.reading.geometry.paths import Matrix, Segment, compose, thin_parts, transform

_MAX_FORM_DEPTH = 8
# An ideograph and a letter that every font of their script has; the minimum width of a
# full-width ideograph at font size 1.
_IDEOGRAPH, _LETTER, _MIN_FULL_WIDTH = ord("一"), ord("A"), 0.8
# Not an object type of PDFium: text that it leaves out.
MISSING_FONT = -1
# Components of a colour from which on paper looks the same.
_WHITE = 250


@dataclass
class Painting:
    """What is known of a page while its objects are looked at in the order of painting.

    `fills` are the boxes of what is filled in another colour than white, `hidden` the addresses of
    the text objects that no eye can see.
    """

    fills: list[tuple[float, float, float, float]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    def hides(self, item: c.FPDF_PAGEOBJECT, matrix: Matrix | None) -> bool:
        """Whether a text object is invisible: not painted, transparent, or white on white."""
        mode = c.FPDFTextObj_GetTextRenderMode(item)
        invisible: bool = mode == c.FPDF_TEXTRENDERMODE_INVISIBLE
        if not invisible and mode == c.FPDF_TEXTRENDERMODE_FILL:
            colour = _fill_colour(item)
            invisible = colour is not None and (
                colour[3] == 0 or (_is_white(colour) and not self._is_on_fill(item, matrix))
            )
        if invisible:
            self.hidden.add(address_of(item))
        return invisible

    def _is_on_fill(self, item: c.FPDF_PAGEOBJECT, matrix: Matrix | None) -> bool:
        box = _bounds(item)
        if box is None:
            return True
        x0, y0, x1, y1 = transform(box, matrix)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return any(left <= x <= right and low <= y <= high for left, low, right, high in self.fills)


def address_of(item: c.FPDF_PAGEOBJECT) -> int:
    """What tells an object of a page from the others, 0 for none."""
    return ctypes.addressof(item.contents) if item else 0


def _fill_colour(item: c.FPDF_PAGEOBJECT) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity, from 0 to 255, that an object is filled with."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


def _is_white(colour: tuple[int, int, int, int]) -> bool:
    return min(colour[:3]) >= _WHITE


def _bounds(item: c.FPDF_PAGEOBJECT) -> tuple[float, float, float, float] | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def lacks_outlines(item: c.FPDF_PAGEOBJECT) -> bool:
    """Whether a text object has no width and its font may lack the outlines of its chars.

    PDFium leaves such text out, which is right only for white space. Embedded fonts have their
    outlines; other fonts are tested with an ideograph. A font without a full-width ideograph but
    with Latin letters is not a font for ideographs.
    """
    box = _bounds(item)
    if box is None or box[2] > box[0]:
        return False
    font = c.FPDFTextObj_GetFont(item)
    if not font or c.FPDFFont_GetIsEmbedded(font):
        return False
    if c.FPDFFont_GetGlyphPath(font, _IDEOGRAPH, 1.0):
        return False
    width = ctypes.c_float()
    c.FPDFFont_GetGlyphWidth(font, _IDEOGRAPH, 1.0, width)
    return width.value > _MIN_FULL_WIDTH or not c.FPDFFont_GetGlyphPath(font, _LETTER, 1.0)


def find_shapes(
    page: c.FPDF_PAGE, painting: Painting
) -> Iterator[tuple[int, float, float, float, float]]:
    """Type and box, in PDF coordinates, of every picture and thin painted shape.

    Text objects are included, with an empty box, only if they are hidden or not level on the
    page as displayed, and as `MISSING_FONT` if PDFium leaves them out for lack of a font.
    """
    page_angle = c.FPDFPage_GetRotation(page) * pi / 2
    for index in range(c.FPDFPage_CountObjects(page)):
        yield from _walk(c.FPDFPage_GetObject(page, index), None, 0, page_angle, painting)


def _walk(
    item: c.FPDF_PAGEOBJECT,
    matrix: Matrix | None,
    depth: int,
    page_angle: float,
    painting: Painting,
) -> Iterator[tuple[int, float, float, float, float]]:
    kind = c.FPDFPageObj_GetType(item)
    if kind == c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
        inner = compose(_object_matrix(item), matrix)
        for index in range(c.FPDFFormObj_CountObjects(item)):
            nested = c.FPDFFormObj_GetObject(item, index)
            yield from _walk(nested, inner, depth + 1, page_angle, painting)
        return
    if kind == c.FPDF_PAGEOBJ_TEXT:
        a, b, *_ = compose(_object_matrix(item), matrix)
        angle = atan2(b, a) - page_angle
        invisible = painting.hides(item, matrix)
        if invisible or quarter_turns(angle) or is_slanted(angle):
            yield kind, 0.0, 0.0, 0.0, 0.0
        if not invisible and lacks_outlines(item):
            yield MISSING_FONT, 0.0, 0.0, 0.0, 0.0
        return
    if kind not in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE):
        return
    box = _bounds(item)
    if box is None:
        return
    if kind == c.FPDF_PAGEOBJ_IMAGE:
        # What is printed on a picture may be of any colour.
        shown = transform(box, matrix)
        painting.fills.append(shown)
        yield kind, *shown
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return
    if box[2] - box[0] <= MAX_LINE_WIDTH or box[3] - box[1] <= MAX_LINE_WIDTH:
        yield kind, *transform(box, matrix)
        return
    colour = _fill_colour(item) if fill.value else None
    if colour is not None and colour[3] and not _is_white(colour):
        painting.fills.append(transform(box, matrix))
    path_matrix = compose(_object_matrix(item), matrix)
    for part in thin_parts(_segments(item), stroked=bool(stroke.value)):
        yield kind, *transform(part, path_matrix)


def _segments(item: c.FPDF_PAGEOBJECT) -> Iterator[Segment]:
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


def _object_matrix(item: c.FPDF_PAGEOBJECT) -> Matrix:
    m = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, m):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)
