"""Sheets on which two pages are printed side by side."""

from collections.abc import Iterator

from validator.model.document import Block, Grid
from validator.model.page_objects import PageObjects
from validator.model.place import Place

# Minimum width of a sheet relative to its height: two upright A4 pages make 1.41.
_MIN_RATIO = 1.2
# Minimum width of the gutter between the pages, as a share of the sheet's width.
_MIN_GUTTER = 0.03
# Minimum share of the sheet's chars on each page.
_MIN_SHARE = 0.15
# Minimum number of chars on a sheet.
_MIN_CHARS = 100


def split_sheet(page: PageObjects) -> Iterator[tuple[PageObjects, float]]:
    """The pages on a sheet, each with the shift that moves it back to its place.

    A sheet holds two pages if it is wide and nothing is printed down its middle, text or edge.
    """
    middle = page.width / 2
    half_gutter = page.width * _MIN_GUTTER / 2
    chars = [char for char in page.chars if char.text != " "]
    left = sum(char.x1 <= middle - half_gutter for char in chars)
    right = sum(char.x0 >= middle + half_gutter for char in chars)
    if (
        page.width < _MIN_RATIO * page.height
        or len(chars) < _MIN_CHARS
        or left + right < len(chars)
        or min(left, right) < _MIN_SHARE * len(chars)
        or any(edge.start < middle < edge.end for edge in page.horizontal)
    ):
        yield page, 0.0
        return
    yield _half(page, 0.0, middle), 0.0
    yield _half(page, middle, page.width), middle


def _half(page: PageObjects, start: float, end: float) -> PageObjects:
    half = page._replace(
        width=end - start,
        chars=tuple(c for c in page.chars if start <= (c.x0 + c.x1) / 2 < end),
        horizontal=tuple(e for e in page.horizontal if start <= (e.start + e.end) / 2 < end),
        vertical=tuple(e for e in page.vertical if start <= e.at < end),
        pictures=(),
    )
    return half.moved(-start, 0.0)


def move_block(block: Block, shift: float) -> Block:
    """A block moved right by `shift`, with all of its places."""
    if isinstance(block, Grid):
        cells = tuple(cell._replace(place=_moved(cell.place, shift)) for cell in block.cells)
        return block._replace(cells=cells, place=_moved(block.place, shift))
    return block._replace(place=_moved(block.place, shift))


def _moved(place: Place, shift: float) -> Place:
    return place._replace(box=place.box.moved(shift, 0.0)) if place.box else place
