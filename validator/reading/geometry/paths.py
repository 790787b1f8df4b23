"""Transformations, and the straight thin parts of drawn paths, which may be ruling lines."""

from collections.abc import Iterable, Iterator

Matrix = tuple[float, float, float, float, float, float]
Corners = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# What a segment of a path does; the numbers are those of PDFium.
LINE, CURVE, MOVE = 0, 1, 2
# Kind, end point, and whether the subpath is closed after it.
Segment = tuple[int, float, float, bool]


def compose(inner: Matrix, outer: Matrix | None) -> Matrix:
    """The transformation that applies `inner`, then `outer`."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def transform(box: Corners, matrix: Matrix | None) -> Corners:
    """The smallest upright box around a transformed one."""
    if matrix is None:
        return box
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in box[::2] for y in box[1::2]]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return min(xs), min(ys), max(xs), max(ys)


def thin_parts(segments: Iterable[Segment], *, stroked: bool) -> Iterator[Corners]:
    """The boxes of possible lines within a path.

    If stroked, of every straight segment; if filled, of every subpath without curves: all lines
    of a table may be drawn as one path of many rectangles.
    """
    subpath: list[tuple[float, float]] = []
    curved = False
    for kind, x, y, closes in (*segments, (MOVE, 0.0, 0.0, False)):
        if kind == MOVE:
            if subpath and not stroked and not curved:
                xs, ys = [p[0] for p in subpath], [p[1] for p in subpath]
                yield min(xs), min(ys), max(xs), max(ys)
            subpath, curved = [(x, y)], False
            continue
        curved = curved or kind == CURVE
        ends = [(x, y), subpath[0]] if closes else [(x, y)]
        for end in ends:
            start = subpath[-1]
            if stroked and kind == LINE and end != start:
                yield (
                    min(start[0], end[0]),
                    min(start[1], end[1]),
                    max(start[0], end[0]),
                    max(start[1], end[1]),
                )
            subpath.append(end)


def rectangle(segments: Iterable[Segment]) -> Corners | None:
    """The upright rectangle that a path is, or None if it is anything else.

    A path of several rectangles is none: one may be a hole in another.
    """
    points: list[tuple[float, float]] = []
    for at, (kind, x, y, _) in enumerate(segments):
        if kind != (LINE if at else MOVE):
            return None
        points.append((x, y))
    if not 4 <= len(points) <= 6:
        return None
    xs, ys = {x for x, _ in points}, {y for _, y in points}
    if len(xs) != 2 or len(ys) != 2 or len(set(points)) != 4:
        return None
    return min(xs), min(ys), max(xs), max(ys)


def is_upright(matrix: Matrix) -> bool:
    """Whether a transformation leaves rectangles upright."""
    a, b, c, d, _, _ = matrix
    return (b == c == 0) or (a == d == 0)
