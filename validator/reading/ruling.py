"""Ruling lines to the empty cells of grids.

Lines that touch make a grid. Its rows and columns are the positions of its lines; two
neighbouring fields belong to one cell where no line runs between them. Outer borders that
are not drawn, at a page break or in an open table, are taken from where the lines end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from validator.model.place import Box
from validator.reading.ink import Rule

# Lines closer than this are one line (double borders, borders of neighbouring cells) …
_SAME_POSITION = 2.0
# … as long as all of them lie within this.
_WIDEST_BUNDLE = 4.0
# Pieces of a line with a smaller gap between them go on (dotted lines, corners left open).
_SAME_LINE_GAP = 3.0
# A line touches another when it ends no farther from it than this.
_TOUCHES = 3.0
# A shorter line is the end of a thin rectangle or a mark, not a ruling line.
_SHORTEST = 5.0
# A field has a border on a side where a line runs along this share of it.
_BORDER_SHARE = 0.5


class Field(NamedTuple):
    """An empty cell: first row and column, spans, box."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Lattice(NamedTuple):
    """The cells that a set of touching lines makes, with the positions of rows and columns."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]

    @property
    def box(self) -> Box:
        """The outer border."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def owners(self) -> list[list[int]]:
        """For each row and column the index of the field that covers it."""
        owners = [[0] * (len(self.xs) - 1) for _ in range(len(self.ys) - 1)]
        for index, field in enumerate(self.fields):
            for row in range(field.row, field.row + field.row_span):
                for column in range(field.column, field.column + field.column_span):
                    owners[row][column] = index
        return owners


def lattices(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Lattice]:
    """The grids that ruling lines make, from top to bottom; frames of one cell are none."""
    across, down = _joined(horizontal), _joined(vertical)
    found = []
    for group_across, group_down in touching(across, down):
        if len(group_across) < 2 and len(group_down) < 2:
            continue
        lattice = _lattice(group_across, group_down)
        if lattice is not None and len(lattice.fields) > 1:
            found.append(lattice)
    return sorted(found, key=lambda g: (g.ys[0], g.xs[0]))


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Lines at one position laid together, and their pieces joined."""
    clusters: list[list[Rule]] = []
    for rule in sorted(rules):
        if (
            clusters
            and rule.at - clusters[-1][-1].at <= _SAME_POSITION
            and rule.at - clusters[-1][0].at <= _WIDEST_BUNDLE
        ):
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    joined = []
    for cluster in clusters:
        at = sum(rule.at for rule in cluster) / len(cluster)
        pieces = sorted((rule.start, rule.end) for rule in cluster)
        start, end = pieces[0]
        for next_start, next_end in pieces[1:]:
            if next_start - end > _SAME_LINE_GAP:
                joined.append(Rule(at, start, end))
                start, end = next_start, next_end
            else:
                end = max(end, next_end)
        joined.append(Rule(at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= _SHORTEST]


def touching(
    across: Sequence[Rule], down: Sequence[Rule], gap: float = _TOUCHES
) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch each other, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for j, v in enumerate(down):
        for i, h in enumerate(across):
            if h.start - gap <= v.at <= h.end + gap and v.start - gap <= h.at <= v.end + gap:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(rule)
    return list(groups.values())


def _positions(own: Sequence[Rule], crossing: Sequence[Rule]) -> tuple[float, ...]:
    """Where rows (or columns) begin and end, outer borders that are not drawn included."""
    positions = sorted({rule.at for rule in own})
    # One stray line that sticks out is no border; two lines that end together are.
    if len(crossing) > 1:
        first, last = sorted(r.start for r in crossing)[1], sorted(r.end for r in crossing)[-2]
        if not positions or first < positions[0] - _TOUCHES:
            positions.insert(0, first)
        if last > positions[-1] + _TOUCHES:
            positions.append(last)
    return tuple(positions)


def _lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice | None:
    ys, xs = _positions(across, down), _positions(down, across)
    if len(xs) < 2 or len(ys) < 2:
        return None
    below = _borders(across, ys, xs)
    beside = _borders(down, xs, ys)
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * columns for _ in range(rows)]
    fields: list[Field] = []
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
            while row + row_span < rows and _goes_down(
                row + row_span, column, column_span, below, beside, columns
            ):
                row_span += 1
            for r in range(row, row + row_span):
                for k in range(column, column + column_span):
                    owner[r][k] = len(fields)
            box = Box(xs[column], ys[row], xs[column + column_span], ys[row + row_span])
            fields.append(Field(row, column, row_span, column_span, box))
    return Lattice(xs, ys, tuple(fields))


def _goes_down(
    row: int,
    column: int,
    span: int,
    below: Sequence[Sequence[bool]],
    beside: Sequence[Sequence[bool]],
    columns: int,
) -> bool:
    """Whether a cell over these columns goes on into this row."""
    if any(below[row][k] for k in range(column, column + span)):
        return False
    if any(beside[k][row] for k in range(column + 1, column + span)):
        return False
    open_left = column > 0 and not beside[column][row]
    open_right = column + span < columns and not beside[column + span][row]
    return not open_left and not open_right


def _borders(
    rules: Sequence[Rule], positions: Sequence[float], along: Sequence[float]
) -> list[list[bool]]:
    """For each position and each field along it, whether a line runs there."""
    borders = [[False] * (len(along) - 1) for _ in positions]
    for rule in rules:
        index = bisect_right(positions, rule.at + 1e-6) - 1
        if index < 0 or positions[index] != rule.at:
            continue
        for k in range(len(along) - 1):
            covered = min(rule.end, along[k + 1]) - max(rule.start, along[k])
            if covered >= _BORDER_SHARE * (along[k + 1] - along[k]):
                borders[index][k] = True
    return borders
