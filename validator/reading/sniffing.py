"""What form a file has, told from its first bytes."""

import re
from enum import StrEnum


class MediaType(StrEnum):
    """The forms that are told apart, whether or not a reader exists for them."""

    PDF = "application/pdf"
    TEXT = "text/plain"
    HTML = "text/html"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ZIP = "application/zip"
    OFFICE_BINARY = "application/x-ole-storage"
    RTF = "application/rtf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    UNKNOWN = "application/octet-stream"


_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", MediaType.OFFICE_BINARY),
    (b"{\\rtf", MediaType.RTF),
)
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta|div)\b", re.I)


def media_type(data: bytes) -> MediaType:
    """The form of a file by its content; UNKNOWN where it is none of those named."""
    head = data[:1024]
    if b"%PDF-" in head:
        return MediaType.PDF
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    if head.startswith(b"PK\x03\x04"):
        # The names of a package's parts stand uncompressed in its central directory.
        if b"word/document.xml" in data:
            return MediaType.WORD
        return MediaType.EXCEL if b"xl/workbook.xml" in data else MediaType.ZIP
    if _HTML.search(data[:4096].replace(b"\0", b"")):
        return MediaType.HTML
    return MediaType.TEXT if _is_text(data) else MediaType.UNKNOWN


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    # Control characters other than those of layout do not stand in text.
    control = sum(1 for byte in data[:65536] if byte < 0x20 and byte not in b"\t\n\r\f\x1a")
    return control == 0
