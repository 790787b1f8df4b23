"""How a page as it was read lies on the page as shown: turned, or drawn anew and straightened."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.model.place import Box, turned_origin

# A place on a page: its distances from the left and from the top, in points.
Point = tuple[float, float]


class View(NamedTuple):
    """Where a lattice of points over a page as read lies on the page as shown.

    The points are spread evenly over `region`, `columns` of them in each row, and `shown` has their
    places, row by row; between them places are interpolated (bilinearly).
    """

    region: Box
    columns: int
    shown: tuple[Point, ...]

    def box_as_shown(self, box: Box) -> Box:
        """The upright box around a box on the page as read; boxes outside `region` stay."""
        middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        if not (self.region.x0 <= middle[0] <= self.region.x1
                and self.region.y0 <= middle[1] <= self.region.y1):  # fmt: skip
            return box
        corners = [self._point_as_shown(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        across, down = zip(*corners, strict=True)
        return Box(min(across), min(down), max(across), max(down))

    def moved(self, right: float, down: float) -> "View":
        """The view of a part of a page, where that part stands on it."""
        shown = tuple((x + right, y + down) for x, y in self.shown)
        return View(self.region.moved(right, down), self.columns, shown)

    def _point_as_shown(self, x: float, y: float) -> Point:
        rows = len(self.shown) // self.columns
        column, right = _cell(x, self.region.x0, self.region.x1, self.columns)
        row, low = _cell(y, self.region.y0, self.region.y1, rows)
        corners = [
            (self.shown[(row + down) * self.columns + column + across],
             (right if across else 1 - right) * (low if down else 1 - low))
            for down in (0, 1)
            for across in (0, 1)
        ]  # fmt: skip
        return (
            sum(point[0] * weight for point, weight in corners),
            sum(point[1] * weight for point, weight in corners),
        )


def _cell(value: float, start: float, end: float, count: int) -> tuple[int, float]:
    """The number of the stretch between two of `count` points that holds a value, and where."""
    position = (value - start) / max(end - start, 1e-6) * (count - 1)
    number = min(max(int(position), 0), count - 2)
    return number, position - number


def turned_view(quarter_turns: int, width: float, height: float) -> View:
    """The view of a page that is shown rotated anticlockwise by quarter turns.

    `width` and `height` are those of the page as read, in points.
    """
    right, down = turned_origin(-quarter_turns, width, height)
    corners = [Box(x, y, x, y) for y in (0.0, height) for x in (0.0, width)]
    shown = (corner.turned(-quarter_turns).moved(right, down) for corner in corners)
    return View(Box(0.0, 0.0, width, height), 2, tuple((box.x0, box.y0) for box in shown))


def box_as_shown(box: Box, views: Sequence[View]) -> Box:
    """A box on a page as read where the page is shown, by the last view first."""
    for view in reversed(views):
        box = view.box_as_shown(box)
    return box
