"""What an eye sees of a page on which things are painted over each other, one after the other."""

from typing import NamedTuple

from validator.reading.geometry.paths import Corners

# Red, green, blue from 0 to 255; None if it is not one colour, as in a picture.
Colour = tuple[int, int, int] | None
PAPER: Colour = (255, 255, 255)
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

    def fill(self, box: Corners, colour: Colour, *, covers: bool = True) -> None:
        """An area is painted; it `covers` what is beneath if it is opaque."""
        self._fills.append(_Fill(box, colour, self._texts, covers))
        if covers:
            self._last_cover = self._texts

    def write(self) -> int:
        """A text is painted; return its number, for `is_covered`."""
        self._texts += 1
        return self._texts

    def blends(self, colour: Colour, x: float, y: float) -> bool:
        """Whether a text of a colour cannot be told from what is beneath it at a point."""
        beneath = PAPER
        for fill in reversed(self._fills):
            if _holds(fill.box, x, y):
                beneath = fill.colour
                break
        if colour is None or beneath is None:
            return False
        return all(abs(one - other) <= _ALIKE for one, other in zip(colour, beneath, strict=True))

    def may_cover(self, number: int) -> bool:
        """Whether anything that covers was painted after a text."""
        return number <= self._last_cover

    def is_covered(self, number: int, x: float, y: float) -> bool:
        """Whether something painted after a text covers the point in its middle."""
        return any(
            fill.covers and fill.texts_before >= number and _holds(fill.box, x, y)
            for fill in self._fills
        )


def _holds(box: Corners, x: float, y: float) -> bool:
    left, low, right, high = box
    return left <= x <= right and low <= y <= high
