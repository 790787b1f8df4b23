"""The numbers of lists and headings in an OpenDocument text (OpenDocument 1.3 part 3, 5.3)."""

from collections.abc import Iterator
from contextlib import contextmanager

from validator.markup import Element, attribute, local_name
from validator.reading.office.odf_styles import Styles
from validator.reading.office.packages import parse_whole

_LEVELS = 10


class Lists:
    """Counts the items of lists in the order of the text."""

    def __init__(self, styles: Styles) -> None:
        """`styles` says how the levels of lists are numbered."""
        self._styles = styles
        # The styles of the lists around what is read, outermost first.
        self._open: list[str] = []
        # Of each level the number of the last item, None before the first.
        self._counts: dict[str, list[int | None]] = {}
        # The list style of each list that has an id, for lists that continue it.
        self._style_by_id: dict[str, str] = {}
        self._at_item = False

    @contextmanager
    def inside(self, element: Element) -> Iterator[None]:
        """Within a list: a new one counts from its start, a nested or continued one goes on."""
        outer = self._open[-1] if self._open else ""
        continued = attribute(element, "continue-list")
        style = attribute(element, "style-name") or self._style_by_id.get(continued or "", outer)
        goes_on = continued is not None or attribute(element, "continue-numbering") == "true"
        if not self._open and not goes_on:
            self._counts.pop(style, None)
        identity = attribute(element, "id")
        if identity is not None:
            self._style_by_id[identity] = style
        self._open.append(style)
        try:
            yield
        finally:
            self._open.pop()
            self._at_item = False

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Within a box in a paragraph, which is not part of the lists around it."""
        around, at_item = self._open, self._at_item
        self._open, self._at_item = [], False
        try:
            yield
        finally:
            self._open, self._at_item = around, at_item

    def begin_item(self, element: Element) -> None:
        """An item of the innermost list begins; headers of lists have no number."""
        self._at_item = local_name(element) == "list-item"
        start = attribute(element, "start-value")
        if start is not None and self._open:
            counts = self._counts.setdefault(self._open[-1], [None] * _LEVELS)
            counts[min(len(self._open), _LEVELS) - 1] = parse_whole(start, 1) - 1

    def next_mark(self, paragraph: Element) -> str:
        """The mark before a paragraph or heading and the blank after it; empty if it has none."""
        if self._open:
            if not self._at_item:
                return ""
            self._at_item = False
            named = self._styles.list_of(attribute(paragraph, "style-name"))
            return self._count(self._open[-1] or named or "", min(len(self._open), _LEVELS))
        if local_name(paragraph) == "h" and attribute(paragraph, "is-list-header") != "true":
            depth = parse_whole(attribute(paragraph, "outline-level"), 1, 2)
            return self._count("", min(max(depth, 1), _LEVELS))
        return ""

    def _count(self, style: str, depth: int) -> str:
        counts = self._counts.setdefault(style, [None] * _LEVELS)
        for at in range(depth):
            if counts[at] is None:
                counts[at] = self._styles.start(style, at + 1) - (at == depth - 1)
        counts[depth - 1] = (counts[depth - 1] or 0) + 1
        counts[depth:] = [None] * (_LEVELS - depth)
        return self._styles.mark(style, [number or 0 for number in counts], depth)
