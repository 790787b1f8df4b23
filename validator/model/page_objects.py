"""The objects on a page, as the PDF engines deliver them: chars, edges and pictures.

Coordinates are in points from the top left of the page as displayed, y downwards.
"""

from math import pi
from typing import NamedTuple

from validator.model.place import Box, turned_origin
from validator.model.view import View


class Char(NamedTuple):
    """A printed character with the box that its font reserves for it.

    A plain space in the file is a char too; other white space is inferred from gaps.
    `confidence` is from 0 to 1, below 1 only if recognised in a scan or struck out. `turn` is
    the number of anticlockwise quarter turns of its text line, as the page is displayed.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float = 1.0
    turn: int = 0

    def turned(self, quarters: int, right: float = 0.0, down: float = 0.0) -> "Char":
        """The char rotated clockwise about the origin by `quarters` quarter turns, then moved."""
        box = Box(self.x0, self.y0, self.x1, self.y1).turned(quarters).moved(right, down)
        return Char(self.text, *box, self.confidence, (self.turn - quarters) % 4)


class Edge(NamedTuple):
    """A straight horizontal (or vertical) line: its y (or x), and the x (or y) of its ends."""

    at: float
    start: float
    end: float


class PageObjects(NamedTuple):
    """A page: its size, its chars in file order, its edges and its pictures.

    `unmapped` is the number of chars without a Unicode mapping in the file; `missing_font` is
    true if the engine left out chars whose font is neither embedded nor installed. `hidden` are
    chars that no eye sees, which are not among the others; `views` tell where what was recognised
    in pictures is on the page as shown.
    """

    width: float
    height: float
    chars: tuple[Char, ...]
    horizontal: tuple[Edge, ...]
    vertical: tuple[Edge, ...]
    pictures: tuple[Box, ...] = ()
    unmapped: int = 0
    missing_font: bool = False
    hidden: tuple[Char, ...] = ()
    views: tuple[View, ...] = ()

    def moved(self, right: float, down: float) -> "PageObjects":
        """The page with its chars and edges moved right and down."""
        return self._replace(
            views=tuple(view.moved(right, down) for view in self.views),
            chars=tuple(
                c._replace(x0=c.x0 + right, y0=c.y0 + down, x1=c.x1 + right, y1=c.y1 + down)
                for c in self.chars
            ),
            horizontal=tuple(
                Edge(e.at + down, e.start + right, e.end + right) for e in self.horizontal
            ),
            vertical=tuple(Edge(e.at + right, e.start + down, e.end + down) for e in self.vertical),
        )

    def turned(self, quarters: int) -> "PageObjects":
        """The page rotated clockwise by `quarters` quarter turns."""
        right, down = turned_origin(quarters, self.width, self.height)

        def rotate(x0: float, y0: float, x1: float, y1: float) -> Box:
            return Box(x0, y0, x1, y1).turned(quarters).moved(right, down)

        horizontal = [rotate(e.start, e.at, e.end, e.at) for e in self.horizontal]
        vertical = [rotate(e.at, e.start, e.at, e.end) for e in self.vertical]
        if quarters % 2:
            horizontal, vertical = vertical, horizontal
        size = (self.height, self.width) if quarters % 2 else (self.width, self.height)
        return PageObjects(
            *size,
            tuple(c.turned(quarters, right, down) for c in self.chars),
            tuple(Edge(b.y0, b.x0, b.x1) for b in horizontal),
            tuple(Edge(b.x0, b.y0, b.y1) for b in vertical),
            tuple(rotate(*box) for box in self.pictures),
            self.unmapped,
            hidden=tuple(c.turned(quarters, right, down) for c in self.hidden),
        )

    def with_objects(self, other: "PageObjects", replacing: Box) -> "PageObjects":
        """The page with its picture `replacing` replaced by the objects of another page."""
        return self._replace(
            chars=self.chars + other.chars,
            horizontal=self.horizontal + other.horizontal,
            vertical=self.vertical + other.vertical,
            pictures=tuple(box for box in self.pictures if box != replacing),
            views=self.views + other.views,
        )


# Chars rotated by more than this (radians) off the page's axes belong to a watermark or a stamp,
# not to the text.
MAX_SLANT = 0.1
# A filled rectangle thicker than this (points) is a background, not a line.
MAX_LINE_WIDTH = 3.0
# Minimum width and height (points) of a picture that can hold a table.
MIN_PICTURE_SIZE = 100.0


def quarter_turns(angle: float) -> int:
    """A writing direction (radians) rounded to quarter turns, 0 to 3."""
    return round(angle / (pi / 2)) % 4


def is_slanted(angle: float) -> bool:
    """Whether a writing direction (radians) is neither horizontal nor vertical."""
    return abs((angle + pi / 4) % (pi / 2) - pi / 4) > MAX_SLANT


def edge_from_box(x0: float, y0: float, x1: float, y1: float) -> tuple[Edge | None, Edge | None]:
    """The horizontal or the vertical edge that a thin box draws; both None if it is not thin."""
    width, height = x1 - x0, y1 - y0
    if height <= MAX_LINE_WIDTH and width > height:
        return Edge((y0 + y1) / 2, x0, x1), None
    if width <= MAX_LINE_WIDTH and height > width:
        return None, Edge((x0 + x1) / 2, y0, y1)
    return None, None
