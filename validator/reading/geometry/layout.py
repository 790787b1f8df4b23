"""Page objects to the blocks of a document: filled grids, lines of text, boilerplate apart."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from validator.model import enumeration
from validator.model.document import (
    Block,
    Cell,
    Document,
    Grid,
    HiddenText,
    Line,
    PageFault,
    Source,
)
from validator.model.page_objects import Char, Edge, PageObjects
from validator.model.place import Box, Place
from validator.model.view import View, turned_view
from validator.reading.geometry.frames import (
    FilledCell,
    find_frames,
    lines_across,
    split_tall_cells,
)
from validator.reading.geometry.lattice import Lattice, find_lattices
from validator.reading.geometry.line_grouping import TextLine, group_into_lines
from validator.reading.geometry.note_marks import without_note_marks
from validator.reading.geometry.sheets import move_block, split_sheet
from validator.reading.geometry.strikes import find_strikes, remove_struck_out, struck_out

# Page numbers and running headers and footers lie within this share of the page's height from
# its top or bottom.
_MARGIN = 0.13
_PAGE_NUMBER = re.compile(
    r"[\W_]*(第|page)?[\W_]*\d{1,4}[\W_]*(页)?[\W_]*((of|共|总)?[\W_]*\d{1,4}[\W_]*页?)?[\W_]*",
    re.I,
)
_MAX_PAGE_NUMBER = 60
# A line that begins this many line heights right of the left margin opens a paragraph.
_INDENT = 1.2
# A line that ends this many line heights before the right margin closes one.
_SHORT = 2.5
# Twice the distance (points) up to which two equal chars are at the same place.
_SAME_SPOT = 4.0
_OPENING = re.compile(enumeration.PRINTED)


class Layout(NamedTuple):
    """The result of `arrange`."""

    blocks: tuple[Block, ...]
    boilerplate: tuple[Line, ...]
    pictures: tuple[Place, ...]
    views: Mapping[int, tuple[View, ...]]
    hidden: tuple[HiddenText, ...] = ()


def arrange_document(
    source: Source,
    pages: Sequence[PageObjects],
    scanned: frozenset[int] = frozenset(),
    unread: Mapping[int, PageFault] = MappingProxyType({}),
) -> Document:
    """The document on pages, of which those `scanned` (from 1) were recognised in a picture.

    `unread` are pages (from 1) that are pictures and were not.
    """
    layout = arrange(pages)
    return Document(
        source,
        layout.blocks,
        layout.boilerplate,
        layout.pictures,
        scanned,
        layout.views,
        tuple(pages),
        hidden=layout.hidden,
        unread=unread,
    )


def arrange(pages: Sequence[PageObjects]) -> Layout:
    """Arrange the objects of pages into blocks in reading order.

    A page whose text is mostly rotated is turned level first, and has a view.
    """
    pictures = tuple(Place(page=n, box=box) for n, p in enumerate(pages, 1) for box in p.pictures)
    turns = [_dominant_turn(page) for page in pages]
    upright = [page.turned(turn) if turn else page for page, turn in zip(pages, turns, strict=True)]
    views: dict[int, tuple[View, ...]] = {}
    for number, (page, level, turn) in enumerate(zip(pages, upright, turns, strict=True), 1):
        turned = (turned_view(turn, level.width, level.height),) if turn else ()
        if those := (*page.views, *turned):
            views[number] = those
    sheets = [
        (number, half, shift)
        for number, page in enumerate(upright, 1)
        for half, shift in split_sheet(page)
    ]
    pages = [half for _, half, _ in sheets]
    loose: list[list[TextLine]] = []
    strikes: list[Sequence[Edge]] = []
    lattices: list[list[tuple[Lattice, list[FilledCell]]]] = []
    for _, page, _ in sheets:
        edges = find_strikes(page)
        strikes.append(edges.strikes)
        page_lattices = find_lattices(edges.others, page.vertical)
        inside, outside = _assign_to_cells(page.chars, page_lattices)
        inside, outside = remove_struck_out(inside, outside, edges.strikes)
        loose.append(group_into_lines(outside))
        lattices.append(
            [(at, _fill_cells(at, chars)) for at, chars in zip(page_lattices, inside, strict=True)]
        )
    struck = tuple(
        HiddenText(line.text, Place(page=number, box=line.box.moved(shift, 0)), struck=True)
        for (number, page, shift), edges in zip(sheets, strikes, strict=True)
        for line in group_into_lines(struck_out(page, edges))
    )
    frames = iter(find_frames([pair for pairs in lattices for pair in pairs]))
    grids: list[list[Grid]] = []
    for at, pairs in enumerate(lattices):
        page_grids: list[Grid] = []
        for lattice, filled in pairs:
            if next(frames):
                loose[at] = sorted([*loose[at], *lines_across(filled)], key=lambda ln: ln.box.y0)
            else:
                page_grids.append(_build_grid(lattice, filled, sheets[at][0]))
        grids.append(page_grids)
    boilerplate = _find_boilerplate(pages, loose, grids)
    margins = _text_margins(loose)
    blocks: list[Block] = []
    removed: list[Line] = []
    for at, (lines, page_grids) in enumerate(zip(loose, grids, strict=True), 1):
        number, _, shift = sheets[at - 1]
        kept = []
        for index, line in enumerate(lines):
            if (at, index) in boilerplate:
                removed.append(Line(line.text, Place(page=number, box=line.box.moved(shift, 0))))
            else:
                kept.append(line)
        ordered = _order_blocks(kept, page_grids, number, margins)
        blocks.extend(move_block(block, shift) if shift else block for block in ordered)
    hidden = struck + tuple(
        HiddenText(line.text, Place(page=number, box=line.box))
        for number, page in enumerate(upright, 1)
        if page.hidden
        for line in group_into_lines(_without_copies(page.hidden, page.chars))
    )
    return Layout(tuple(blocks), tuple(removed), pictures, views, hidden)


def _without_copies(hidden: Sequence[Char], seen: Sequence[Char]) -> list[Char]:
    """The hidden chars that are not seen at the same place: pages may be painted twice."""

    def spot(char: Char, across: int = 0, down: int = 0) -> tuple[str, int, int]:
        x, y = round((char.x0 + char.x1) / _SAME_SPOT), round((char.y0 + char.y1) / _SAME_SPOT)
        return char.text, x + across, y + down

    spots = {spot(char) for char in seen}
    around = [(across, down) for across in (-1, 0, 1) for down in (-1, 0, 1)]
    return [char for char in hidden if not any(spot(char, *step) in spots for step in around)]


def _dominant_turn(page: PageObjects) -> int:
    """The quarter turns by which most of a page's text is rotated; 0 if it is level."""
    turn, count = Counter(c.turn for c in page.chars).most_common(1)[0] if page.chars else (0, 0)
    return turn if count * 2 > len(page.chars) else 0


