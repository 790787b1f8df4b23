"""Small raised digits beside the figures of a table: marks of notes, not digits of the figures."""

from collections.abc import Sequence

from validator.model.page_objects import Char

# A mark is at most this high, as a share of the digit before it, and raised by this share of it …
_SMALL, _RAISED = 0.8, 0.08
# … and begins within this share of its height behind it.
_NEAR = 0.5


def without_note_marks(chars: Sequence[Char]) -> Sequence[Char]:
    """The chars of a cell without the raised digits that follow larger ones."""
    digits = [char for char in chars if char.text.isdigit() and not char.turn]
    if len(digits) < 2:
        return chars
    tallest = max(char.y1 - char.y0 for char in digits)
    small = [char for char in digits if char.y1 - char.y0 <= _SMALL * tallest]
    large = [char for char in digits if char.y1 - char.y0 > _SMALL * tallest]
    marks: list[Char] = []
    for char in sorted(small, key=lambda c: c.x0):
        # The second digit of a mark follows the first.
        if any(_marks(char, digit) for digit in large) or any(_follows(char, m) for m in marks):
            marks.append(char)
    return [char for char in chars if char not in marks] if marks else chars


def _marks(char: Char, digit: Char) -> bool:
    height = digit.y1 - digit.y0
    near = abs(char.x0 - digit.x1) < _NEAR * height
    above = (digit.y0 + digit.y1) / 2 - (char.y0 + char.y1) / 2
    return near and char.y1 > digit.y0 and above > _RAISED * height


def _follows(char: Char, mark: Char) -> bool:
    height = mark.y1 - mark.y0
    level = abs(char.y0 - mark.y0) < _RAISED * height
    return level and abs(char.x0 - mark.x1) < _NEAR * height
