"""Pictures and thin shapes on a PDF page, and text that needs care, as reported by PDFium."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import atan2, hypot, pi

import pypdfium2_raw as c

from validator.model.page_objects import MAX_LINE_WIDTH, is_slanted, quarter_turns
from validator.reading.geometry.painting import Painting, is_in_any, overlap
from validator.reading.geometry.paths import (
    Corners,
    Matrix,
    Segment,
    compose,
    is_upright,
    rectangle,
    thin_parts,
    transform,
)
from validator.reading.metering import Meter

_MAX_FORM_DEPTH = 8
# An ideograph and a letter that every font of their script has; the minimum width of a
# full-width ideograph at font size 1.
_IDEOGRAPH, _LETTER, _MIN_FULL_WIDTH = ord("一"), ord("A"), 0.8
# Points of a dash, below which it is not told apart from none.
_MIN_DASH = 0.001
# Not an object type of PDFium: text that it leaves out.
MISSING_FONT = -1
_OPAQUE = 255
# Points below which letters are specks.
_MIN_SIZE = 2.0


# A text object that was painted, how many texts were painted up to it, and its box.
_Text = tuple[c.FPDF_PAGEOBJECT, int, Corners | None]
# Where PDFium writes what it is asked: made once, as a page has thousands of objects. PDFium itself
# serves one caller at a time.
_SIDES = tuple(ctypes.c_float() for _ in range(4))
_COLOUR = tuple(ctypes.c_uint() for _ in range(4))
_SIZE = ctypes.c_float()


@dataclass
class PaintedPage:
    """What is known of a page once its objects were looked at in the order of painting.

    `hidden` are the addresses of the text objects that no eye sees, `layer` of those among them
    that are not painted at all, as the text layer of a scan; `covers` has the areas that were
    painted over some of the others.
    """

    page: Corners
    painting: Painting = field(default_factory=Painting)
    texts: list[_Text] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    layer: set[int] = field(default_factory=set)
    covers: dict[int, list[Corners]] = field(default_factory=dict)
    has_pictures: bool = False

    def finish(self) -> None:
        """Find what was painted over texts."""
        for item, number, text_box in self.texts:
            later = self.painting.covers_after(number)
            if not later:
                return
            over = [box for box in later if text_box and overlap(box, text_box)]
            if over:
                self.covers[address_of(item)] = over

    def shows(self, address: int, box: Corners) -> bool:
        """Whether a char with a box, of the text object at an address, is seen."""
        if address in self.hidden:
            return False
        covers = self.covers.get(address)
        return not covers or not is_in_any(covers, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def add_text(self, item: c.FPDF_PAGEOBJECT, matrix: Matrix, box: Corners | None) -> bool:
        """Add a text object with its matrix and box on the page; whether an eye sees it."""
        mode = c.FPDFTextObj_GetTextRenderMode(item)
        if mode == c.FPDF_TEXTRENDERMODE_INVISIBLE:
            self.layer.add(address_of(item))
        elif box is None or not self._is_unseen(item, mode, matrix, box):
            self.texts.append((item, self.painting.write(), box))
            return True
        self.hidden.add(address_of(item))
        return False

    def _is_unseen(self, item: c.FPDF_PAGEOBJECT, mode: int, matrix: Matrix, box: Corners) -> bool:
        """Whether a text is transparent, a speck, off the page or of the colour beneath it."""
        left, low, right, high = box
        if right > left and not overlap(self.page, box):
            return True
        if right - left < _MIN_SIZE or high - low < _MIN_SIZE:
            # The fonts of some printer drivers are large themselves, and set in a small size.
            c.FPDFTextObj_GetFontSize(item, _SIZE)
            if 0 < abs(_SIZE.value) * hypot(matrix[2], matrix[3]) < _MIN_SIZE:
                return True
        if mode != c.FPDF_TEXTRENDERMODE_FILL:
            return False
        painted = _fill_colour(item)
        if painted is None:
            return False
        return painted[3] == 0 or self.painting.blends(
            painted[:3], (left + right) / 2, (low + high) / 2
        )


def address_of(item: c.FPDF_PAGEOBJECT) -> int:
    """What tells an object of a page from the others, 0 for none."""
    return ctypes.addressof(item.contents) if item else 0


def _fill_colour(item: c.FPDF_PAGEOBJECT) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity, from 0 to 255, that an object is filled with."""
    red, green, blue, alpha = _COLOUR
    if not c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


def _bounds(item: c.FPDF_PAGEOBJECT) -> tuple[float, float, float, float] | None:
    left, bottom, right, top = _SIDES
    if not c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def lacks_outlines(item: c.FPDF_PAGEOBJECT, box: Corners | None) -> bool:
    """Whether a text object with a box has no width as its font may lack outlines.

    PDFium leaves such text out, which is right only for white space. Embedded fonts have their
    outlines; other fonts are tested with an ideograph. A font without a full-width ideograph but
    with Latin letters is not a font for ideographs.
    """
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
    page: c.FPDF_PAGE, painted: PaintedPage, meter: Meter
) -> Iterator[tuple[int, float, float, float, float]]:
    """Type and box, in PDF coordinates, of every picture and thin painted shape.

    Text objects are included, with an empty box, only if they are hidden or not level on the
    page as displayed, and as `MISSING_FONT` if PDFium leaves them out for lack of a font.
    """
    page_angle = c.FPDFPage_GetRotation(page) * pi / 2
    count = c.FPDFPage_CountObjects(page)
    meter.add_elements(count)
    for index in range(count):
        yield from _walk(c.FPDFPage_GetObject(page, index), None, 0, page_angle, painted, meter)


