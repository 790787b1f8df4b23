"""Zip archives of parts, as Word, OpenDocument and OFD files are, unpacked within a bound."""

import io
import lzma
import shutil
import zipfile
import zlib
from dataclasses import dataclass

from validator.markup import Element, MarkupError, parse_xml
from validator.model.errors import UserError
from validator.reading.metering import Meter, require_bounded_markup
from validator.reading.options import Bounds, exceeded

_CHUNK = 1 << 20
# What zipfile raises on damaged archives; RuntimeError means that a part is encrypted.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)


@dataclass
class Archive:
    """An open archive; names of its parts are found whatever their case and slashes.

    What is unpacked is counted in all, with the elements of what is parsed; `damaged` is the key
    of the error if a part cannot be read.
    """

    names: dict[str, str]
    archive: zipfile.ZipFile
    bounds: Bounds
    damaged: str
    meter: Meter
    unpacked: int = 0

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return _key(name) in self.names

    def data(self, name: str) -> bytes | None:
        """The bytes of a part, or None if there is no such part.

        Raise UserError `exceeds_unpacked` or the archive's own. Bytes are counted as they are
        unpacked, whatever size the archive declares.
        """
        actual = self.names.get(_key(name))
        if actual is None:
            return None
        pieces = []
        try:
            with self.archive.open(actual) as stream:
                while piece := stream.read(_CHUNK):
                    self.unpacked += len(piece)
                    if self.unpacked > self.bounds.unpacked << 20:
                        raise exceeded("unpacked", self.bounds.unpacked)
                    pieces.append(piece)
        except KeyError:
            return None
        except UserError:
            raise
        except _DAMAGE:
            raise UserError(self.damaged) from None
        return b"".join(pieces)

    def part(self, name: str) -> Element | None:
        """The root element of an XML part, or None; errors as `data`."""
        data = self.data(name)
        return None if data is None else self.parse(data)

    def parse(self, data: bytes, *, lenient: bool = False) -> Element:
        """The root element of XML; raise UserError `exceeds_elements` or the archive's own."""
        self.meter.add_markup(data)
        try:
            return parse_xml(data, lenient=lenient)
        except MarkupError:
            raise UserError(self.damaged) from None


def open_archive(data: bytes, bounds: Bounds, damaged: str) -> Archive:
    """Open the archive in a file; raise UserError `damaged` if it is not a zip archive."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = {_key(n): n for n in archive.namelist()}
        return Archive(names, archive, bounds, damaged, Meter(bounds))
    except _DAMAGE:
        raise UserError(damaged) from None


def parse_flat(data: bytes, bounds: Bounds, damaged: str) -> Element:
    """The root element of a document in one XML file, as an archive's parts are parsed.

    Raise UserError `exceeds_unpacked`, `exceeds_elements`, or `damaged` if it is not well-formed.
    """
    require_bounded_markup(data, bounds)
    try:
        return parse_xml(data, huge=True)
    except MarkupError:
        raise UserError(damaged) from None


def rewrite(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The archive in `data` with some parts replaced or added; the others stay as they are.

    Raise UserError `not_annotatable` if one of these is damaged.
    """
    changed = dict(changed)
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as given,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for item in given.infolist():
                content = changed.pop(item.filename, None)
                if content is not None:
                    archive.writestr(item, content)
                    continue
                with given.open(item) as source, archive.open(item, "w") as target:
                    shutil.copyfileobj(source, target, _CHUNK)
            for name, content in changed.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    except _DAMAGE:
        raise UserError("not_annotatable") from None
    return out.getvalue()


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
