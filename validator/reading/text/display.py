"""Text as geometry: a monospaced page on which ideographs are two columns wide.

Lines keep the display columns of their words; tables drawn with box characters go through the
same search for borders as those of a PDF.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from validator.model.document import Block, Cell, Grid, Line
from validator.model.page_objects import Char, Edge, PageObjects
from validator.model.place import Extent, Place
from validator.reading.geometry.layout import arrange

_WORD = re.compile(r"\S+")
# Text whose words stand in columns has wide gaps or is indented.
_ALIGNED = re.compile(r"\s|.*?(\s\s|\t)")
# Half-width columns between tab stops.
_TAB = 8
# Points for a half-width column and for a line.
_WIDTH, _HEIGHT = 5.0, 10.0
# The arms of box-drawing characters: left, right, up, down.
_ARMS = {
    **dict.fromkeys("─━═╌╍", "lr"), **dict.fromkeys("│┃║╎╏", "ud"),
    **dict.fromkeys("┌┏╔╭", "rd"), **dict.fromkeys("┐┓╗╮", "ld"),
    **dict.fromkeys("└┗╚╰", "ru"), **dict.fromkeys("┘┛╝╯", "lu"),
    **dict.fromkeys("├┣╠", "rud"), **dict.fromkeys("┤┫╣", "lud"),
    **dict.fromkeys("┬┳╦", "lrd"), **dict.fromkeys("┴┻╩", "lru"), **dict.fromkeys("┼╋╬", "lrud"),
}  # fmt: skip
_ASCII_ARMS = {"+": "lrud", "-": "lr", "=": "lr", "|": "ud", ":": "lr"}
# A border of an ASCII table, and a line between two borders.
_ASCII_BORDER = re.compile(r"\s*[+|].*\+[-=:]{2,}\+.*|\s*\+[-=:+]+\+\s*")
_ASCII_ROW = re.compile(r"\s*[|+].*[|+]\s*")


def display_width(text: str) -> int:
    """The number of half-width columns that a text takes up."""
    return sum(_char_width(char) for char in text)


def word_extents(text: str) -> tuple[Extent, ...]:
    """The display columns of the words of a line; none if the words do not stand in columns."""
    if not _ALIGNED.match(text):
        return ()
    text = text.expandtabs(_TAB)
    extents: list[Extent] = []
    at, column = 0, 0
    for word in _WORD.finditer(text):
        column += display_width(text[at : word.start()])
        width = display_width(word[0])
        extents.append(Extent(column, column + width))
        at, column = word.end(), column + width
    return tuple(extents)


def drawn_tables(lines: Sequence[Line]) -> Iterator[Block]:
    """The lines, with tables drawn in box characters replaced by grids.

    The lines must be as printed, with the spaces before them.
    """
    at = 0
    while at < len(lines):
        end = _drawn_end(lines, at)
        if end - at < 3:
            yield lines[at]
            at += 1
            continue
        grids = _read_drawn(lines[at:end])
        yield from grids or lines[at:end]
        at = end


def _drawn_end(lines: Sequence[Line], start: int) -> int:
    """Index past the last of consecutive lines of a drawn table that begins at `start`."""
    end = start
    if any(char in _ARMS for char in lines[start].text):
        while end < len(lines) and any(char in _ARMS for char in lines[end].text):
            end += 1
    elif _ASCII_BORDER.fullmatch(lines[start].text):
        while end < len(lines) and _ASCII_ROW.fullmatch(lines[end].text):
            end += 1
    return end


def _read_drawn(lines: Sequence[Line]) -> list[Grid]:
    chars: list[Char] = []
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    for row, line in enumerate(lines):
        border = _ASCII_BORDER.fullmatch(line.text) is not None
        column = 0
        for char in line.text.expandtabs(_TAB):
            width = _char_width(char)
            x0, x1 = column * _WIDTH, (column + width) * _WIDTH
            y0, y1 = row * _HEIGHT, (row + 1) * _HEIGHT
            column += width
            arms = _ARMS.get(char, "")
            if not arms and (border or char == "|"):
                arms = _ASCII_ARMS.get(char, "")
            if not arms:
                if not char.isspace():
                    chars.append(Char(char, x0, y0 + 1, x1, y1 - 1))
                continue
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            if "l" in arms or "r" in arms:
                horizontal.append(Edge(y, x0 if "l" in arms else x, x1 if "r" in arms else x))
            if "u" in arms or "d" in arms:
                vertical.append(Edge(x, y0 if "u" in arms else y, y1 if "d" in arms else y))
    right = max((char.x1 for char in chars), default=0.0) + _WIDTH
    page = PageObjects(
        right, len(lines) * _HEIGHT, tuple(chars), tuple(horizontal), tuple(vertical)
    )
    return [_placed(block, lines) for block in arrange([page]).blocks if isinstance(block, Grid)]


def _placed(grid: Grid, lines: Sequence[Line]) -> Grid:
    """A grid with the lines of the text as places."""
    cells = tuple(
        Cell(*cell[:5], _line_of(cell.place, lines), cell.confidence) for cell in grid.cells
    )
    return Grid(grid.rows, grid.columns, cells, _line_of(grid.place, lines))


def _line_of(place: Place, lines: Sequence[Line]) -> Place:
    box = place.box
    row = min(int(box.y0 / _HEIGHT + 0.6), len(lines) - 1) if box else 0
    return lines[row].place


def _char_width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
