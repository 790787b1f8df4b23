"""Text that a line strikes out: what a reader takes for deleted."""

from collections.abc import Sequence

from validator.model.page_objects import Char, Edge, PageObjects
from validator.reading.geometry.lattice import Lattice

# An edge strikes a char out between these shares of its height, along this share of its width.
_STRUCK = (0.35, 0.75)
_STRUCK_WIDTH = 0.8


def remove_struck_out(
    inside: list[list[list[Char]]],
    outside: list[Char],
    page: PageObjects,
    page_lattices: Sequence[Lattice],
) -> tuple[list[list[list[Char]]], list[Char]]:
    """Remove struck-out text, as in a document printed with its tracked changes.

    Where a cell has nothing else it stays, with confidence 0: the line may be none of its own.
    """
    borders = {round(y) for lattice in page_lattices for y in lattice.ys}
    edges = [
        e for e in page.horizontal if not borders & {round(e.at) - 1, round(e.at), round(e.at) + 1}
    ]
    if not edges:
        return inside, outside
    kept = [[_without_struck_out(cell, edges) for cell in cells] for cells in inside]
    return kept, [char for char in outside if not _is_struck_out(char, edges)]


def _without_struck_out(cell: Sequence[Char], edges: Sequence[Edge]) -> list[Char]:
    struck = [_is_struck_out(char, edges) for char in cell]
    kept = [char for char, is_struck in zip(cell, struck, strict=True) if not is_struck]
    if any(not char.text.isspace() for char in kept):
        return kept
    return [
        char._replace(confidence=0.0) if is_struck else char
        for char, is_struck in zip(cell, struck, strict=True)
    ]


def _is_struck_out(char: Char, edges: Sequence[Edge]) -> bool:
    """Whether an edge runs through the middle of a char."""
    height, width = char.y1 - char.y0, char.x1 - char.x0
    top, bottom = char.y0 + _STRUCK[0] * height, char.y0 + _STRUCK[1] * height
    return char.text != " " and any(
        top < edge.at < bottom
        and min(edge.end, char.x1) - max(edge.start, char.x0) > _STRUCK_WIDTH * width
        for edge in edges
    )
