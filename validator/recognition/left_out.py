"""Which figures have text beside them that was left out: how their cells were read.

A cell in which nothing else stands is not surely blank, unless pages were drawn and looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from validator.model.document import Document, HiddenText
from validator.model.place import Box, Place
from validator.model.report import Fact, FigureState


def mark_left_out(facts: Iterable[Fact], document: Document) -> Iterator[Fact]:
    """The facts, with what was left out in their cells."""
    if not document.hidden:
        yield from facts
        return
    # This engine's reader draws the pages to see what is hidden.
    drawn = document.source.engine.startswith("pdfium")
    by_page: dict[int, list[HiddenText]] = defaultdict(list)
    by_cell: dict[Place, set[str]] = defaultdict(set)
    for text in document.hidden:
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
        yield _marked(fact, kinds, drawn=drawn) if kinds else fact


def _marked(fact: Fact, kinds: set[str], *, drawn: bool) -> Fact:
    figure = fact.figure
    if figure.state is FigureState.BLANK and not drawn:
        figure = figure._replace(state=FigureState.DOUBTFUL)
    return fact._replace(figure=figure, left_out=tuple(sorted(kinds)))


def _kind(text: HiddenText) -> str:
    return "struck" if text.struck else "hidden"


def _within(box: Box, cell: Box) -> bool:
    """Whether the middle of a box is in a cell, or that of the cell in the box."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    in_cell = cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1
    mid_x, mid_y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
    return in_cell or (box.x0 <= mid_x <= box.x1 and box.y0 <= mid_y <= box.y1)
