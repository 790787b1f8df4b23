"""Notes as comments in a Word file; nothing else in it changes."""

import io
import re
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from validator.markup import Element, MarkupError, add, local_name, malformed, new, serialise
from validator.model.errors import UserError
from validator.model.place import Place
from validator.reading.archives import open_archive, rewrite
from validator.reading.office.docx import DEFAULT_MAIN_PART, elements_by_place
from validator.reading.office.packages import DAMAGED, main_part
from validator.reading.options import Bounds
from validator.rendering.annotated.docx_runs import runs_of
from validator.rendering.annotated.notes import Note

_AUTHOR = "nianbao"
_TYPES_PART = "[Content_Types].xml"
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS_RELATIONSHIP = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
)


def annotate(data: bytes, notes: Sequence[Note], bounds: Bounds) -> bytes:
    """Add each note as a comment at its cell or paragraph, by default at the first paragraph.

    Raise UserError `not_annotatable` if python-docx cannot open the file.
    """
    try:
        with malformed():
            document = docx.Document(io.BytesIO(_as_document(data, bounds)))
    except (KeyError, AttributeError, ValueError, MarkupError):
        raise UserError("not_annotatable") from None
    places = elements_by_place(data, document.element.body, bounds)
    first = next(document.element.body.iter(qn("w:p")), None)
    for note in notes:
        paragraph = _paragraph_at(places, note.place)
        paragraph = first if paragraph is None else paragraph
        if paragraph is not None:
            _add_comment(document, paragraph, note)
    return _repack(data, document, bounds)


def _as_document(data: bytes, bounds: Bounds) -> bytes:
    """The package with the type of a plain document, the only one that python-docx opens."""
    types = open_archive(data, bounds, DAMAGED).data(_TYPES_PART) or b""
    plain = re.sub(
        rb"application/[\w.-]+(?:macroEnabled|template)\w*\.main\+xml", _MAIN_TYPE, types
    )
    return data if plain == types else rewrite(data, {_TYPES_PART: plain})


def _paragraph_at(places: dict[Place, Element], place: Place | None) -> Element | None:
    """The paragraph at a place, or the first paragraph if it is a cell."""
    if place is None or (element := places.get(place)) is None:
        return None
    return element if local_name(element) == "p" else next(element.iter(qn("w:p")), None)


def _add_comment(document: Document, paragraph: Element, note: Note) -> None:
    comment = document.comments.add_comment(note.text, author=_AUTHOR, initials="nb")
    # Without the date, output is reproducible.
    comment._comment_elm.attrib.pop(qn("w:date"), None)
    start, end, run, mark = (
        OxmlElement(name)
        for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:r", "w:commentReference")
    )
    for element in (start, end, mark):
        element.set(qn("w:id"), str(comment.comment_id))
    run.append(mark)
    around = runs_of(paragraph, note.words)
    if around is not None:
        around[0].addprevious(start)
        around[1].addnext(end)
        end.addnext(run)
        return
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
    paragraph.append(end)
    paragraph.append(run)


def _repack(data: bytes, document: Document, bounds: Bounds) -> bytes:
    """The package with main part and comments taken from `document`, all else unchanged."""
    package = open_archive(data, bounds, DAMAGED)
    main = main_part(package, DEFAULT_MAIN_PART)
    folder, _, name = main.rpartition("/")
    relationships_name = f"{folder}/_rels/{name}.rels"
    comments = next(
        rel.target_part
        for rel in document.part.rels.values()
        if rel.reltype == _COMMENTS_RELATIONSHIP
    )
    comments_name = comments.partname.lstrip("/")
    changed = {main: document.part.blob, comments_name: comments.blob}
    if package.data(comments_name) is None:
        types = package.part(_TYPES_PART)
        relationships = package.part(relationships_name)
        if types is None:
            raise UserError("office_damaged")
        if relationships is None:
            relationships = new("Relationships", _RELATIONSHIPS)
        override = {"PartName": f"/{comments_name}", "ContentType": _COMMENTS_TYPE}
        add(types, "Override", override)
        target = comments_name.removeprefix(f"{folder}/")
        relationship = {
            "Id": "nianbaoComments", "Type": _COMMENTS_RELATIONSHIP, "Target": target,
        }  # fmt: skip
        add(relationships, "Relationship", relationship)
        changed[_TYPES_PART] = serialise(types, standalone=True).encode()
        changed[relationships_name] = serialise(relationships, standalone=True).encode()
    return rewrite(data, changed)
