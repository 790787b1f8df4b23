"""What form a file has, told from its first bytes."""

import re
from enum import StrEnum


class MediaType(StrEnum):
    """The forms that are told apart, whether or not a reader exists for them."""

    PDF = "application/pdf"
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    JSON = "application/json"
    HTML = "text/html"
    MHTML = "multipart/related"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ZIP = "application/zip"
    OFFICE_BINARY = "application/x-ole-storage"
    RTF = "application/rtf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    UNKNOWN = "application/octet-stream"


# How the names of documents end that are looked for in folders.
READABLE = (
    ".pdf",
    ".docx",
    ".html",
    ".htm",
    ".txt",
    ".doc",
    ".wps",
    ".rtf",
    ".xlsx",
    ".xls",
    ".et",
    ".png",
    ".jpg",
    ".jpeg",
)
# What reports are published as, but cannot be read yet.
UNREADABLE = frozenset((".ofd", ".zip", ".rar"))

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", MediaType.OFFICE_BINARY),
    (b"{\\rtf", MediaType.RTF),
)
_HTML = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|meta)\b|\A\s*<\s*(table|div|p|h[1-6]|center)\b",
    re.I,
)
_MHTML = re.compile(rb"(from|mime-version|subject|date|content-\w+|snapshot-[\w-]+):", re.I)
# The line under a table's header (GitHub Flavored Markdown, 4.10), or a table in HTML.
_MARKED = re.compile(
    rb"^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*(\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t\r]*$|<table\b", re.M | re.I
)


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
    if _MHTML.match(head.lstrip()) and b"multipart/related" in data[:8192].lower():
        return MediaType.MHTML
    if _HTML.search(data[:4096].replace(b"\0", b"")):
        return MediaType.HTML
    if not _is_text(data):
        return MediaType.UNKNOWN
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and b'"nianbao/report/' in data:
        return MediaType.JSON
    return MediaType.MARKDOWN if _MARKED.search(data) else MediaType.TEXT


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    # Control characters other than those of layout hardly ever stand in text.
    head = data[:65536]
    control = sum(1 for byte in head if byte < 0x20 and byte not in b"\t\n\r\f\x1a")
    return control * 1000 <= len(head)
