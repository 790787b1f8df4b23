"""Which figures have text beside them that was left out: how their cells were read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from validator.model.document import HiddenText
from validator.model.place import Box, Place
from validator.model.report import Fact


def mark_left_out(facts: Iterable[Fact], hidden: Sequence[HiddenText]) -> Iterator[Fact]:
    """The facts, with what was left out in their cells."""
    if not hidden:
        yield from facts
        return
    by_page: dict[int, list[HiddenText]] = defaultdict(list)
    by_cell: dict[Place, set[str]] = defaultdict(set)
    for text in hidden:
        if text.place.page and text.place.box:
            by_page[text.place.page].append(text)
        else:
            by_cell[text.place].add(_kind(text))
    for fact in facts:
        kinds = set(by_cell.get(fact.place, ()))
        box = fact.place.box
        if box is not None:
            near = by_page.get(fact.place.page or 0, ())
            kinds |= {
                _kind(text) for text in near if text.place.box and _within(text.place.box, box)
            }
        yield fact._replace(left_out=tuple(sorted(kinds))) if kinds else fact


def _kind(text: HiddenText) -> str:
    return "struck" if text.struck else "hidden"


def _within(box: Box, cell: Box) -> bool:
    """Whether the middle of a box is in a cell, or that of the cell in the box."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    in_cell = cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1
    mid_x, mid_y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
    return in_cell or (box.x0 <= mid_x <= box.x1 and box.y0 <= mid_y <= box.y1)
