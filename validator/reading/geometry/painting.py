"""What an eye sees of a page on which things are painted over each other, one after the other."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.reading.geometry.paths import Corners

# Red, green, blue from 0 to 255; None if it is not one colour, as in a picture.
Colour = tuple[int, int, int] | None
PAPER_WHITE = 255
PAPER: Colour = (PAPER_WHITE, PAPER_WHITE, PAPER_WHITE)
# Beyond this many pairs of a text and a painted area no more are looked at: no page has them, and a
# file made to hurt would have no end.
_MAX_PAIRS = 3_000_000
# Colours whose parts differ by at most this look the same.
_ALIKE = 5


class _Fill(NamedTuple):
    """A painted area, the number of texts painted before it, and whether it covers them."""

    box: Corners
    colour: Colour
    texts_before: int
    covers: bool


class Painting:
    """The areas and texts painted so far; boxes may be in any coordinates, but all in the same."""

    def __init__(self) -> None:
        """Begin with white paper."""
        self._fills: list[_Fill] = []
        self._texts = 0
        self._last_cover = 0
        self._looked_at = 0

    def fill(self, box: Corners, colour: Colour, *, covers: bool = True) -> None:
        """An area is painted; it `covers` what is beneath if it is opaque."""
        self._fills.append(_Fill(box, colour, self._texts, covers))
        if covers:
            self._last_cover = self._texts

    def write(self) -> int:
        """A text is painted; return its number, for `covers_after`."""
        self._texts += 1
        return self._texts

    def blends(self, colour: Colour, x: float, y: float) -> bool:
        """Whether a text of a colour cannot be told from what is beneath it at a point."""
        if colour is None:
            return False
        if not self._fills:
            # Nothing but paper, which most texts stand on.
            return min(colour) >= PAPER_WHITE - _ALIKE
        self._looked_at += len(self._fills)
        if self._looked_at > _MAX_PAIRS:
            return False
        beneath = PAPER
        for fill in reversed(self._fills):
            if _holds(fill.box, x, y):
                beneath = fill.colour
                break
        if beneath is None:
            return False
        return all(abs(one - other) <= _ALIKE for one, other in zip(colour, beneath, strict=True))

    def covers_after(self, number: int) -> list[Corners]:
        """The areas that cover what is beneath, painted after a text."""
        if number > self._last_cover or len(self._fills) * self._texts > _MAX_PAIRS:
            return []
        return [f.box for f in self._fills if f.covers and f.texts_before >= number]


def is_in_any(boxes: Sequence[Corners], x: float, y: float) -> bool:
    """Whether a point is in one of some areas."""
    return any(_holds(box, x, y) for box in boxes)


def overlap(one: Corners, other: Corners) -> bool:
    """Whether two areas have points in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _holds(box: Corners, x: float, y: float) -> bool:
    left, low, right, high = box
    return left <= x <= right and low <= y <= high
