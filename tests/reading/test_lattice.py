"""Ruling lines to cells."""

from validator.model.page_objects import Edge, edge_from_box
from validator.reading.geometry.lattice import Lattice, find_lattices


def grid(xs: list[float], ys: list[float]) -> tuple[list[Edge], list[Edge]]:
    """All lines of a plain grid."""
    return (
        [Edge(y, xs[0], xs[-1]) for y in ys],
        [Edge(x, ys[0], ys[-1]) for x in xs],
    )


def spans(lattice: Lattice) -> list[tuple[int, int, int, int]]:
    return [(f.row, f.column, f.row_span, f.column_span) for f in lattice.cells]


def test_a_plain_grid_has_a_cell_a_field() -> None:
    (lattice,) = find_lattices(*grid([0, 50, 100], [0, 20, 40]))
    assert spans(lattice) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert lattice.cells[3].box == (50, 20, 100, 40)


def test_a_missing_line_joins_two_fields() -> None:
    across, down = grid([0, 50, 100], [0, 20, 40])
    down = [Edge(50, 20, 40) if rule.at == 50 else rule for rule in down]
    (lattice,) = find_lattices(across, down)
    assert spans(lattice) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_row_spans() -> None:
    across, down = grid([0, 50, 100], [0, 20, 40])
    across = [Edge(20, 50, 100) if rule.at == 20 else rule for rule in across]
    (lattice,) = find_lattices(across, down)
    assert spans(lattice) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]


def test_an_undrawn_outer_border_is_where_the_lines_end() -> None:
    across, down = grid([0, 50, 100], [0, 20, 40])
    (lattice,) = find_lattices(across[:-1], down)
    assert spans(lattice)[-1] == (1, 1, 1, 1)
    (lattice,) = find_lattices(across, [*down[1:-1], Edge(75, 0, 40)])
    assert lattice.box == (0, 0, 100, 40)


def test_double_lines_are_one() -> None:
    across, down = grid([0, 50, 100], [0, 20, 40])
    (lattice,) = find_lattices(across, [*down, *(Edge(r.at + 1.4, r.start, r.end) for r in down)])
    assert len(lattice.cells) == 4


def test_pieces_of_a_line_are_joined_and_scraps_left_out() -> None:
    across, down = grid([0, 50, 100], [0, 20, 40])
    dotted = [Edge(20, x, x + 1) for x in range(0, 100, 3)]
    across = [rule for rule in across if rule.at != 20]
    (lattice,) = find_lattices([*across, *dotted], [*down, Edge(30, 5, 8)])
    assert len(lattice.cells) == 4


def test_tables_apart_are_two_and_frames_none() -> None:
    first, second = grid([0, 50, 100], [0, 20, 40]), grid([0, 50, 100], [200, 220])
    frame = grid([300, 400], [0, 500])
    found = find_lattices([*first[0], *second[0], *frame[0]], [*first[1], *second[1], *frame[1]])
    assert [lattice.ys[0] for lattice in found] == [0, 200]


def test_lines_that_only_cross_are_no_table() -> None:
    assert find_lattices([Edge(10, 0, 100)], [Edge(50, 0, 20)]) == []
    assert find_lattices([], []) == []


def test_only_thin_boxes_are_lines() -> None:
    assert edge_from_box(0, 10, 100, 10.5) == (Edge(10.25, 0, 100), None)
    assert edge_from_box(10, 0, 10.5, 100) == (None, Edge(10.25, 0, 100))
    assert edge_from_box(0, 0, 100, 30) == (None, None)
