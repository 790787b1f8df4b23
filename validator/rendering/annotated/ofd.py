"""Notes as annotations in an OFD file; its other parts stay as they are, byte for byte.

Source: GB/T 33190-2016, 15. The seals of a signed file hold for the original only.
"""

import posixpath
from collections.abc import Iterable, Sequence
from itertools import count, groupby

from validator.markup import Element, add, attribute, child, new, serialise
from validator.model.errors import UserError
from validator.model.place import Box
from validator.model.rule import Severity
from validator.reading.archives import rewrite
from validator.reading.ofd.content import POINTS
from validator.reading.ofd.structure import Structure, find_part, open_ofd, read_part, text_of
from validator.reading.options import Bounds
from validator.rendering.annotated.notes import Note

_AUTHOR = "nianbao"
_COLOURS = {
    Severity.ERROR: "255 138 117",
    Severity.WARNING: "255 200 80",
    Severity.NOTICE: "140 190 255",
}
# Marks of notes about a whole document: side and distance in points.
_MARK_SIZE, _MARK_PITCH = 14.0, 20.0
# The opacity of a mark, of 255.
_ALPHA = "96"


def annotate(data: bytes, notes: Sequence[Note], bounds: Bounds) -> bytes:
    """Add each note as a highlight at its box, or as a mark on the margin if it has none.

    Raise UserError `not_annotatable` if the file has no pages.
    """
    opened = open_ofd(data, bounds)
    if not opened.pages:
        raise UserError("not_annotatable")
    archive = opened.archive
    ids = count(_max_id(opened) + 1)
    folder = posixpath.dirname(opened.root_part)
    listed = child(opened.root, "Annotations")
    list_part = find_part(archive, opened.root_part, text_of(listed))
    listing = read_part(archive, list_part)
    namespace = _namespace(opened.root)
    if listing is None:
        listing = new("Annotations", namespace, "ofd")
        list_part = posixpath.join(folder, "Annots/Annotations.xml")
        add(opened.root, "Annotations", text="Annots/Annotations.xml")
    changed: dict[str, Element] = {list_part: listing, opened.root_part: opened.root}
    by_page = groupby(sorted(_placed(notes), key=lambda pair: pair[0]), key=lambda pair: pair[0])
    for number, pairs in by_page:
        page = opened.pages[min(number, len(opened.pages)) - 1]
        part, root = _page_annotations(opened, listing, list_part, page.id, namespace)
        left, top, _, _ = page.box
        for _, (box, note) in pairs:
            _add_annotation(root, box, (left, top), note, ids)
        changed[part] = root
    common = child(opened.root, "CommonData")
    largest = child(common, "MaxUnitID")
    if largest is not None:
        largest.text = str(next(ids) - 1)
    names = {name: archive.names.get(name.casefold(), name) for name in changed}
    parts = {names[name]: serialise(root).encode() for name, root in changed.items()}
    return rewrite(data, parts)


def _placed(notes: Sequence[Note]) -> Iterable[tuple[int, tuple[Box, Note]]]:
    """The page and box of each note; those without a box are marks at the top left."""
    marks = count(1)
    for note in notes:
        page = (note.place.page if note.place else None) or 1
        box = note.place.box if note.place else None
        if box is None:
            y = next(marks) * _MARK_PITCH
            box = Box(_MARK_SIZE, y, 2 * _MARK_SIZE, y + _MARK_SIZE)
        yield page, (box, note)


def _page_annotations(
    opened: Structure, listing: Element, list_part: str, page_id: str, namespace: str | None
) -> tuple[str, Element]:
    """The part with the annotations of a page and its root, added to the list if it is new."""
    for entry in listing:
        if attribute(entry, "PageID") == page_id:
            part = find_part(opened.archive, list_part, text_of(child(entry, "FileLoc")))
            root = read_part(opened.archive, part)
            if root is not None:
                return part, root
    folder = posixpath.dirname(list_part)
    name = next(
        name
        for number in count()
        if not opened.archive.has(posixpath.join(folder, name := f"nianbao_{page_id}_{number}.xml"))
    )
    entry = add(listing, "Page", {"PageID": page_id})
    add(entry, "FileLoc", text=name)
    return posixpath.join(folder, name), new("PageAnnot", namespace, "ofd")


def _add_annotation(
    root: Element, box: Box, origin: tuple[float, float], note: Note, ids: "count[int]"
) -> None:
    x, y = box.x0 / POINTS + origin[0], box.y0 / POINTS + origin[1]
    width, height = (box.x1 - box.x0) / POINTS, (box.y1 - box.y0) / POINTS
    boundary = f"{x:.3f} {y:.3f} {width:.3f} {height:.3f}"
    annotation = add(
        root,
        "Annot",
        {
            "ID": str(next(ids)),
            "Type": "Highlight",
            "Creator": _AUTHOR,
            # The standard wants a date; a fixed one keeps the output reproducible.
            "LastModDate": "2000-01-01",
            "Subtype": "Highlight",
        },
    )
    add(annotation, "Remark", text=note.text)
    appearance = add(annotation, "Appearance", {"Boundary": boundary})
    path = {"ID": str(next(ids)), "Boundary": f"0 0 {width:.3f} {height:.3f}", "Alpha": _ALPHA}
    painted = add(appearance, "PathObject", {**path, "Fill": "true", "Stroke": "false"})
    add(painted, "FillColor", {"Value": _COLOURS[note.severity]})
    corners = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
    add(painted, "AbbreviatedData", text=corners)


def _max_id(opened: Structure) -> int:
    """The largest identifier in use, which some files state wrongly or not at all."""
    stated = text_of(child(opened.root, "CommonData", "MaxUnitID"))
    used = [int(stated)] if stated.isdecimal() and len(stated) < 10 else [0]
    roots = [opened.root, *(content for page in opened.pages for content in page.contents)]
    for root in roots:
        for element in root.iter():
            text = attribute(element, "ID") or ""
            if text.isdecimal() and len(text) < 10:
                used.append(int(text))
    return max(used)


def _namespace(root: Element) -> str | None:
    tag = str(root.tag)
    return tag[1:].partition("}")[0] if tag.startswith("{") else None