def _walk(
    item: c.FPDF_PAGEOBJECT,
    matrix: Matrix | None,
    depth: int,
    page_angle: float,
    painted: PaintedPage,
    meter: Meter,
) -> Iterator[tuple[int, float, float, float, float]]:
    kind = c.FPDFPageObj_GetType(item)
    if kind == c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
        inner = compose(_object_matrix(item), matrix)
        count = c.FPDFFormObj_CountObjects(item)
        meter.add_elements(count)
        for index in range(count):
            nested = c.FPDFFormObj_GetObject(item, index)
            yield from _walk(nested, inner, depth + 1, page_angle, painted, meter)
        return
    if kind == c.FPDF_PAGEOBJ_TEXT:
        placed = compose(_object_matrix(item), matrix)
        box = _bounds(item)
        angle = atan2(placed[1], placed[0]) - page_angle
        seen = painted.add_text(item, placed, box and transform(box, matrix))
        if not seen or quarter_turns(angle) or is_slanted(angle):
            yield kind, 0.0, 0.0, 0.0, 0.0
        if seen and lacks_outlines(item, box):
            yield MISSING_FONT, 0.0, 0.0, 0.0, 0.0
        return
    if kind not in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE):
        return
    if kind == c.FPDF_PAGEOBJ_PATH:
        meter.add_elements(max(c.FPDFPath_CountSegments(item), 0))
    box = _bounds(item)
    if box is None:
        return
    if kind == c.FPDF_PAGEOBJ_PATH and (dashes := c.FPDFPageObj_GetDashCount(item)) > 0:
        meter.add_elements(_dashes_drawn(item, dashes, box))
    if kind == c.FPDF_PAGEOBJ_IMAGE:
        # What is printed on a picture may be of any colour; a seal lets the text shine through.
        shown = transform(box, matrix)
        painted.painting.fill(shown, None, covers=False)
        painted.has_pictures = True
        yield kind, *shown
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return
    if box[2] - box[0] <= MAX_LINE_WIDTH or box[3] - box[1] <= MAX_LINE_WIDTH:
        yield kind, *transform(box, matrix)
        return
    if fill.value:
        _add_fill(item, matrix, painted, transform(box, matrix))
    path_matrix = compose(_object_matrix(item), matrix)
    for part in thin_parts(_segments(item), stroked=bool(stroke.value)):
        yield kind, *transform(part, path_matrix)


def _add_fill(
    item: c.FPDF_PAGEOBJECT, matrix: Matrix | None, painted: PaintedPage, box: Corners
) -> None:
    """Add the area that a path fills, which has a box on the page."""
    colour = _fill_colour(item)
    if colour is None:
        # Not a plain colour.
        painted.painting.fill(box, None, covers=False)
        return
    if colour[3] == 0:
        return
    placed = compose(_object_matrix(item), matrix)
    solid = (
        colour[3] == _OPAQUE
        and not c.FPDFPageObj_HasTransparency(item)
        and is_upright(placed)
        and rectangle(_segments(item)) is not None
    )
    clip = _clip_box(item)
    if clip is not None:
        left, low, right, high = transform(clip, matrix)
        box = (max(box[0], left), max(box[1], low), min(box[2], right), min(box[3], high))
    if box[0] < box[2] and box[1] < box[3]:
        # Of other shapes it is not known where they are.
        painted.painting.fill(box, colour[:3] if solid else None, covers=solid)


def _clip_box(item: c.FPDF_PAGEOBJECT) -> Corners | None:
    """The box within which an object is painted, or None if it is not clipped."""
    clip = c.FPDFPageObj_GetClipPath(item)
    count = c.FPDFClipPath_CountPaths(clip) if clip else 0
    boxes = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(count, 0)):
        points = []
        for at in range(max(c.FPDFClipPath_CountPathSegments(clip, path), 0)):
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(clip, path, at), x, y)
            points.append((x.value, y.value))
        if points:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    if not boxes:
        return None
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    return max(lefts), max(lows), min(rights), min(highs)


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


def _dashes_drawn(item: c.FPDF_PAGEOBJECT, count: int, box: Corners) -> int:
    """How many dashes an engine draws for the outline of a dashed path, at least."""
    lengths = (ctypes.c_float * count)()
    c.FPDFPageObj_GetDashArray(item, lengths, count)
    outline = box[2] - box[0] + box[3] - box[1]
    return int(outline / max(sum(lengths), _MIN_DASH)) * count


def _object_matrix(item: c.FPDF_PAGEOBJECT) -> Matrix:
    m = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, m):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)
