"""The parts of an OFD file: its pages, templates, resources, attachments and signatures.

Source: GB/T 33190-2016, 7. Names of parts may be relative or from the root, in any case and with
either slash; elements may be in the namespace of the standard or of its drafts.
"""

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from validator.markup import Element, attribute, child, local_name
from validator.model.errors import UserError
from validator.reading.archives import Archive, open_archive
from validator.reading.geometry.paths import Corners
from validator.reading.options import Bounds, exceeded

DAMAGED = "ofd_damaged"
# A4 in millimetres, for pages that state no size.
_DEFAULT_BOX = (0.0, 0.0, 210.0, 297.0)
_MAX_SIDE = 5000.0
# How much more of pictures than of other parts may be unpacked.
_PICTURES = 4


class Resources(NamedTuple):
    """What pages refer to by id: drawing parameters, composite units, parts with pictures."""

    parameters: dict[str, Element]
    composites: dict[str, Element]
    pictures: dict[str, str]


class Page(NamedTuple):
    """A page: its box in millimetres, and the contents painted on it in this order.

    `id` is its identifier, `part` the name of the part with its own content.
    """

    id: str
    part: str
    box: Corners
    contents: tuple[Element, ...]


class Structure(NamedTuple):
    """A document: the part with its root, pages, resources, and what comes with it.

    `pictures` is the same archive as `archive`, whose parts are counted apart.

    `documents` is the number of documents in the file, of which this is the first.
    """

    archive: Archive
    pictures: Archive
    root_part: str
    root: Element
    pages: tuple[Page, ...]
    resources: Resources
    attachments: tuple[str, ...]
    signatures: tuple[str, ...]
    documents: int


def open_ofd(data: bytes, bounds: Bounds) -> Structure:
    """Open the first document in an OFD file.

    Raise UserError `ofd_damaged`, `ofd_encrypted`, `exceeds_unpacked` or `exceeds_pages`.
    """
    archive = open_archive(data, bounds, DAMAGED)
    if "encryptions.xml" in archive.names or any(
        name.endswith("/decryptseed.dat") or name == "decryptseed.dat" for name in archive.names
    ):
        raise UserError("ofd_encrypted")
    entry = read_part(archive, "OFD.xml")
    bodies = [e for e in (entry if entry is not None else ()) if local_name(e) == "DocBody"]
    if not bodies:
        raise UserError(DAMAGED)
    root_part = find_part(archive, "", text_of(child(bodies[0], "DocRoot")))
    root = read_part(archive, root_part)
    if root is None:
        raise UserError(DAMAGED)
    pages = [e for e in _children(child(root, "Pages")) if local_name(e) == "Page"]
    if len(pages) > bounds.pages:
        raise exceeded("pages", bounds.pages)
    common = child(root, "CommonData")
    resources = Resources({}, {}, {})
    for name in ("PublicRes", "DocumentRes"):
        for element in _children(common):
            if local_name(element) == name:
                _add_resources(archive, root_part, text_of(element), resources)
    templates = {
        attribute(e, "ID") or "": e for e in _children(common) if local_name(e) == "TemplatePage"
    }
    default_box = _box(child(common, "PageArea", "PhysicalBox")) or _DEFAULT_BOX
    return Structure(
        archive,
        open_archive(data, bounds._replace(unpacked=_PICTURES * bounds.unpacked), DAMAGED),
        root_part,
        root,
        tuple(_read_page(archive, root_part, e, templates, default_box, resources) for e in pages),
        resources,
        tuple(_attachments(archive, root_part, root)),
        tuple(_signatures(archive, text_of(child(bodies[0], "Signatures")))),
        len(bodies),
    )


def read_part(archive: Archive, name: str) -> Element | None:
    """The root element of a part, or None if there is none; names need not be well-formed."""
    data = archive.data(name) if name else None
    return archive.parse(data, lenient=True) if data else None


