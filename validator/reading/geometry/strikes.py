"""Text that a line strikes out: what a reader takes for deleted.

A strike runs at mid-height over the extent of the text, as where a document is printed with its
tracked changes; a border goes on beyond it, an underline lies lower.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from validator.model.page_objects import Char, Edge, PageObjects

# A strike crosses a char between these shares of its height, along this share of its width …
_MIDDLE = (0.35, 0.75)
_WIDTH, _PART = 0.8, 0.25
# … begins at most this share of the height before the text, and ends at most so much behind it, as
# over blanks at its end.
_BEFORE, _BEHIND = 0.4, 4.0
# Height of the bands (points) by which chars are found beside an edge.
_BAND = 4.0
# An edge that ends this near to a vertical one (points) is a border.
_ON_BORDER = 0.6
# Beyond this many pairs of a char and an edge no strikes are looked for: no page has them.
_MAX_PAIRS = 3_000_000


class Strikes(NamedTuple):
    """The horizontal edges of a page that strike text out, and the others."""

    strikes: tuple[Edge, ...]
    others: tuple[Edge, ...]


def find_strikes(page: PageObjects) -> Strikes:
    """Tell the strikes on a page from its other horizontal edges."""
    bands: dict[int, list[Char]] = defaultdict(list)
    for char in page.chars:
        if char.text != " ":
            bands[int((char.y0 + char.y1) / 2 // _BAND)].append(char)
    strikes: list[Edge] = []
    others: list[Edge] = []
    looked_at = 0
    for edge in page.horizontal:
        band = int(edge.at // _BAND)
        near = [char for at in (band - 1, band, band + 1) for char in bands.get(at, ())]
        looked_at += len(near)
        is_strike = (
            looked_at <= _MAX_PAIRS
            and _strikes(edge, near)
            and not any(_ends_on(edge, border) for border in page.vertical)
        )
        (strikes if is_strike else others).append(edge)
    if len(strikes) * len(page.chars) > _MAX_PAIRS:
        return Strikes((), page.horizontal)
    return Strikes(tuple(strikes), tuple(others))


def struck_out(page: PageObjects, strikes: Sequence[Edge]) -> list[Char]:
    """The chars of a page that are struck out."""
    return [char for char in page.chars if _is_struck_out(char, strikes)] if strikes else []


def remove_struck_out(
    inside: list[list[list[Char]]], outside: list[Char], strikes: Sequence[Edge]
) -> tuple[list[list[list[Char]]], list[Char]]:
    """Remove struck-out text, of cells by lattice and outside of them.

    Where a cell has nothing else it stays, with confidence 0: the line may be none of its own.
    """
    if not strikes:
        return inside, outside
    kept = [[_without_struck_out(cell, strikes) for cell in cells] for cells in inside]
    return kept, [char for char in outside if not _is_struck_out(char, strikes)]


def _strikes(edge: Edge, chars: Sequence[Char]) -> bool:
    """Whether an edge begins and ends about where the chars do that it crosses."""
    crossed = [char for char in chars if _crosses(edge, char)]
    if not crossed:
        return False
    height = max(char.y1 - char.y0 for char in crossed)
    first, last = min(char.x0 for char in crossed), max(char.x1 for char in crossed)
    return first - _BEFORE * height <= edge.start and edge.end <= last + _BEHIND * height


def _ends_on(edge: Edge, border: Edge) -> bool:
    return abs(edge.end - border.at) < _ON_BORDER and border.start <= edge.at <= border.end


def _without_struck_out(cell: Sequence[Char], strikes: Sequence[Edge]) -> list[Char]:
    struck = [_is_struck_out(char, strikes) for char in cell]
    if not any(struck):
        return list(cell)
    kept = [char for char, is_struck in zip(cell, struck, strict=True) if not is_struck]
    if any(_is_partly_struck(char, strikes) for char in kept):
        # Where the strike ends is not sure.
        return [char._replace(confidence=0.0) for char in kept]
    if any(not char.text.isspace() for char in kept):
        return kept
    return [
        char._replace(confidence=0.0) if is_struck else char
        for char, is_struck in zip(cell, struck, strict=True)
    ]


def _is_struck_out(char: Char, strikes: Sequence[Edge]) -> bool:
    return char.text != " " and any(_crosses(edge, char) for edge in strikes)


def _crosses(edge: Edge, char: Char, share: float = _WIDTH) -> bool:
    """Whether an edge runs through the middle of a char, along more than a share of its width."""
    height, width = char.y1 - char.y0, char.x1 - char.x0
    top, bottom = char.y0 + _MIDDLE[0] * height, char.y0 + _MIDDLE[1] * height
    along = min(edge.end, char.x1) - max(edge.start, char.x0)
    return top < edge.at < bottom and along > share * width


def _is_partly_struck(char: Char, strikes: Sequence[Edge]) -> bool:
    """Whether an edge runs through a part of a char that is more than chance."""
    return char.text != " " and any(_crosses(edge, char, _PART) for edge in strikes)
