"""A Word file with notes as comments; nothing else in it changes."""

import io
import zipfile
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from validator.model.errors import UserError
from validator.model.place import Place
from validator.reading.docx import MAIN, elements
from validator.reading.options import Bounds
from validator.reading.package import local, opened
from validator.rendering.notes import Note

_AUTHOR = "nianbao"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


def annotate(data: bytes, notes: Sequence[Note], bounds: Bounds) -> bytes:
    """The file with a comment for each note, at its cell or paragraph.

    Raises UserError `not_annotatable` where python-docx cannot open what our reader could.
    """
    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError):
        raise UserError("not_annotatable") from None
    places = elements(data, document.element.body, bounds)
    first = next(document.element.body.iter(qn("w:p")), None)
    for note in notes:
        paragraph = _paragraph(places, note.place)
        paragraph = first if paragraph is None else paragraph
        if paragraph is not None:
            _comment(document, paragraph, note)
    return _with(data, document, bounds)


def _paragraph(places: dict[Place, etree._Element], place: Place | None) -> etree._Element | None:
    """The paragraph at a place; of a cell the first one."""
    if place is None or (element := places.get(place)) is None:
        return None
    return element if local(element) == "p" else next(element.iter(qn("w:p")), None)


def _comment(document: Document, paragraph: etree._Element, note: Note) -> None:
    comment = document.comments.add_comment(note.text, author=_AUTHOR, initials="nb")
    # The same check of the same file gives the same file.
    comment._comment_elm.attrib.pop(qn("w:date"), None)
    start, end, run, mark = (
        OxmlElement(name)
        for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:r", "w:commentReference")
    )
    for element in (start, end, mark):
        element.set(qn("w:id"), str(comment.comment_id))
    run.append(mark)
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
    paragraph.append(end)
    paragraph.append(run)


def _with(data: bytes, document: Document, bounds: Bounds) -> bytes:
    """The package with its main part and its comments from the document, the rest as it was."""
    package = opened(data, bounds.unpacked)
    main = package.main(MAIN)
    folder, _, name = main.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    comments = next(
        rel.target_part for rel in document.part.rels.values() if rel.reltype == _RELATION
    )
    own = comments.partname.lstrip("/")
    changed = {main: document.part.blob, own: comments.blob}
    names = package.archive.namelist()
    if own not in names:
        types = package.part("[Content_Types].xml")
        links = package.part(relations)
        if types is None:
            raise UserError("office_damaged")
        if links is None:
            links = etree.Element(f"{{{_LINKS}}}Relationships", nsmap={None: _LINKS})
        _add(types, "Override", PartName=f"/{own}", ContentType=_COMMENTS)
        target = own.removeprefix(f"{folder}/")
        _add(links, "Relationship", Id="nianbaoComments", Type=_RELATION, Target=target)
        changed["[Content_Types].xml"] = _xml(types)
        changed[relations] = _xml(links)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in package.archive.infolist():
            kept = package.archive.read(item) if item.filename not in changed else b""
            archive.writestr(item, changed.pop(item.filename, kept))
        for name, content in changed.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add(parent: etree._Element, name: str, **attributes: str) -> None:
    namespace = etree.QName(parent).namespace
    etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)


def _xml(element: etree._Element) -> bytes:
    text: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text
