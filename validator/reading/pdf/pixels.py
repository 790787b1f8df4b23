"""Whether chars that seem to be hidden are: a page is drawn, and looked at where they stand.

What covers what depends on blending, clips, patterns, layers and groups, which the objects of a
page do not tell.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2_raw as c

from validator.model.page_objects import Char, Edge
from validator.model.place import Box
from validator.reading.pdf.rasterize import rasterize_page
from validator.reading.raster import Raster

# Pixels per point, and at most so many of a page.
_SCALE, _MAX_PIXELS = 2.0, 8_000_000.0
# The share of a char's box on each side that is not looked at: others reach into it.
_SIDE = 0.2
# Half the width (points) of a border with its blurred sides.
_LINE = 1.0
# Parts of a colour that differ by no more than this look the same.
_ALIKE = 24
# Chars lower than this (points) are specks: nobody reads them, whatever their colour.
_SPECK = 2.0
# Beyond this many chars on a page they are taken as they seem.
_MAX_CHARS = 20_000


class Looked(NamedTuple):
    """The chars that no eye sees, and those that are there after all."""

    hidden: tuple[Char, ...]
    shown: tuple[Char, ...]


def look(
    page: c.FPDF_PAGE,
    hidden: Sequence[Char],
    seen: Sequence[Char],
    horizontal: Sequence[Edge],
    vertical: Sequence[Edge],
) -> Looked:
    """Tell the chars of a page that are hidden from those that only seem to be.

    Borders, the edges of the page, may run through both.

    Something may be drawn where a char stands and no char is seen: it may be this one, or another
    that was drawn over it, of which the engine gives only the first. So it has confidence 0.
    """
    if not hidden or len(hidden) > _MAX_CHARS:
        return Looked(tuple(hidden), ())
    raster = rasterize_page(page, _SCALE, max_pixels=_MAX_PIXELS)
    scale = raster.columns / max(c.FPDF_GetPageWidthF(page), 1.0)
    crowd = _Crowd(seen)
    unseen: list[Char] = []
    shown: list[Char] = []
    for char in hidden:
        is_there = (
            char.text != " "
            and char.y1 - char.y0 >= _SPECK
            and not crowd.stands_at(char)
            and not all(
                _is_flat(raster, part, scale) for part in _parts(char, horizontal, vertical)
            )
        )
        if is_there:
            shown.append(char._replace(confidence=0.0))
        else:
            unseen.append(char)
    return Looked(tuple(unseen), tuple(shown))


class _Crowd:
    """The chars that are seen, by where they are."""

    _CELL = 8.0

    def __init__(self, chars: Sequence[Char]) -> None:
        self._cells: dict[tuple[int, int], list[Char]] = {}
        for char in chars:
            for cell in self._touched(char):
                self._cells.setdefault(cell, []).append(char)

    def _touched(self, char: Char) -> Iterator[tuple[int, int]]:
        across = range(int(char.x0 // self._CELL), min(int(char.x1 // self._CELL), 10_000) + 1)
        down = range(int(char.y0 // self._CELL), min(int(char.y1 // self._CELL), 10_000) + 1)
        return ((x, y) for x in list(across)[:20] for y in list(down)[:20])

    def stands_at(self, char: Char) -> bool:
        """Whether a char that is seen overlaps the middle of another."""
        width, height = char.x1 - char.x0, char.y1 - char.y0
        x0, x1 = char.x0 + _SIDE * width, char.x1 - _SIDE * width
        y0, y1 = char.y0 + _SIDE * height, char.y1 - _SIDE * height
        return any(
            one.x0 < x1 and x0 < one.x1 and one.y0 < y1 and y0 < one.y1
            for cell in self._touched(char)
            for one in self._cells.get(cell, ())
        )


def _parts(char: Char, horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> Iterator[Box]:
    """The middle of a char's box, cut at the edges that run through it."""
    width, height = char.x1 - char.x0, char.y1 - char.y0
    x0, x1 = char.x0 + _SIDE * width, char.x1 - _SIDE * width
    y0, y1 = char.y0 + _SIDE * height, char.y1 - _SIDE * height
    across = [
        e.at for e in vertical if x0 - _LINE < e.at < x1 + _LINE and e.start < y1 and y0 < e.end
    ]
    down = [
        e.at for e in horizontal if y0 - _LINE < e.at < y1 + _LINE and e.start < x1 and x0 < e.end
    ]
    for left, right in pairwise((x0 - _LINE, *sorted(across), x1 + _LINE)):
        for top, bottom in pairwise((y0 - _LINE, *sorted(down), y1 + _LINE)):
            yield Box(left + _LINE, top + _LINE, right - _LINE, bottom - _LINE)


def _is_flat(raster: Raster, box: Box, scale: float) -> bool:
    """Whether a part of a page has one colour, or is off the page."""
    left, right = max(round(box.x0 * scale), 0), min(round(box.x1 * scale), raster.columns)
    top, bottom = max(round(box.y0 * scale), 0), min(round(box.y1 * scale), raster.rows)
    if right - left < 1 or bottom - top < 1:
        return True
    least, most = [255, 255, 255], [0, 0, 0]
    for row in range(top, bottom):
        start = (row * raster.columns + left) * 3
        pixels = raster.pixels[start : start + (right - left) * 3]
        for part in range(3):
            values = pixels[part::3]
            least[part] = min(least[part], min(values))
            most[part] = max(most[part], max(values))
    return all(high - low <= _ALIKE for low, high in zip(least, most, strict=True))
