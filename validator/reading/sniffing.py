"""Detection of forms by the content of a file: its first bytes, or characteristic text."""

import re
from collections.abc import Callable
from enum import StrEnum

from validator.reading.text.wide import wide_encoding

# Tests whether the bytes of a file are of a form.
ContentTest = Callable[[bytes], bool]


class MediaType(StrEnum):
    """The media types of the known forms."""

    PDF = "application/pdf"
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    JSON = "application/json"
    HTML = "text/html"
    MHTML = "multipart/related"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    WORD_XML = "application/vnd.ms-word.xml"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    OFD = "application/ofd"
    ZIP = "application/zip"
    OFFICE_BINARY = "application/x-ole-storage"
    RTF = "application/rtf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    BMP = "image/bmp"
    WEBP = "image/webp"
    GIF = "image/gif"
    UNKNOWN = "application/octet-stream"


_HEAD_BYTES = 1024
# Where a text must show that it has tables.
_TABLE_BYTES = 4 << 20
# Where the root of an XML document begins at the latest, with its namespaces.
_XML_HEAD_BYTES = 8192
_BMP_HEADERS = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))
# The patterns are compiled where they are used: most files are none of these.
_HTML = rb"(?i)<\s*(!doctype\s+html|html|head|body|meta)\b"
_HTML_FRAGMENT = (
    rb"(?i)\A\s*(?:<!--[^>]{0,2000}>\s*)?<\s*"
    rb"(table|div|p|h[1-6]|center|style|script|link|title|article|section|main|header|span|font|ul|ol"
    rb"|dl|form|strong|b|a|br|img|input)\b"
)
_MHTML = rb"(?i)(from|mime-version|subject|date|content-\w+|snapshot-[\w-]+):"
# The delimiter row under a table header (GitHub Flavored Markdown, 4.10).
_DELIMITER_ROW = (
    rb"(?m)^ {0,3}\|?[ \t]{0,99}:?-{2,}:?[ \t]{0,99}"
    rb"(\|[ \t]{0,99}:?-{2,}:?[ \t]{0,99})+\|?[ \t\r]{0,99}$"
)
# The rules above and below the rows of a simple or multiline table (pandoc's Markdown).
_SIMPLE_TABLE = rb"(?m)^ {0,3}-{3,}( +-{3,})+[ \r]*$"
_HTML_TABLE = rb"(?i)<table\b"


def starts_with(*magic: bytes) -> ContentTest:
    """A test for files that start with one of these byte strings."""
    return lambda data: data.startswith(magic)


def zip_package(*parts: bytes) -> ContentTest:
    """A test for zip packages that have all these parts."""
    # Part names are uncompressed in the central directory of a zip file.
    return lambda data: data.startswith(b"PK\x03\x04") and all(part in data for part in parts)


def open_document(kind: str) -> ContentTest:
    """A test for OpenDocument files of a kind, zipped (its type comes first) or flat."""
    name = f"opendocument.{kind}".encode()

    def test(data: bytes) -> bool:
        if data.startswith(b"PK\x03\x04"):
            return name in data[:200]
        head = data[:_XML_HEAD_BYTES].replace(b"\0", b"")
        return b"<office:document" in head and name in head

    return test


def is_ofd(data: bytes) -> bool:
    """Whether the file is a package of fixed pages (GB/T 33190)."""
    return data.startswith(b"PK") and re.search(rb"(?i)\bofd\.xml", data) is not None


def is_word_xml(data: bytes) -> bool:
    """Whether the file is a Word document in one XML file: Word 2003 XML, or a flat package."""
    head = data[:_XML_HEAD_BYTES].replace(b"\0", b"")
    return b":wordDocument" in head or (b":package" in head and b"xmlPackage" in head)


def is_bmp(data: bytes) -> bool:
    """Whether the file is a bitmap, by the size of its second header."""
    return data.startswith(b"BM") and data[14:18] in _BMP_HEADERS


def is_webp(data: bytes) -> bool:
    """Whether the file is a WebP picture."""
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def is_pdf(data: bytes) -> bool:
    """Whether the file is a PDF, possibly preceded by other bytes."""
    return b"%PDF-" in data[:_HEAD_BYTES]


def is_mhtml(data: bytes) -> bool:
    """Whether the file is a web page saved together with its resources."""
    head = data[:_HEAD_BYTES].lstrip()
    return bool(re.match(_MHTML, head)) and b"multipart/related" in data[:8192].lower()


def is_html(data: bytes) -> bool:
    """Whether the file is a web page or a fragment of one, not Markdown that begins with a tag."""
    head = data[:4096].replace(b"\0", b"")
    if re.search(_HTML, head):
        return True
    return bool(re.search(_HTML_FRAGMENT, head)) and not re.search(
        _DELIMITER_ROW, data[:_TABLE_BYTES]
    )


def is_saved_report(data: bytes) -> bool:
    """Whether the file is a report that this program saved as JSON."""
    head = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] == b"{" and b'"nianbao/report/' in data


def is_markdown(data: bytes) -> bool:
    """Whether the file is text with Markdown tables."""
    patterns = (_DELIMITER_ROW, _HTML_TABLE, _SIMPLE_TABLE)
    head = data[:_TABLE_BYTES]
    return any(re.search(pattern, head) for pattern in patterns)


def is_binary(data: bytes) -> bool:
    """Whether the file is not text in any encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(data):
        return False
    # Text has hardly any control characters except whitespace and the end-of-file mark.
    head = data[:65536]
    control = sum(1 for byte in head if byte < 0x20 and byte not in b"\t\n\r\f\x1a")
    return control * 1000 > len(head)


def match_all(_: bytes) -> bool:
    """Match every file; the last resort."""
    return True
