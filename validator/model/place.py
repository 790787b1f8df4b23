"""Where something stands in a document."""

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


class Place(NamedTuple):
    """A place: page (from 1) and box in a paged document, line (from 1) in a text."""

    page: int | None = None
    box: Box | None = None
    line: int | None = None

    @property
    def order(self) -> tuple[int, float, float, int]:
        """A key that sorts places from the front of the document to its end."""
        box = self.box
        return (self.page or 0, box.y0 if box else 0.0, box.x0 if box else 0.0, self.line or 0)
