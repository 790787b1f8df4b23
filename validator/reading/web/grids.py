"""Where the cells of a table of HTML stand (HTML Living Standard, 4.9.12)."""

from validator.reading.flow import Item, TableCell
from validator.reading.options import Bounds, exceeded

# How many columns may be passed by, for each cell of a document, to find a free one.
_STEPS_PER_CELL = 10


class TableBuilder:
    """Lays out the rows and cells of one table."""

    def __init__(self, bounds: Bounds) -> None:
        """Begin above the first row."""
        self.bounds = bounds
        # Columns looked at for a free place, which grow with rows as wide as they are many.
        self.steps = 0
        self.cells: list[TableCell] = []
        self.row = -1
        self.column = 0
        # For each column, the first row below the cell that occupies it.
        self.occupied_until: dict[int, int] = {}
        # Text between cells, which browsers show before the table.
        self.stray: list[Item] = []

    def next_row(self) -> None:
        """Go to the beginning of the next row."""
        self.row += 1
        self.column = 0

    def place_cell(self, row_span: int, column_span: int) -> TableCell:
        """An empty cell at the next free columns; raise UserError `exceeds_cells`."""
        self.row = max(self.row, 0)
        before = self.column
        while self.occupied_until.get(self.column, 0) > self.row:
            self.column += 1
        start = self.column
        while (
            self.column - start < column_span
            and self.occupied_until.get(self.column, 0) <= self.row
        ):
            self.occupied_until[self.column] = self.row + row_span
            self.column += 1
        self.steps += self.column - before
        if self.steps > _STEPS_PER_CELL * self.bounds.cells:
            raise exceeded("cells", self.bounds.cells)
        return TableCell(self.row, start, row_span, self.column - start, ())
