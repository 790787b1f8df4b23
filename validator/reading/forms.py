"""The forms of files: how each is told, how its files' names end, what reads it.

A new form is a module with a `read` as `Reader` has it, and an entry of `FORMS`.
"""

from typing import NamedTuple

from validator.reading import sniffing
from validator.reading.sniffing import MediaType, Tells, begins, package


class Form(NamedTuple):
    """A form: its media type, what tells it, the endings that are looked for in folders.

    `reader` is its module here, empty where it cannot be read yet; `refusal` is the
    key of what is said then. `engine` is what the reader works with, where it does not say so.
    """

    media_type: str
    tells: Tells
    endings: tuple[str, ...] = ()
    reader: str = ""
    engine: str = ""
    refusal: str = "unknown_form"


# In the order in which they are looked for: the first that tells is the form of a file.
FORMS = (
    Form(MediaType.PDF, sniffing.pdf, (".pdf",), "pdf"),
    Form(MediaType.PNG, begins(b"\x89PNG\r\n\x1a\n"), (".png",), "picture", "rapidocr"),
    Form(MediaType.JPEG, begins(b"\xff\xd8\xff"), (".jpg", ".jpeg"), "picture", "rapidocr"),
    Form(
        MediaType.OFFICE_BINARY,
        begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        (".doc", ".wps", ".xls", ".et"),
        "office",
    ),
    Form(MediaType.RTF, begins(b"{\\rtf"), (".rtf",), "office"),
    Form(MediaType.WORD, package(b"word/document.xml"), (".docx",), "docx", "lxml"),
    Form(MediaType.EXCEL, package(b"xl/workbook.xml"), (".xlsx",), "xlsx", "openpyxl"),
    Form(MediaType.ZIP, package(), refusal="no_reader_zip"),
    Form(MediaType.MHTML, sniffing.mhtml, (".mht", ".mhtml"), "mhtml", "lxml"),
    Form(MediaType.HTML, sniffing.html, (".html", ".htm"), "html", "lxml"),
    Form(MediaType.UNKNOWN, sniffing.no_text),
    Form(MediaType.JSON, sniffing.stored),
    # Folders hold texts in Markdown that are no reports, such as this project's own.
    Form(MediaType.MARKDOWN, sniffing.markdown, (), "markdown", "text+lxml"),
    Form(MediaType.TEXT, sniffing.anything, (".txt",), "plain", "text"),
)
# What reports are published as, but cannot be read yet.
UNREADABLE = frozenset((".ofd", ".zip", ".rar"))


def form_of(data: bytes) -> Form:
    """The form of a file by its content."""
    return next(form for form in FORMS if form.tells(data))


def media_type(data: bytes) -> str:
    """The media type of a file by its content; that of UNKNOWN where it is none of `FORMS`."""
    return form_of(data).media_type


def readable() -> frozenset[str]:
    """How the names of documents end that are looked for in folders."""
    return frozenset(ending for form in FORMS for ending in form.endings)
