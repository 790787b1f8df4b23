"""The visible content of a file: lines of text and grids of cells, in reading order."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from validator.model.page_objects import PageObjects
from validator.model.place import Extent, Place
from validator.model.view import View


class Source(NamedTuple):
    """The file that a document was read from.

    `name` is the path as the user gave it, `media_type` the form detected from the content,
    `engine` the reader that was used, `pages` the page count (0 if the form has no pages).
    `attachments` are the names of files that it holds, `signatures` those of who signed it,
    `documents` how many it holds, of which the first is read.
    """

    name: str
    sha256: str
    media_type: str
    engine: str
    pages: int = 0
    attachments: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    documents: int = 1


class Line(NamedTuple):
    """One line of running text; `starts_paragraph` is true if a paragraph begins with it.

    `extents` are those of its words, which blanks separate, if they may stand in columns.
    """

    text: str
    place: Place
    starts_paragraph: bool = True
    extents: tuple[Extent, ...] = ()


class Cell(NamedTuple):
    """A cell of a grid: first row and column (from 0), spans, printed text.

    Line breaks within the cell are newlines in `text`. `confidence` is that of the reading, from
    0 to 1: less than 1 only for recognised, struck-out or overprinted text.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    place: Place
    confidence: float = 1.0


class Grid(NamedTuple):
    """A table as drawn: its cells from top left to bottom right, without holes.

    A table that continues across a page break is one grid on each page.
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    place: Place


Block = Line | Grid


class HiddenText(NamedTuple):
    """Text in the file that is left out: struck, or seen by no eye.

    `place` is where it stands or would stand.
    """

    text: str
    place: Place
    struck: bool = False


# Why a page was not read: recognition is off or not installed, or what is wrong with its picture.
PageFault = Literal["off", "dark", "blurred", "coarse", "empty"]


class Document(NamedTuple):
    """The lines and grids of a file in reading order.

    `boilerplate` holds page numbers and running headers and footers, which are not document
    text; `pictures` the places of images large enough to hold a table; `scanned` the pages
    (from 1) whose text was recognised in a picture. On pages (from 1) that have `views`, the places
    of blocks are those on the page as read; the first view leads to the page as shown. `pages` is
    what lines and grids were found in, if the form has pages: it spares a second reading when some
    of them are read by another engine. `title` is that in the file's metadata; `hidden` is text
    that is left out; `unread` tells why pages (from 1) that are pictures were not recognised.
    """

    source: Source
    blocks: tuple[Block, ...]
    boilerplate: tuple[Line, ...] = ()
    pictures: tuple[Place, ...] = ()
    scanned: frozenset[int] = frozenset()
    views: Mapping[int, tuple[View, ...]] = MappingProxyType({})
    pages: tuple[PageObjects, ...] = ()
    title: str = ""
    hidden: tuple[HiddenText, ...] = ()
    unread: Mapping[int, PageFault] = MappingProxyType({})
