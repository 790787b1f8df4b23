"""Packages of XML parts, as Word and Excel files are: zipped, or flat in one XML document.

Sources: ECMA-376 part 2 (Open Packaging Conventions); Word 2003 XML Reference Schemas.
"""

import posixpath
from base64 import b64decode
from binascii import Error as Base64Error
from typing import NamedTuple, Protocol

from validator.markup import Element, attribute, child, local_name
from validator.model.errors import UserError
from validator.reading.archives import open_archive, parse_flat
from validator.reading.options import Bounds

DAMAGED = "office_damaged"
# The root of a Word 2003 XML document, which has all parts of a Word file as its children.
_WORD_2003 = "wordDocument"


class Package(Protocol):
    """What holds the parts of a document."""

    def part(self, name: str) -> Element | None:
        """The root element of an XML part, or None if there is no such part."""

    def data(self, name: str) -> bytes | None:
        """The bytes of a part, or None if there is no such part."""


class FlatPackage(NamedTuple):
    """A package in one XML document: the roots of its parts and its binary data in base64."""

    roots: dict[str, Element]
    binaries: dict[str, str]

    def part(self, name: str) -> Element | None:
        """The root element of an XML part, or None if there is no such part."""
        return self.roots.get(name.lstrip("/"))

    def data(self, name: str) -> bytes | None:
        """The bytes of a binary part, or None if there is no such part."""
        content = self.binaries.get(name.lstrip("/"))
        try:
            return None if content is None else b64decode(content)
        except (Base64Error, ValueError):
            raise UserError(DAMAGED) from None


def open_package(data: bytes, bounds: Bounds) -> Package:
    """Open the package in a file.

    Raise UserError `office_damaged` if it is none, `exceeds_unpacked`, `exceeds_elements`.
    """
    if data.startswith(b"PK"):
        return open_archive(data, bounds, DAMAGED)
    root = parse_flat(data, bounds, DAMAGED)
    if local_name(root) == _WORD_2003:
        parts = (("styles", child(root, "styles")), ("numbering", child(root, "lists")))
        roots = {f"word/{name}.xml": part for name, part in parts if part is not None}
        return FlatPackage({"word/document.xml": root, **roots}, {})
    return _flat_package(root)


def _flat_package(root: Element) -> FlatPackage:
    package = FlatPackage({}, {})
    for element in root:
        name = (attribute(element, "name") or "").lstrip("/")
        content, binary = child(element, "xmlData"), child(element, "binaryData")
        if content is not None and len(content):
            package.roots[name] = content[0]
        elif binary is not None:
            package.binaries[name] = binary.text or ""
    return package


def main_part(package: Package, default: str) -> str:
    """The name of the main part by the package's relationships, or `default` without them."""
    relationships = package.part("_rels/.rels")
    for relationship in relationships if relationships is not None else ():
        if str(relationship.get("Type", "")).endswith("/officeDocument"):
            return str(relationship.get("Target", default)).lstrip("/")
    return default


def related_part(package: Package, part_name: str, relationship_id: str) -> str:
    """The name of the part that a part refers to by an id; empty if there is none."""
    folder, _, name = part_name.rpartition("/")
    relationships = package.part(f"{folder}/_rels/{name}.rels")
    for relationship in relationships if relationships is not None else ():
        external = relationship.get("TargetMode") == "External"
        if relationship.get("Id") == relationship_id and not external:
            return posixpath.normpath(posixpath.join("/", folder, relationship.get("Target", "")))
    return ""


def parse_whole(text: str | None, default: int, max_digits: int = 11) -> int:
    """The whole number in an attribute, or `default` if it is missing, invalid or too long."""
    return int(text) if text and _is_whole(text) and len(text) <= max_digits else default


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a toggle property is on: present and not set to false."""
    toggle = child(properties, name)
    return toggle is not None and attribute(toggle, "val") not in ("0", "false", "off", "none")
