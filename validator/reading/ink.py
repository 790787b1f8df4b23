"""What is printed on a page, as the PDF engines deliver it: glyphs and ruling lines.

All measures are points, origin at the page's top left, y downwards, as the page is shown.
"""

from math import pi
from typing import NamedTuple

from validator.model.place import Box, turned_origin


class Glyph(NamedTuple):
    """One printed character with the box that its font reserves for it.

    A plain blank of the file is a glyph too, the others are not: gaps tell of them. `sure` is
    how sure the reading of it is, from 0 to 1: less than 1 only on scanned pages. `turn` is how
    many quarters of a circle its line of writing is turned anticlockwise, as the page is shown.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float = 1.0
    turn: int = 0

    def turned(self, quarters: int, right: float = 0.0, down: float = 0.0) -> "Glyph":
        """The glyph turned clockwise about the origin by so many quarters, and then moved."""
        box = Box(self.x0, self.y0, self.x1, self.y1).turned(quarters).moved(right, down)
        return Glyph(self.text, *box, self.sure, (self.turn - quarters) % 4)


class Rule(NamedTuple):
    """A straight ruling line, horizontal or vertical: its position across, start and end."""

    at: float
    start: float
    end: float


class PageInk(NamedTuple):
    """A page: its size, its glyphs in the order of the file, its ruling lines, its pictures.

    `unmapped` counts the glyphs of which the file does not say what characters they are; `blind`
    where the engine left out glyphs of a font that is neither in the file nor on this machine.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    pictures: tuple[Box, ...] = ()
    unmapped: int = 0
    blind: bool = False

    def moved(self, right: float, down: float) -> "PageInk":
        """The same ink farther right and down."""
        return self._replace(
            glyphs=tuple(
                g._replace(x0=g.x0 + right, y0=g.y0 + down, x1=g.x1 + right, y1=g.y1 + down)
                for g in self.glyphs
            ),
            horizontal=tuple(
                Rule(r.at + down, r.start + right, r.end + right) for r in self.horizontal
            ),
            vertical=tuple(Rule(r.at + right, r.start + down, r.end + down) for r in self.vertical),
        )

    def turned(self, quarters: int) -> "PageInk":
        """The page turned clockwise by so many quarters of a circle."""
        right, down = turned_origin(quarters, self.width, self.height)

        def placed(x0: float, y0: float, x1: float, y1: float) -> Box:
            return Box(x0, y0, x1, y1).turned(quarters).moved(right, down)

        across = [placed(r.start, r.at, r.end, r.at) for r in self.horizontal]
        along = [placed(r.at, r.start, r.at, r.end) for r in self.vertical]
        if quarters % 2:
            across, along = along, across
        sides = (self.height, self.width) if quarters % 2 else (self.width, self.height)
        return PageInk(
            *sides,
            tuple(g.turned(quarters, right, down) for g in self.glyphs),
            tuple(Rule(b.y0, b.x0, b.x1) for b in across),
            tuple(Rule(b.x0, b.y0, b.y1) for b in along),
            tuple(placed(*box) for box in self.pictures),
            self.unmapped,
        )

    def with_ink(self, other: "PageInk", instead_of: Box) -> "PageInk":
        """The page with the ink of another in the place of one of its pictures."""
        return self._replace(
            glyphs=self.glyphs + other.glyphs,
            horizontal=self.horizontal + other.horizontal,
            vertical=self.vertical + other.vertical,
            pictures=tuple(box for box in self.pictures if box != instead_of),
        )


# Glyphs turned by more than this (radians) from the page's own directions are no text of the
# document but a watermark or a stamp over it.
SLANT = 0.1
# Thicker than this, a filled rectangle is a background and not a line.
THICKEST_LINE = 3.0
# Smaller than this, a picture cannot hold a table.
SMALLEST_PICTURE = 100.0


def quarters_of(angle: float) -> int:
    """The quarters of a circle that a direction of writing (radians) is nearest to."""
    return round(angle / (pi / 2)) % 4


def slanted(angle: float) -> bool:
    """Whether a direction of writing (radians) is neither level nor upright."""
    return abs((angle + pi / 4) % (pi / 2) - pi / 4) > SLANT


def rule_from_box(x0: float, y0: float, x1: float, y1: float) -> tuple[Rule | None, Rule | None]:
    """The horizontal or the vertical line that a thin box draws, None where it draws none."""
    width, height = x1 - x0, y1 - y0
    if height <= THICKEST_LINE and width > height:
        return Rule((y0 + y1) / 2, x0, x1), None
    if width <= THICKEST_LINE and height > width:
        return None, Rule((x0 + x1) / 2, y0, y1)
    return None, None
