"""Zip packages of XML parts, as used by Word and Excel files (ECMA-376 part 2)."""

import io
import zipfile
import zlib
from typing import NamedTuple

from validator.markup import Element, MarkupError, attribute, child, parse_xml
from validator.model.errors import UserError


class Package(NamedTuple):
    """An open package; `max_megabytes` bounds the unpacked size of each part."""

    archive: zipfile.ZipFile
    max_megabytes: int

    def part(self, name: str) -> Element | None:
        """The root element of a part, or None if there is no such part.

        Raise UserError `too_large` if the part unpacks beyond the bound, `office_damaged` if it
        is not well-formed XML.
        """
        try:
            with self.archive.open(name) as stream:
                data = stream.read(self.max_megabytes * 2**20 + 1)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            # RuntimeError: the part is encrypted, or its compression method is not supported.
            raise UserError("office_damaged") from None
        if len(data) > self.max_megabytes * 2**20:
            raise UserError("too_large", most=f"{self.max_megabytes} MiB")
        try:
            return parse_xml(data)
        except MarkupError:
            raise UserError("office_damaged") from None

    def main_part(self, default: str) -> str:
        """The name of the main part by the package's relationships, or `default` without them."""
        relationships = self.part("_rels/.rels")
        for relationship in relationships if relationships is not None else ():
            if str(relationship.get("Type", "")).endswith("/officeDocument"):
                return str(relationship.get("Target", default)).lstrip("/")
        return default


def open_package(data: bytes, max_megabytes: int) -> Package:
    """Open the package in a file; each part may unpack to at most `max_megabytes`.

    Raise UserError `office_damaged` if it is not a zip file.
    """
    try:
        return Package(zipfile.ZipFile(io.BytesIO(data)), max_megabytes)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UserError("office_damaged") from None


def parse_whole(text: str | None, default: int, max_digits: int = 11) -> int:
    """The whole number in an attribute, or `default` if it is missing, invalid or too long."""
    return int(text) if text and text.isdigit() and len(text) <= max_digits else default


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a toggle property is on: present and not set to false."""
    toggle = child(properties, name)
    return toggle is not None and attribute(toggle, "val") not in ("0", "false", "off", "none")
