"""Places in a document."""

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points (1/72 inch), origin at the page's top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    def turned(self, quarter_turns: int) -> "Box":
        """The box turned clockwise about the origin by `quarter_turns` times 90 degrees."""
        x0, y0, x1, y1 = self
        for _ in range(quarter_turns % 4):
            x0, y0, x1, y1 = -y1, x0, -y0, x1
        return Box(x0, y0, x1, y1)

    def moved(self, right: float, down: float) -> "Box":
        """The box shifted right and down."""
        return Box(self.x0 + right, self.y0 + down, self.x1 + right, self.y1 + down)


def turned_origin(quarter_turns: int, width: float, height: float) -> tuple[float, float]:
    """The shift right and down that brings a page of this size back to the origin once turned."""
    box = Box(0.0, 0.0, width, height).turned(quarter_turns)
    return -box.x0, -box.y0


class Extent(NamedTuple):
    """The horizontal extent of something printed: in points, display columns or grid columns."""

    start: float
    end: float

    def overlap(self, other: "Extent") -> float:
        """Share of the narrower extent inside the other, at most 1; zero or less if apart."""
        common = min(self.end, other.end) - max(self.start, other.start)
        return common / max(min(self.end - self.start, other.end - other.start), 1e-6)


class Place(NamedTuple):
    """A place in a document, all counted from 1; which fields are set depends on the form.

    Page and box in a paged document; line in a text; in Word files, web pages and sheets the
    paragraph, or for a cell the table, row and column, with `paragraph` the last one before the
    table (0 if there is none).
    """

    page: int | None = None
    box: Box | None = None
    line: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    @property
    def order(self) -> tuple[float, ...]:
        """A key that sorts places from the front of the document to its end."""
        box = self.box
        return (
            self.page or 0,
            box.y0 if box else 0.0,
            box.x0 if box else 0.0,
            self.line or 0,
            self.paragraph or 0,
            self.table or 0,
            self.row or 0,
            self.column or 0,
        )
