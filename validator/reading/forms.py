"""The forms of files: how each is detected, its file name suffixes, its reader.

To add a form, write a module with a `read` function of type `Reader` and add an entry to `FORMS`.
"""

from typing import NamedTuple

from validator.reading import sniffing
from validator.reading.sniffing import ContentTest, MediaType, starts_with, zip_package


class Form(NamedTuple):
    """A form: its media type, its content test, the file name suffixes looked for in folders.

    `reader` is its module in this package, empty if the form cannot be read; `refusal` is then
    the key of the error. `engine` is the library that the reader uses, unless the reader itself
    sets it.
    """

    media_type: str
    matches: ContentTest
    suffixes: tuple[str, ...] = ()
    reader: str = ""
    engine: str = ""
    refusal: str = "unknown_form"


# In order of detection: the first form whose test matches is the form of a file.
FORMS = (
    Form(MediaType.PDF, sniffing.is_pdf, (".pdf",), "pdf.reader"),
    Form(
        MediaType.PNG, starts_with(b"\x89PNG\r\n\x1a\n"), (".png",), "scanning.picture", "rapidocr"
    ),
    Form(
        MediaType.JPEG,
        starts_with(b"\xff\xd8\xff"),
        (".jpg", ".jpeg"),
        "scanning.picture",
        "rapidocr",
    ),
    Form(
        MediaType.OFFICE_BINARY,
        starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        (".doc", ".wps", ".xls", ".et"),
        "office.libreoffice",
    ),
    Form(MediaType.RTF, starts_with(b"{\\rtf"), (".rtf",), "office.libreoffice"),
    Form(MediaType.WORD, zip_package(b"word/document.xml"), (".docx",), "office.docx", "lxml"),
    Form(MediaType.EXCEL, zip_package(b"xl/workbook.xml"), (".xlsx",), "office.xlsx", "openpyxl"),
    Form(MediaType.ZIP, zip_package(), refusal="no_reader_zip"),
    Form(MediaType.MHTML, sniffing.is_mhtml, (".mht", ".mhtml"), "web.mhtml", "lxml"),
    Form(MediaType.HTML, sniffing.is_html, (".html", ".htm"), "web.html", "lxml"),
    Form(MediaType.UNKNOWN, sniffing.is_binary),
    Form(MediaType.JSON, sniffing.is_saved_report),
    # No suffix: Markdown files in folders are often not reports, such as READMEs.
    Form(MediaType.MARKDOWN, sniffing.is_markdown, (), "text.markdown", "text+lxml"),
    Form(MediaType.TEXT, sniffing.match_all, (".txt",), "text.plain", "text"),
)
# Suffixes of files that reports are published as but that cannot be read.
UNREADABLE = frozenset((".ofd", ".zip", ".rar"))


def detect_form(data: bytes) -> Form:
    """The form of a file by its content."""
    return next(form for form in FORMS if form.matches(data))


def media_type(data: bytes) -> str:
    """The media type of a file by its content; UNKNOWN if it is binary and of no known form."""
    return detect_form(data).media_type


def readable_suffixes() -> frozenset[str]:
    """The file name suffixes of the documents looked for in folders."""
    return frozenset(suffix for form in FORMS for suffix in form.suffixes)
