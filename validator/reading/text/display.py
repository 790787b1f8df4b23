"""Text as geometry: a monospaced page on which ideographs are two columns wide.

Lines keep the display columns of their words; tables drawn with box characters go through the
same search for borders as those of a PDF.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import compress

from validator.model.document import Block, Cell, Grid, Line
from validator.model.page_objects import Char, Edge, PageObjects
from validator.model.place import Extent, Place
from validator.reading.geometry.layout import arrange

_WORD = re.compile(r"\S+")
# Text whose words stand in columns has wide gaps, or is one indented word.
_ALIGNED = re.compile(r"\s*\S.*?(\s\s|\t)|\s+\S+$")
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
_ASCII_ARMS = {"+": "lr", "-": "lr", "=": "lr", "|": "ud", ":": "lr"}
_CORNERS = ("rd", "ld", "ru", "lu")
# Box characters and some punctuation are one column wide or, in Chinese fonts, two (UAX 11).
_AMBIGUOUS_WIDTHS = (1, 2)
# Maximum share of bars that may stand elsewhere.
_MAX_ASTRAY = 0.1
# A page number.
_LONE_NUMBER = re.compile(r"\s*\d{1,4}\s*")
# Minimum number of figures in a line for them to stand in columns.
_MIN_FIGURES = 2
# A line of borders alone.
_BORDER = re.compile(r"[\s─━═┌┏╔╭┐┓╗╮└┗╚╰┘┛╝╯├┣╠┤┫╣┬┳╦┴┻╩┼╋╬+=-]+")
# A border of an ASCII table, and a line between two borders.
_ASCII_BORDER = re.compile(r"\s*[+|].*\+[-=:]{2,}\+.*|\s*\+[-=:+]+\+\s*")
_ASCII_ROW = re.compile(r"\s*[|+].*[|+]\s*")

Width = Callable[[str], int]


def display_width(text: str) -> int:
    """The number of half-width columns that a text takes up."""
    return sum(_char_width(char) for char in text)


def word_extents(text: str, width: Width = display_width) -> tuple[Extent, ...]:
    """The columns of the words of a line; none if the words do not stand in columns."""
    if not _ALIGNED.match(text):
        return ()
    text = text.expandtabs(_TAB)
    extents: list[Extent] = []
    at, column = 0, 0
    for word in _WORD.finditer(text):
        column += width(text[at : word.start()])
        extents.append(Extent(column, column + width(word[0])))
        at, column = word.end(), int(extents[-1].end)
    return tuple(extents)


def column_width(rows: Sequence[str]) -> Width:
    """How wide the text is that the columns of a page are aligned by.

    Most programs count an ideograph as two columns, some (pdftotext -layout) as one character:
    that by which figures stand below each other.
    """
    return min((display_width, len), key=lambda width: _places(rows, width))


def _places(rows: Sequence[str], width: Width) -> int:
    """The number of places where figures begin or end."""
    places: set[tuple[bool, float]] = set()
    for row in rows:
        *_, text = row.rpartition("\f")
        is_figure = [_LONE_NUMBER.fullmatch(word) is not None for word in text.split()]
        if sum(is_figure) >= _MIN_FIGURES:
            figures = list(compress(word_extents(text, width), is_figure))
            places.update((False, extent.start) for extent in figures)
            places.update((True, extent.end) for extent in figures)
    return len(places)


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
        drawn = [line for line in lines[at:end] if not _LONE_NUMBER.fullmatch(line.text)]
        width = next((w for w in _AMBIGUOUS_WIDTHS if _is_aligned(drawn, w)), None)
        grids = _read_drawn(drawn, width) if width else []
        yield from grids
        if not grids:
            yield from (line for line in drawn if not _BORDER.fullmatch(line.text))
        at = end


def _drawn_end(lines: Sequence[Line], start: int) -> int:
    """Index past the last of consecutive lines of a drawn table that begins at `start`."""
    end = start
    if any(char in _ARMS for char in lines[start].text):
        while end < len(lines) and _goes_on(lines, end):
            end += 1
    elif _ASCII_BORDER.fullmatch(lines[start].text):
        while end < len(lines) and _ASCII_ROW.fullmatch(lines[end].text):
            end += 1
    return end


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is one of a drawn table, or a page number between two of them."""
    if any(char in _ARMS for char in lines[at].text):
        return True
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    return _LONE_NUMBER.fullmatch(lines[at].text) is not None and any(
        char in _ARMS for char in following
    )


def _is_aligned(lines: Sequence[Line], ambiguous: int) -> bool:
    """Whether bars stand below corners of borders; without, bars only separate cells."""
    corners: set[int] = set()
    bars: list[int] = []
    for line in lines:
        column = 0
        for char in line.text.expandtabs(_TAB):
            arms = _ARMS.get(char) or (_ASCII_ARMS.get(char, "") if char in "+|" else "")
            if char == "+" or len(arms) > 2 or arms in _CORNERS:
                corners.add(column)
            elif arms == "ud":
                bars.append(column)
            column += _char_width(char, ambiguous)
    astray = sum(bar not in corners for bar in bars)
    return astray <= _MAX_ASTRAY * len(bars)


def _read_drawn(lines: Sequence[Line], ambiguous: int) -> list[Grid]:
    chars: list[Char] = []
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    for row, line in enumerate(lines):
        border = _ASCII_BORDER.fullmatch(line.text) is not None
        column = 0
        for char in line.text.expandtabs(_TAB):
            width = _char_width(char, ambiguous)
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
                # A bar reaches the middle of a border above or below, which may have no arms.
                beyond = _HEIGHT / 2 if char == "|" else 0.0
                top, bottom = y0 - beyond, y1 + beyond
                vertical.append(Edge(x, top if "u" in arms else y, bottom if "d" in arms else y))
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


def _char_width(char: str, ambiguous: int = 1) -> int:
    kind = unicodedata.east_asian_width(char)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1
