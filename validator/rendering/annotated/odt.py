"""Notes as comments in an OpenDocument text; only its content part changes.

Source: OpenDocument 1.3 part 3, 14.1 (annotations).
"""

from collections.abc import Sequence
from typing import NamedTuple

from validator.markup import (
    Element,
    MarkupError,
    child,
    insert,
    local_name,
    parse_xml,
    qualified,
    serialise,
)
from validator.model.errors import UserError
from validator.model.place import Place
from validator.reading.archives import open_archive, rewrite
from validator.reading.office.odf import CONTENT_PART, elements_by_place
from validator.reading.office.packages import DAMAGED
from validator.reading.options import Bounds
from validator.rendering.annotated.notes import Note

_AUTHOR = "nianbao"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_DC = "http://purl.org/dc/elements/1.1/"


class _Slot(NamedTuple):
    """A stretch of text in a paragraph: the text of an element, or what follows one."""

    element: Element
    after: bool

    @property
    def text(self) -> str:
        return (self.element.tail if self.after else self.element.text) or ""


def annotate(data: bytes, notes: Sequence[Note], bounds: Bounds) -> bytes:
    """Add each note as a comment at its cell or paragraph, by default at the first paragraph.

    Raise UserError `not_annotatable` if the content is not well-formed.
    """
    zipped = data.startswith(b"PK")
    content = open_archive(data, bounds, DAMAGED).data(CONTENT_PART) if zipped else data
    try:
        root = parse_xml(content or b"", huge=True)
    except MarkupError:
        raise UserError("not_annotatable") from None
    places = elements_by_place(data, root, bounds)
    body = child(root, "body", "text")
    first = next(iter(body.iter("{*}p", "{*}h")), None) if body is not None else None
    for number, note in enumerate(notes, 1):
        paragraph = _paragraph_at(places, note.place)
        paragraph = first if paragraph is None else paragraph
        if paragraph is not None:
            _add_comment(paragraph, note, f"nianbao{number}")
    changed = serialise(root).encode()
    return rewrite(data, {CONTENT_PART: changed}) if zipped else changed


def _paragraph_at(places: dict[Place, Element], place: Place | None) -> Element | None:
    """The paragraph at a place, or the first paragraph if it is a cell."""
    if place is None or (element := places.get(place)) is None:
        return None
    if local_name(element) in ("p", "h"):
        return element
    return next(element.iter("{*}p", "{*}h"), None)


def _add_comment(paragraph: Element, note: Note, name: str) -> None:
    start = qualified("annotation", _OFFICE, {"name": name})
    end = qualified("annotation-end", _OFFICE, {"name": name})
    start.append(qualified("creator", _DC, text=_AUTHOR))
    for line in note.lines:
        start.append(qualified("p", _TEXT, text=line))
    slots = list(_slots(paragraph))
    span = _find(slots, note.words)
    if span is None:
        insert(start, paragraph, 0)
        paragraph.append(end)
        return
    (first, begin), (last, finish) = span
    # The end goes first, so that the place of the start is still where it was.
    _cut_in(end, slots[last], finish)
    _cut_in(start, slots[first], begin)


def _slots(element: Element) -> list[_Slot]:
    """The stretches of text in an element, those of comments and notes left out."""
    slots = [_Slot(element, after=False)]
    for part in element:
        if local_name(part) not in ("annotation", "note", "ruby-text"):
            slots.extend(_slots(part))
        slots.append(_Slot(part, after=True))
    return slots


def _find(slots: Sequence[_Slot], words: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where words begin and end, as slot and offset; blanks do not count."""
    chars = [
        (char, number, at)
        for number, slot in enumerate(slots)
        for at, char in enumerate(slot.text)
        if not char.isspace()
    ]
    unspaced = "".join(words.split())
    position = "".join(char for char, _, _ in chars).find(unspaced) if unspaced else -1
    if position < 0:
        return None
    _, first, begin = chars[position]
    _, last, finish = chars[position + len(unspaced) - 1]
    return (first, begin), (last, finish + 1)


def _cut_in(mark: Element, slot: _Slot, at: int) -> None:
    """Insert an element at an offset into a stretch of text."""
    text = slot.text
    mark.tail = text[at:] or None
    if slot.after:
        slot.element.tail = text[:at] or None
        parent = slot.element.getparent()
        assert parent is not None
        position = parent.index(slot.element) + 1
        rest = mark.tail
        parent.insert(position, mark)
        mark.tail = rest
    else:
        slot.element.text = text[:at] or None
        slot.element.insert(0, mark)
