"""The ink of pages to a document's blocks: grids filled, text in lines, furniture set apart."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from validator.model.document import Block, Cell, Grid, Line, Lying
from validator.model.place import Box, Place
from validator.reading.ink import Glyph, PageInk, Rule
from validator.reading.ruling import Lattice, lattices
from validator.reading.textlines import TextLine, text_lines

# Page numbers and running lines stand within this share of the page's height at its ends.
_MARGIN = 0.13
_PAGE_NUMBER = re.compile(
    r"[\W_]*(第|page)?[\W_]*\d{1,4}[\W_]*(页)?[\W_]*((of|共|总)?[\W_]*\d{1,4}[\W_]*页?)?[\W_]*",
    re.I,
)
# A line that begins this many heights right of the text's edge opens a paragraph.
_INDENT = 1.2
# A line that ends this many heights before the text's edge closes one.
_SHORT = 2.5
# Between these shares of its height a line strikes a glyph out, along this share of its width.
_STRUCK = (0.35, 0.75)
_STRUCK_WIDTH = 0.8
_OPENING = re.compile(
    r"[一二三四五六七八九十]{1,3}\s?[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]"
)


class Layout(NamedTuple):
    """What `arrange` makes of pages."""

    blocks: tuple[Block, ...]
    furniture: tuple[Line, ...]
    pictures: tuple[Place, ...]
    lying: tuple[Lying, ...]


def arrange(pages: Sequence[PageInk]) -> Layout:
    """The blocks of a document in reading order, pages in their order.

    A page most of whose writing is turned is read level, and is one of `lying`.
    """
    pictures = tuple(Place(page=n, box=box) for n, p in enumerate(pages, 1) for box in p.pictures)
    turns = [_turn(page) for page in pages]
    pages = [page.turned(turn) if turn else page for page, turn in zip(pages, turns, strict=True)]
    lying = tuple(
        Lying(number, turn, page.width, page.height)
        for number, (page, turn) in enumerate(zip(pages, turns, strict=True), 1)
        if turn
    )
    loose: list[list[TextLine]] = []
    grids: list[list[Grid]] = []
    for number, page in enumerate(pages, 1):
        found = lattices(page.horizontal, page.vertical)
        inside, outside = _sorted_into(page.glyphs, found)
        inside, outside = _without_struck(inside, outside, page, found)
        loose.append(text_lines(outside))
        grids.append([_grid(g, glyphs, number) for g, glyphs in zip(found, inside, strict=True)])
    furniture = _furniture(pages, loose, grids)
    edges = _text_edges(loose)
    blocks: list[Block] = []
    set_apart: list[Line] = []
    for number, (lines, page_grids) in enumerate(zip(loose, grids, strict=True), 1):
        kept = []
        for index, line in enumerate(lines):
            if (number, index) in furniture:
                set_apart.append(Line(line.text, Place(page=number, box=line.box)))
            else:
                kept.append(line)
        blocks.extend(_in_order(kept, page_grids, number, edges))
    return Layout(tuple(blocks), tuple(set_apart), pictures, lying)


def _turn(page: PageInk) -> int:
    """By how many quarters most of the writing of a page is turned, 0 where it is level."""
    turn, count = Counter(g.turn for g in page.glyphs).most_common(1)[0] if page.glyphs else (0, 0)
    return turn if count * 2 > len(page.glyphs) else 0


def _sorted_into(
    glyphs: Sequence[Glyph], found: Sequence[Lattice]
) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """Glyphs by lattice and field, and those in none."""
    inside: list[list[list[Glyph]]] = [[[] for _ in lattice.fields] for lattice in found]
    owners = [lattice.owners() for lattice in found]
    outside = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        for lattice, owner, fields in zip(found, owners, inside, strict=True):
            if lattice.xs[0] <= x < lattice.xs[-1] and lattice.ys[0] <= y < lattice.ys[-1]:
                row = bisect_right(lattice.ys, y) - 1
                column = bisect_right(lattice.xs, x) - 1
                fields[owner[row][column]].append(glyph)
                break
        else:
            outside.append(glyph)
    return inside, outside


def _without_struck(
    inside: list[list[list[Glyph]]],
    outside: list[Glyph],
    page: PageInk,
    found: Sequence[Lattice],
) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """Text without what a line strikes out, as where a document was printed with its changes.

    What is struck out in a cell stays, but is not sure: another figure may stand beside it.
    """
    borders = {round(y) for lattice in found for y in lattice.ys}
    lines = [
        r for r in page.horizontal if not borders & {round(r.at) - 1, round(r.at), round(r.at) + 1}
    ]
    if not lines:
        return inside, outside
    doubted = [
        [[g._replace(sure=0.0) if _struck(g, lines) else g for g in field] for field in fields]
        for fields in inside
    ]
    return doubted, [glyph for glyph in outside if not _struck(glyph, lines)]


def _struck(glyph: Glyph, lines: Sequence[Rule]) -> bool:
    """Whether a line runs through the middle of a glyph."""
    height, width = glyph.y1 - glyph.y0, glyph.x1 - glyph.x0
    top, bottom = glyph.y0 + _STRUCK[0] * height, glyph.y0 + _STRUCK[1] * height
    return glyph.text != " " and any(
        top < line.at < bottom
        and min(line.end, glyph.x1) - max(line.start, glyph.x0) > _STRUCK_WIDTH * width
        for line in lines
    )


def _grid(lattice: Lattice, glyphs: Sequence[Sequence[Glyph]], page: int) -> Grid:
    cells = tuple(
        Cell(
            field.row,
            field.column,
            field.row_span,
            field.column_span,
            "\n".join(line.text for line in lines),
            Place(page=page, box=field.box),
            min((line.sure for line in lines), default=1.0),
        )
        for field, content in zip(lattice.fields, glyphs, strict=True)
        for lines in [text_lines(content)]
    )
    return Grid(len(lattice.ys) - 1, len(lattice.xs) - 1, cells, Place(page=page, box=lattice.box))


def _in_order(
    lines: Sequence[TextLine], grids: Sequence[Grid], page: int, edges: tuple[float, float]
) -> list[Block]:
    left, right = edges
    placed: list[tuple[float, Block]] = []
    before: TextLine | None = None
    for line in lines:
        height = line.box.y1 - line.box.y0
        opens = (
            (before is None and line.box.x0 > left + _INDENT * height)
            or (
                before is not None
                and (
                    line.box.x0 > left + _INDENT * height
                    or before.box.x1 < right - _SHORT * height
                    or line.box.y0 - before.box.y1 > 2.5 * height
                )
            )
            or _OPENING.match(line.text) is not None
        )
        placed.append((line.box.y0, Line(line.text, Place(page=page, box=line.box), opens)))
        before = line
    for grid in grids:
        assert grid.place.box is not None
        placed.append((grid.place.box.y0, grid))
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _text_edges(pages: Sequence[Sequence[TextLine]]) -> tuple[float, float]:
    """The usual left and right edge of running text, over all pages."""
    boxes = [line.box for lines in pages for line in lines if len(line.text) > 15]
    if not boxes:
        return 0.0, 0.0
    lefts = Counter(round(box.x0 / 4) for box in boxes)
    often = [left for left, count in lefts.items() if count >= max(2, len(boxes) // 10)]
    left = min(often, default=min(lefts)) * 4.0
    rights = sorted(box.x1 for box in boxes)
    return left, rights[int(len(rights) * 0.8)]


def _furniture(
    pages: Sequence[PageInk],
    loose: Sequence[Sequence[TextLine]],
    grids: Sequence[Sequence[Grid]],
) -> set[tuple[int, int]]:
    """Page (from 1) and index of the lines that are page numbers or running lines."""
    outer: list[tuple[int, int, str, bool]] = []
    for number, (page, lines, page_grids) in enumerate(zip(pages, loose, grids, strict=True), 1):
        boxes: list[Box] = [grid.place.box for grid in page_grids if grid.place.box]
        for index, line in enumerate(lines):
            top = line.box.y1 < page.height * _MARGIN
            bottom = line.box.y0 > page.height * (1 - _MARGIN)
            outermost = all(
                (line.box.y1 <= other.y0 + 1) if top else (line.box.y0 >= other.y1 - 1)
                for other in (*boxes, *(o.box for o in lines if o is not line))
                if abs(other.y0 - line.box.y0) > 2
            )
            if (top or bottom) and outermost:
                outer.append((number, index, re.sub(r"\d+|\s", "#", line.text), top))
    repeated = Counter((text, top) for _, _, text, top in outer)
    return {
        (number, index)
        for number, index, text, top in outer
        if _PAGE_NUMBER.fullmatch(loose[number - 1][index].text)
        or (repeated[text, top] > 1 and repeated[text, top] * 2 >= len(pages))
    }
