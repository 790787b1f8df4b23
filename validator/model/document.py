"""What a file shows: lines of text and grids of cells, in reading order."""

from typing import NamedTuple

from validator.model.place import Box, Place, turned_origin


class Source(NamedTuple):
    """The file that a document was read from.

    `name` is the path as the user gave it, `media_type` the form found in its content,
    `engine` the reader that was used, `pages` the page count (0 where there are no pages).
    """

    name: str
    sha256: str
    media_type: str
    engine: str
    pages: int = 0


class Line(NamedTuple):
    """One line of running text; `opens` is true where a paragraph begins with it."""

    text: str
    place: Place
    opens: bool = True


class Cell(NamedTuple):
    """A cell of a grid: first row and column (from 0), spans, printed text.

    The text keeps the cell's own line breaks as newlines. `sure` is how sure its reading is,
    from 0 to 1: less than 1 only on scanned pages.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    place: Place
    sure: float = 1.0


class Grid(NamedTuple):
    """A table as drawn: its cells from top left to bottom right, without holes.

    A table that goes on over a page break is one grid on each page.
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    place: Place


Block = Line | Grid


class Lying(NamedTuple):
    """A page (from 1) whose writing is turned anticlockwise by so many quarters of a circle.

    It was read level; `width` and `height` are those of the level page, in points.
    """

    page: int
    quarters: int
    width: float
    height: float

    def shown(self, box: Box) -> Box:
        """A box of the level page, where it is on the page as shown."""
        right, down = turned_origin(-self.quarters, self.width, self.height)
        return box.turned(-self.quarters).moved(right, down)


class Document(NamedTuple):
    """The lines and grids of a file in reading order.

    `furniture` holds page numbers and running headers and footers, which are no text of the
    document; `pictures` the places of images large enough to hold a table;
    `scanned` the pages (from 1) of which text was recognised in a picture; on pages that are
    `lying` the places of blocks are those of the level page.
    """

    source: Source
    blocks: tuple[Block, ...]
    furniture: tuple[Line, ...] = ()
    pictures: tuple[Place, ...] = ()
    scanned: frozenset[int] = frozenset()
    lying: tuple[Lying, ...] = ()