def _assign_to_cells(
    chars: Sequence[Char], page_lattices: Sequence[Lattice]
) -> tuple[list[list[list[Char]]], list[Char]]:
    """The chars by lattice and cell, and those outside all lattices."""
    inside: list[list[list[Char]]] = [[[] for _ in lattice.cells] for lattice in page_lattices]
    owners = [lattice.owners() for lattice in page_lattices]
    outside = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        for lattice, owner, cells in zip(page_lattices, owners, inside, strict=True):
            if lattice.xs[0] <= x < lattice.xs[-1] and lattice.ys[0] <= y < lattice.ys[-1]:
                row = bisect_right(lattice.ys, y) - 1
                column = bisect_right(lattice.xs, x) - 1
                cells[owner[row][column]].append(char)
                break
        else:
            outside.append(char)
    return inside, outside


def _fill_cells(lattice: Lattice, chars: Sequence[Sequence[Char]]) -> list[FilledCell]:
    """The cells of a lattice with their lines; rows whose borders are missing are told apart."""
    filled = [
        FilledCell(cell, tuple(group_into_lines(without_note_marks(content))))
        for cell, content in zip(lattice.cells, chars, strict=True)
    ]
    return split_tall_cells(lattice, filled)


def _build_grid(lattice: Lattice, filled: Sequence[FilledCell], page: int) -> Grid:
    cells = tuple(
        Cell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            "\n".join(line.text for line in lines),
            Place(page=page, box=cell.box),
            min((line.confidence for line in lines), default=1.0),
        )
        for cell, lines in filled
    )
    return Grid(len(lattice.ys) - 1, len(lattice.xs) - 1, cells, Place(page=page, box=lattice.box))


def _order_blocks(
    lines: Sequence[TextLine], grids: Sequence[Grid], page: int, margins: tuple[float, float]
) -> list[Block]:
    left, right = margins
    placed: list[tuple[float, Block]] = []
    previous: TextLine | None = None
    for line in lines:
        height = line.box.y1 - line.box.y0
        opens = (
            (previous is None and line.box.x0 > left + _INDENT * height)
            or (
                previous is not None
                and (
                    line.box.x0 > left + _INDENT * height
                    or previous.box.x1 < right - _SHORT * height
                    or line.box.y0 - previous.box.y1 > 2.5 * height
                )
            )
            or _OPENING.match(line.text) is not None
        )
        placed.append(
            (line.box.y0, Line(line.text, Place(page=page, box=line.box), opens, line.extents))
        )
        previous = line
    for grid in grids:
        assert grid.place.box is not None
        placed.append((grid.place.box.y0, grid))
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _text_margins(pages: Sequence[Sequence[TextLine]]) -> tuple[float, float]:
    """The usual left and right margins (x) of running text, over all pages."""
    boxes = [line.box for lines in pages for line in lines if len(line.text) > 15]
    if not boxes:
        return 0.0, 0.0
    lefts = Counter(round(box.x0 / 4) for box in boxes)
    frequent = [left for left, count in lefts.items() if count >= max(2, len(boxes) // 10)]
    left = min(frequent, default=min(lefts)) * 4.0
    rights = sorted(box.x1 for box in boxes)
    return left, rights[int(len(rights) * 0.8)]


def _is_page_number(text: str) -> bool:
    return len(text) <= _MAX_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(text) is not None


def _find_boilerplate(
    pages: Sequence[PageObjects],
    loose: Sequence[Sequence[TextLine]],
    grids: Sequence[Sequence[Grid]],
) -> set[tuple[int, int]]:
    """Page (from 1) and index of the lines that are page numbers, running headers or footers."""
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
        if _is_page_number(loose[number - 1][index].text)
        or (repeated[text, top] > 1 and repeated[text, top] * 2 >= len(pages))
    }
