"""The objects on a page of an OFD file: chars, lines and pictures, in points.

Source: GB/T 33190-2016, 8 to 11. A point of an object is at CTM · p + the corner of its Boundary,
in millimetres from the top left of the page, y downwards.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import atan2, cos, hypot, radians, sin
from typing import NamedTuple

from validator.markup import Element, attribute, child, local_name
from validator.model.page_objects import (
    MAX_LINE_WIDTH,
    MIN_PICTURE_SIZE,
    Char,
    Edge,
    PageObjects,
    edge_from_box,
    is_slanted,
    quarter_turns,
)
from validator.model.place import Box
from validator.reading.geometry.painting import Colour, Painting, is_in_any
from validator.reading.geometry.paths import (
    IDENTITY,
    Corners,
    Matrix,
    compose,
    is_upright,
    rectangle,
    thin_parts,
    transform,
)
from validator.reading.metering import Meter
from validator.reading.ofd.colours import components_of, opacity_of
from validator.reading.ofd.paths import segments
from validator.reading.ofd.structure import Page, Resources, numbers, text_of
from validator.reading.ofd.textcode import deltas
from validator.reading.options import DEFAULT_BOUNDS
from validator.reading.text.characters import is_unmapped, unify_characters

POINTS = 72 / 25.4
# How far a char reaches above and below its baseline, as shares of its size.
_ASCENT, _DESCENT = 0.88, 0.12
# Widest advance of a char relative to the usual one: an em for ideographs, half an em for others.
_MAX_ADVANCE = 1.3
# Points below which letters are specks.
_MIN_SIZE = 2.0
# How much an object counts for, against elements that are only passed by.
_OBJECT = 8
# How deep blocks and units may be nested.
_MAX_DEPTH = 64
_BLACK: Colour = (0, 0, 0)


class PlacedPicture(NamedTuple):
    """A picture on a page: the name of the part that holds it, and its box in points."""

    part: str
    box: Box


class PageContent(NamedTuple):
    """A page: its objects, its pictures, and the chars on it that no eye sees."""

    objects: PageObjects
    pictures: tuple[PlacedPicture, ...]


def read_page(page: Page, resources: Resources, meter: Meter | None = None) -> PageContent:
    """Read the objects on a page; `meter` counts those of the document, and its text."""
    left, top, width, height = page.box
    reader = _PageReader(
        resources, Box(0.0, 0.0, width * POINTS, height * POINTS), meter or Meter(DEFAULT_BOUNDS)
    )
    origin: Matrix = (POINTS, 0.0, 0.0, POINTS, -left * POINTS, -top * POINTS)
    for content in page.contents:
        for layer in content:
            if local_name(layer) == "Layer":
                reader.read_group(layer, origin, _Style(parameter=attribute(layer, "DrawParam")), 0)
    return reader.finish()


class _Style(NamedTuple):
    """What objects inherit from the group that they are in."""

    parameter: str | None = None
    opacity: float = 1.0


@dataclass
class _PageReader:
    resources: Resources
    page: Box
    meter: Meter
    painting: Painting = field(default_factory=Painting)
    chars: list[tuple[Char, int]] = field(default_factory=list)
    hidden: list[Char] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)
    vertical: list[Edge] = field(default_factory=list)
    pictures: list[PlacedPicture] = field(default_factory=list)
    unmapped: int = 0

    def finish(self) -> PageContent:
        seen: list[Char] = []
        for char, number in self.chars:
            x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
            covered = is_in_any(self.painting.covers_after(number), x, y)
            (self.hidden if covered else seen).append(char)
        large = (p.box for p in self.pictures if _is_large(p.box))
        objects = PageObjects(
            self.page.x1,
            self.page.y1,
            tuple(seen),
            tuple(self.horizontal),
            tuple(self.vertical),
            tuple(large),
            self.unmapped,
            hidden=tuple(self.hidden),
        )
        return PageContent(objects, tuple(self.pictures))

    def read_group(self, group: Element, matrix: Matrix, style: _Style, depth: int) -> None:
        """Read the objects in a layer, a block or a composite unit."""
        for element in group:
            kind = local_name(element)
            self.meter.add_elements(_OBJECT)
            if attribute(element, "Visible") in ("false", "0"):
                continue
            inherited = style._replace(
                parameter=attribute(element, "DrawParam") or style.parameter,
                opacity=style.opacity * opacity_of(attribute(element, "Alpha")),
            )
            placed = compose(_object_matrix(element), matrix)
            if kind == "TextObject":
                self.read_text(element, placed, inherited)
            elif kind == "PathObject":
                self.read_path(element, placed, inherited)
            elif kind == "ImageObject":
                self.read_picture(element, matrix)
            elif kind == "PageBlock" and depth < _MAX_DEPTH:
                self.read_group(element, matrix, inherited, depth + 1)
            elif kind == "CompositeObject" and depth < _MAX_DEPTH:
                unit = self.resources.composites.get(attribute(element, "ResourceID") or "")
                content = child(unit, "Content")
                if content is not None:
                    self.read_group(content, placed, inherited, depth + 1)

    def read_text(self, element: Element, matrix: Matrix, style: _Style) -> None:
        """Read the chars of a text; slanted text is a seal or a watermark, not the text."""
        size = _number(element, "Size", 0.0)
        a, b, c, d, _, _ = matrix
        turned = radians(_number(element, "CharDirection", 0.0))
        ux, uy = cos(turned), sin(turned)
        angle = -atan2(b * ux + d * uy, a * ux + c * uy)
        if is_slanted(angle):
            return
        filled = attribute(element, "Fill") not in ("false", "0")
        stroked = attribute(element, "Stroke") in ("true", "1")
        colour, opacity = self.colour(element, "FillColor" if filled else "StrokeColor", style)
        if filled and stroked:
            # What has an outline is seen on any ground.
            colour = None
        painted = (filled or stroked) and style.opacity * opacity > 0
        tiny = size * hypot(c, d) < _MIN_SIZE
        wide = _number(element, "HScale", 1.0)
        x = y = 0.0
        for code in element:
            if local_name(code) != "TextCode":
                continue
            self.meter.add_characters(len(code.text or ""))
            x = _number(code, "X", x)
            y = _number(code, "Y", y)
            for text, dx, dy, advance in _steps(code, size * wide):
                # Boxes are turned with their chars about the point where they stand.
                upright: Matrix = (ux, uy, -uy, ux, x + dx, y + dy)
                corners = (0.0, -_ASCENT * size, advance, _DESCENT * size)
                box = transform(corners, compose(upright, matrix))
                self.add_char(text, box, quarter_turns(angle), colour, visible=painted and not tiny)

    def add_char(
        self, text: str, box: Corners, turn: int, colour: Colour, *, visible: bool
    ) -> None:
        if is_unmapped(text):
            self.unmapped += 1
        shown = text if text == " " else unify_characters(text).strip()
        if not shown:
            return
        char = Char(shown, *box, 1.0, turn)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        on_page = 0 <= x <= self.page.x1 and 0 <= y <= self.page.y1
        if not (visible and on_page) or self.painting.blends(colour, x, y):
            self.hidden.append(char)
        else:
            self.chars.append((char, self.painting.write()))

    def read_path(self, element: Element, matrix: Matrix, style: _Style) -> None:
        """Read the lines of a path, or the area that it fills."""
        filled = attribute(element, "Fill") in ("true", "1")
        stroked = attribute(element, "Stroke") not in ("false", "0")
        colour, opacity = self.colour(element, "FillColor" if filled else "StrokeColor", style)
        opacity *= style.opacity
        if not (filled or stroked) or opacity <= 0:
            return
        path = list(segments(text_of(child(element, "AbbreviatedData"))))
        self.meter.add_elements(2 * len(path))
        if filled:
            clipped = child(element, "Clips") is not None
            solid = rectangle(path) if is_upright(matrix) and not clipped else None
            for part in thin_parts(path, stroked=False):
                box = transform(part, matrix)
                if box[2] - box[0] > MAX_LINE_WIDTH and box[3] - box[1] > MAX_LINE_WIDTH:
                    is_solid = solid is not None and opacity >= 1
                    self.painting.fill(box, colour if is_solid else None, covers=is_solid)
        for part in thin_parts(path, stroked=stroked):
            h_edge, v_edge = edge_from_box(*transform(part, matrix))
            if h_edge:
                self.horizontal.append(h_edge)
            elif v_edge:
                self.vertical.append(v_edge)

    def read_picture(self, element: Element, matrix: Matrix) -> None:
        x, y, width, height = _boundary(element)
        box = Box(*transform((x, y, x + width, y + height), matrix))
        # What is printed on a picture may be of any colour; a seal lets the text shine through.
        self.painting.fill(box, None, covers=False)
        part = self.resources.pictures.get(attribute(element, "ResourceID") or "", "")
        self.pictures.append(PlacedPicture(part, box))

    def colour(self, element: Element, name: str, style: _Style) -> tuple[Colour, float]:
        """The colour of an object, its own or that of its drawing parameters, and its opacity."""
        painted_with = child(element, name)
        parameter = style.parameter
        for _ in range(_MAX_DEPTH):
            if painted_with is not None or parameter not in self.resources.parameters:
                break
            declared = self.resources.parameters[parameter]
            painted_with = child(declared, name)
            parameter = attribute(declared, "Relative")
        if painted_with is None:
            return _BLACK, 1.0
        parts = components_of(attribute(painted_with, "Value"))
        opacity = opacity_of(attribute(painted_with, "Alpha"))
        if len(parts) == 3:
            return (parts[0], parts[1], parts[2]), opacity
        if len(parts) == 1:
            return (parts[0], parts[0], parts[0]), opacity
        # Shadings, palettes and other colour spaces: not one known colour.
        return None, opacity


def _steps(code: Element, size: float) -> Iterator[tuple[str, float, float, float]]:
    """The chars of a text code with where each begins, and how wide it is."""
    text = code.text or ""
    across = deltas(attribute(code, "DeltaX"), len(text))
    down = deltas(attribute(code, "DeltaY"), len(text))
    x = y = 0.0
    for at, char in enumerate(text):
        width = size if unicodedata.east_asian_width(char) in "WFA" else size / 2
        dx = across[at] if across else (0.0 if down else width)
        # Which width the font has is not known; a wider step is a gap.
        yield char, x, y, dx if 0 < dx <= _MAX_ADVANCE * width else width
        x += dx
        y += down[at] if down else 0.0


def _number(element: Element, name: str, default: float) -> float:
    return next(iter(numbers(attribute(element, name))), default)


def _boundary(element: Element) -> Corners:
    values = numbers(attribute(element, "Boundary"))
    return (
        (values[0], values[1], values[2], values[3]) if len(values) == 4 else (0.0, 0.0, 0.0, 0.0)
    )


def _object_matrix(element: Element) -> Matrix:
    x, y, _, _ = _boundary(element)
    values = numbers(attribute(element, "CTM"))
    ctm: Matrix = IDENTITY
    if len(values) == 6:
        ctm = (values[0], values[1], values[2], values[3], values[4], values[5])
    return compose(ctm, (1.0, 0.0, 0.0, 1.0, x, y))


def _is_large(box: Box) -> bool:
    return box.x1 - box.x0 >= MIN_PICTURE_SIZE and box.y1 - box.y0 >= MIN_PICTURE_SIZE
