"""The segments of a path in its abbreviated form (GB/T 33190-2016, 9.1)."""

from collections.abc import Iterator

from validator.reading.geometry.paths import CURVE, LINE, MOVE, Segment

# How many numbers follow each letter.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
# Closes a subpath: C in the standard, Z in files made after other formats.
_CLOSING = "CZ"
# Numbers beyond this, and what is no number, end a path.
_MOST = 1e7


def segments(text: str) -> Iterator[Segment]:
    """The segments of a path; what cannot be read ends it."""
    pieces = iter(text.replace(",", " ").split())
    start: tuple[float, float] | None = None
    for piece in pieces:
        letter = piece.upper()
        if letter in _CLOSING:
            if start is not None:
                yield LINE, *start, False
            continue
        count = _ARGUMENTS.get(letter)
        try:
            values = [float(next(pieces)) for _ in range(count or 0)]
        except (ValueError, StopIteration, RuntimeError):
            return
        if not values or not all(abs(value) < _MOST for value in values):
            return
        end = values[-2], values[-1]
        if letter in "SM":
            start = end
            yield MOVE, *end, False
        else:
            yield LINE if letter == "L" else CURVE, *end, False
