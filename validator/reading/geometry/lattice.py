"""Lattices, the empty grids of tables, from edges.

Edges that touch form a lattice. Their positions give its rows and columns; neighbouring slots
(one row, one column) with no edge between them form one cell. Outer borders that are not drawn,
at a page break or in an open table, are inferred from where the edges end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from validator.model.page_objects import Edge
from validator.model.place import Box

# Edges closer than this (points) are merged (double borders, borders of neighbouring cells with
# the two pixels that browsers leave between them) …
_SAME_POSITION = 3.2
# … as long as all of them lie within this distance.
_MAX_BUNDLE_WIDTH = 6.0
# Pieces of an edge with a smaller gap between them are joined (dotted lines, open corners).
_SAME_LINE_GAP = 3.0
# An edge touches another if it ends within this distance of it.
_TOUCH_GAP = 3.0
# A shorter edge is the end of a thin rectangle or a mark, not a border.
_MIN_LENGTH = 5.0
# More pairs of edges, or more slots, than any table has are hatching.
_MAX_PAIRS, _MAX_SLOTS = 1_000_000, 5_000
# Minimum share of a slot's side that an edge must cover to be its border.
_BORDER_SHARE = 0.5


class LatticeCell(NamedTuple):
    """An empty cell: first row and column, spans, box."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Lattice(NamedTuple):
    """The cells that a set of touching edges forms, with the positions of columns and rows."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[LatticeCell, ...]

    @property
    def box(self) -> Box:
        """The outer border."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def owners(self) -> list[list[int]]:
        """For each row and column, the index of the cell that covers it."""
        owners = [[0] * (len(self.xs) - 1) for _ in range(len(self.ys) - 1)]
        for index, cell in enumerate(self.cells):
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    owners[row][column] = index
        return owners


def find_lattices(horizontal: Iterable[Edge], vertical: Iterable[Edge]) -> list[Lattice]:
    """The lattices that edges form, from top to bottom, without frames of a single cell."""
    h_edges, v_edges = _join_edges(horizontal), _join_edges(vertical)
    if len(h_edges) * len(v_edges) > _MAX_PAIRS:
        return []
    result = []
    for h_group, v_group in group_touching(h_edges, v_edges):
        if len(h_group) < 2 and len(v_group) < 2:
            continue
        lattice = _build_lattice(h_group, v_group)
        if lattice is not None and len(lattice.cells) > 1:
            result.append(lattice)
    return sorted(result, key=lambda g: (g.ys[0], g.xs[0]))


def _join_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Merge edges at about the same position, and join their pieces."""
    clusters: list[list[Edge]] = []
    for edge in sorted(edges):
        if (
            clusters
            and edge.at - clusters[-1][-1].at <= _SAME_POSITION
            and edge.at - clusters[-1][0].at <= _MAX_BUNDLE_WIDTH
        ):
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    joined = []
    for cluster in clusters:
        at = sum(edge.at for edge in cluster) / len(cluster)
        pieces = sorted((edge.start, edge.end) for edge in cluster)
        start, end = pieces[0]
        for next_start, next_end in pieces[1:]:
            if next_start - end > _SAME_LINE_GAP:
                joined.append(Edge(at, start, end))
                start, end = next_start, next_end
            else:
                end = max(end, next_end)
        joined.append(Edge(at, start, end))
    return [edge for edge in joined if edge.end - edge.start >= _MIN_LENGTH]


def group_touching(
    h_edges: Sequence[Edge], v_edges: Sequence[Edge], gap: float = _TOUCH_GAP
) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups (horizontal, vertical) of edges that touch each other, directly or through others."""
    parent = list(range(len(h_edges) + len(v_edges)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for j, v in enumerate(v_edges):
        for i, h in enumerate(h_edges):
            if h.start - gap <= v.at <= h.end + gap and v.start - gap <= h.at <= v.end + gap:
                parent[root(i)] = root(len(h_edges) + j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, edge in enumerate(h_edges):
        groups.setdefault(root(i), ([], []))[0].append(edge)
    for j, edge in enumerate(v_edges):
        groups.setdefault(root(len(h_edges) + j), ([], []))[1].append(edge)
    return list(groups.values())


def _positions(edges: Sequence[Edge], crossing: Sequence[Edge]) -> tuple[float, ...]:
    """Where rows (or columns) begin and end, including outer borders that are not drawn."""
    positions = sorted({edge.at for edge in edges})
    # A single edge that sticks out is a stray; two that end together imply a border.
    if len(crossing) > 1:
        first, last = sorted(e.start for e in crossing)[1], sorted(e.end for e in crossing)[-2]
        if not positions or first < positions[0] - _TOUCH_GAP:
            positions.insert(0, first)
        if last > positions[-1] + _TOUCH_GAP:
            positions.append(last)
    return tuple(positions)


def _build_lattice(h_edges: Sequence[Edge], v_edges: Sequence[Edge]) -> Lattice | None:
    ys, xs = _positions(h_edges, v_edges), _positions(v_edges, h_edges)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MAX_SLOTS:
        return None
    below = _borders(h_edges, ys, xs)
    beside = _borders(v_edges, xs, ys)
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * columns for _ in range(rows)]
    cells: list[LatticeCell] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] >= 0:
                continue
            column_span = 1
            while (
                column + column_span < columns
                and owner[row][column + column_span] < 0
                and not beside[column + column_span][row]
            ):
                column_span += 1
            row_span = 1
            while row + row_span < rows and _extends_into_row(
                row + row_span, column, column_span, below, beside, columns
            ):
                row_span += 1
            for r in range(row, row + row_span):
                for k in range(column, column + column_span):
                    owner[r][k] = len(cells)
            box = Box(xs[column], ys[row], xs[column + column_span], ys[row + row_span])
            cells.append(LatticeCell(row, column, row_span, column_span, box))
    return Lattice(xs, ys, tuple(cells))


def _extends_into_row(
    row: int,
    column: int,
    span: int,
    below: Sequence[Sequence[bool]],
    beside: Sequence[Sequence[bool]],
    columns: int,
) -> bool:
    """Whether a cell that spans these columns extends into this row."""
    if any(below[row][k] for k in range(column, column + span)):
        return False
    if any(beside[k][row] for k in range(column + 1, column + span)):
        return False
    open_left = column > 0 and not beside[column][row]
    open_right = column + span < columns and not beside[column + span][row]
    return not open_left and not open_right


def _borders(
    edges: Sequence[Edge], positions: Sequence[float], along: Sequence[float]
) -> list[list[bool]]:
    """For each position and each slot along it, whether an edge runs there."""
    borders = [[False] * (len(along) - 1) for _ in positions]
    for edge in edges:
        index = bisect_right(positions, edge.at + 1e-6) - 1
        if index < 0 or positions[index] != edge.at:
            continue
        for k in range(len(along) - 1):
            covered = min(edge.end, along[k + 1]) - max(edge.start, along[k])
            if covered >= _BORDER_SHARE * (along[k + 1] - along[k]):
                borders[index][k] = True
    return borders
