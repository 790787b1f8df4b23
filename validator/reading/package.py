"""Packages of XML parts in a zip file: what Word and Excel files are (ECMA-376 part 2)."""

import io
import zipfile
import zlib
from typing import NamedTuple

from lxml import etree

from validator.model.errors import UserError


class Package(NamedTuple):
    """An open package, and how many megabytes a part of it may unpack to."""

    archive: zipfile.ZipFile
    most: int

    def part(self, name: str) -> etree._Element | None:
        """The root element of a part, None where there is no such part.

        Raises UserError `too_large` for a part that unpacks beyond the bound, `office_damaged`
        where it is no XML. No entity is expanded, nothing is fetched.
        """
        try:
            with self.archive.open(name) as stream:
                data = stream.read(self.most * 2**20 + 1)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            # A RuntimeError tells of a password or an unknown method of compression.
            raise UserError("office_damaged") from None
        if len(data) > self.most * 2**20:
            raise UserError("too_large", most=f"{self.most} MiB")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise UserError("office_damaged") from None

    def main(self, usual: str) -> str:
        """The name of the main part, as the package's relationships say; `usual` without them."""
        relations = self.part("_rels/.rels")
        for relation in relations if relations is not None else ():
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", usual)).lstrip("/")
        return usual


def opened(data: bytes, most: int) -> Package:
    """The package in a file, whose parts may unpack to so many megabytes.

    Raises UserError `office_damaged` where it is none.
    """
    try:
        return Package(zipfile.ZipFile(io.BytesIO(data)), most)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UserError("office_damaged") from None


def local(element: etree._Element) -> str:
    """An element's name without its namespace, of which Word files have two of each."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without a namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        text = str(key)
        if text[text.rfind("}") + 1 :] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The element found by going from child to child, each the first of its name."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def whole(text: str | None, otherwise: int, longest: int = 11) -> int:
    """The whole number that an attribute says; `otherwise` where it says none, or one too long."""
    return int(text) if text and text.isdigit() and len(text) <= longest else otherwise


def switched(properties: etree._Element | None, name: str) -> bool:
    """Whether a switch is on among properties: there, and not set to false."""
    switch = child(properties, name)
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off", "none")