def find_part(archive: Archive, base: str, reference: str) -> str:
    """The name of the part that a reference in the part `base` means; empty if there is none."""
    reference = reference.strip().replace("\\", "/")
    if not reference:
        return ""
    folder = posixpath.dirname(base)
    for start in ("" if reference.startswith("/") else folder, "", folder):
        name = posixpath.normpath(posixpath.join(start, reference.lstrip("/")))
        if archive.has(name):
            return name
    return ""


def text_of(element: Element | None) -> str:
    """The text of an element without blanks around it."""
    return (element.text or "").strip() if element is not None else ""


def numbers(text: str | None) -> list[float]:
    """The numbers in an attribute, without what is none."""
    values = []
    for piece in (text or "").replace(",", " ").split():
        try:
            value = float(piece)
        except ValueError:
            continue
        if abs(value) < 1e7:
            values.append(value)
    return values


def _children(element: Element | None) -> Iterator[Element]:
    return iter(element if element is not None else ())


def _box(element: Element | None) -> Corners | None:
    values = numbers(text_of(element))
    if len(values) != 4 or not (0 < values[2] < _MAX_SIDE and 0 < values[3] < _MAX_SIDE):
        return None
    return values[0], values[1], values[2], values[3]


def _read_page(
    archive: Archive,
    root_part: str,
    element: Element,
    templates: dict[str, Element],
    default_box: Corners,
    resources: Resources,
) -> Page:
    part = find_part(archive, root_part, attribute(element, "BaseLoc") or "")
    page = read_part(archive, part)
    if page is None:
        # Without one of its pages a document is not what was written.
        raise UserError(DAMAGED)
    beneath: list[Element] = []
    above: list[Element] = []
    for used in _children(page):
        if local_name(used) == "PageRes":
            _add_resources(archive, part, text_of(used), resources)
        if local_name(used) != "Template":
            continue
        template = templates.get(attribute(used, "TemplateID") or "")
        name = find_part(archive, root_part, attribute(template, "BaseLoc") or "")
        content = child(read_part(archive, name), "Content")
        if content is not None:
            order = attribute(used, "ZOrder") or attribute(template, "ZOrder") or "Background"
            (above if order == "Foreground" else beneath).append(content)
    content = child(page, "Content")
    contents = (*beneath, *(() if content is None else (content,)), *above)
    box = _box(child(page, "Area", "PhysicalBox")) or default_box
    return Page(attribute(element, "ID") or "", part, box, contents)


def _add_resources(archive: Archive, base: str, reference: str, resources: Resources) -> None:
    part = find_part(archive, base, reference)
    root = read_part(archive, part)
    if root is None:
        return
    folder = posixpath.join(posixpath.dirname(part), attribute(root, "BaseLoc") or "")
    for element in root.iter():
        identity = attribute(element, "ID") or ""
        kind = local_name(element)
        if kind == "DrawParam":
            resources.parameters[identity] = element
        elif kind == "CompositeGraphicUnit":
            resources.composites[identity] = element
        elif kind == "MultiMedia" and attribute(element, "Type") == "Image":
            name = text_of(child(element, "MediaFile"))
            resources.pictures[identity] = find_part(archive, f"{folder}/", name)


def _attachments(archive: Archive, root_part: str, root: Element) -> Iterator[str]:
    """The names of the files attached to a document."""
    part = find_part(archive, root_part, text_of(child(root, "Attachments")))
    for element in _children(read_part(archive, part)):
        if local_name(element) == "Attachment":
            yield attribute(element, "Name") or attribute(element, "ID") or ""


def _signatures(archive: Archive, reference: str) -> Iterator[str]:
    """Who or what signed a document, as far as the file names it."""
    part = find_part(archive, "", reference)
    for element in _children(read_part(archive, part)):
        if local_name(element) == "Signature":
            name = find_part(archive, part, attribute(element, "BaseLoc") or "")
            info = child(read_part(archive, name), "SignedInfo")
            provider = attribute(child(info, "Provider"), "ProviderName")
            yield provider or attribute(element, "ID") or ""
