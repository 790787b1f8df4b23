"""How forms are told from the content of a file: its first bytes, or what stands in it."""

import re
from collections.abc import Callable
from enum import StrEnum

# Whether a file has a form.
Tells = Callable[[bytes], bool]


class MediaType(StrEnum):
    """The media types of forms that are spoken of by name."""

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


_HEAD = 1024
_HTML = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|meta)\b|\A\s*<\s*(table|div|p|h[1-6]|center)\b",
    re.I,
)
_MHTML = re.compile(rb"(from|mime-version|subject|date|content-\w+|snapshot-[\w-]+):", re.I)
# The line under a table's header (GitHub Flavored Markdown, 4.10), or a table in HTML.
_MARKED = re.compile(
    rb"^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*(\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t\r]*$|<table\b", re.M | re.I
)


def begins(*magic: bytes) -> Tells:
    """A form whose files begin with these bytes."""
    return lambda data: data.startswith(magic)


def package(*parts: bytes) -> Tells:
    """A form whose files are zip packages with these parts."""
    # The names of a package's parts stand uncompressed in its central directory.
    return lambda data: data.startswith(b"PK\x03\x04") and all(part in data for part in parts)


def pdf(data: bytes) -> bool:
    """A PDF, before which other bytes may stand."""
    return b"%PDF-" in data[:_HEAD]


def mhtml(data: bytes) -> bool:
    """A web page saved with all that belongs to it."""
    head = data[:_HEAD].lstrip()
    return bool(_MHTML.match(head)) and b"multipart/related" in data[:8192].lower()


def html(data: bytes) -> bool:
    """A web page, or a part of one."""
    return bool(_HTML.search(data[:4096].replace(b"\0", b"")))


def stored(data: bytes) -> bool:
    """A report that this program wrote down."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] == b"{" and b'"nianbao/report/' in data


def markdown(data: bytes) -> bool:
    """A text with tables of Markdown."""
    return bool(_MARKED.search(data))


def no_text(data: bytes) -> bool:
    """A file that is no text in any encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    # Control characters other than those of layout hardly ever stand in text.
    head = data[:65536]
    control = sum(1 for byte in head if byte < 0x20 and byte not in b"\t\n\r\f\x1a")
    return control * 1000 > len(head)


def anything(_: bytes) -> bool:
    """Whatever is left."""
    return True
