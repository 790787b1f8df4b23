"""The forms of files: how each is detected, its endings, its reader, what else works with it.

To add a form, write a module with a `read` function of type `Reader` and add an entry to `FORMS`;
`nianbao forms` and the table in docs/forms.md are made from them.
"""

from enum import StrEnum
from typing import NamedTuple

from validator.model.message import Joined, listed, phrase
from validator.reading import sniffing
from validator.reading.sniffing import (
    ContentTest,
    MediaType,
    open_document,
    starts_with,
    zip_package,
)


class Need(StrEnum):
    """What reading a form needs beside the program."""

    NOTHING = "nothing"
    OCR = "ocr"
    LIBREOFFICE = "libreoffice"


class Comments(StrEnum):
    """Where `annotate` writes: into a copy of the file, a converted copy, or nowhere."""

    COPY = "copy"
    CONVERTED = "converted"
    NONE = "none"


class Shown(StrEnum):
    """How the page shows a document: its pages, its lines and tables, or not at all."""

    PAGES = "pages"
    TEXT = "text"
    NONE = "none"


# The writer of forms that are converted before anything is written into them.
CONVERTED = "converted"


class Form(NamedTuple):
    """A form of file, named by `name` in rules/messages.

    `suffixes` are the endings by which files are looked for in folders; `named_suffixes` those of
    files that are read only if they are named, since most files with them are something else.
    `reader` is its module in this package, empty if the form cannot be read; `refusal` is then
    the key of the error. `engine` is the library that the reader uses, unless the reader itself
    sets it; `writer` the module of validator/rendering/annotated that writes comments into it.
    """

    name: str
    media_type: str
    matches: ContentTest
    suffixes: tuple[str, ...] = ()
    reader: str = ""
    engine: str = ""
    named_suffixes: tuple[str, ...] = ()
    need: Need = Need.NOTHING
    writer: str = ""
    shown: Shown = Shown.TEXT
    refusal: str = "unknown_form"

    @property
    def comments(self) -> Comments:
        """Where `annotate` writes; what LibreOffice reads, it also converts."""
        if self.writer == CONVERTED:
            return Comments.CONVERTED
        return Comments.COPY if self.writer else Comments.NONE


def _picture(
    media_type: str, matches: ContentTest, suffixes: tuple[str, ...], named: tuple[str, ...] = ()
) -> Form:
    return Form(
        "picture",
        media_type,
        matches,
        suffixes,
        "scanning.picture",
        "rapidocr",
        named,
        Need.OCR,
        shown=Shown.PAGES,
    )


# In order of detection: the first form whose test matches is the form of a file.
FORMS = (
    Form(
        "pdf",
        MediaType.PDF,
        sniffing.is_pdf,
        (".pdf",),
        "pdf.reader",
        writer="pdf",
        shown=Shown.PAGES,
    ),
    _picture(MediaType.PNG, starts_with(b"\x89PNG\r\n\x1a\n"), (".png",)),
    _picture(MediaType.JPEG, starts_with(b"\xff\xd8\xff"), (".jpg", ".jpeg")),
    _picture(MediaType.TIFF, starts_with(b"II*\0", b"MM\0*"), (".tif", ".tiff")),
    _picture(MediaType.BMP, sniffing.is_bmp, (), (".bmp",)),
    _picture(MediaType.WEBP, sniffing.is_webp, (), (".webp",)),
    _picture(MediaType.GIF, starts_with(b"GIF87a", b"GIF89a"), (), (".gif",)),
    Form(
        "old_office",
        MediaType.OFFICE_BINARY,
        starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        (".doc", ".wps", ".wpt", ".xls", ".et"),
        "office.libreoffice",
        need=Need.LIBREOFFICE,
        writer=CONVERTED,
    ),
    Form(
        "rtf",
        MediaType.RTF,
        starts_with(b"{\\rtf"),
        (".rtf",),
        "office.libreoffice",
        need=Need.LIBREOFFICE,
        writer=CONVERTED,
    ),
    Form(
        "word",
        MediaType.WORD,
        zip_package(b"word/document.xml"),
        (".docx", ".docm", ".dotx"),
        "office.docx",
        "lxml",
        writer="docx",
    ),
    Form(
        "excel",
        MediaType.EXCEL,
        zip_package(b"xl/workbook.xml"),
        (".xlsx",),
        "office.xlsx",
        "openpyxl",
    ),
    Form(
        "ofd",
        MediaType.OFD,
        sniffing.is_ofd,
        (".ofd",),
        "ofd.reader",
        "lxml",
        writer="ofd",
        shown=Shown.PAGES,
    ),
    Form(
        "odt",
        MediaType.ODT,
        open_document("text"),
        (".odt", ".fodt"),
        "office.odf",
        "lxml",
        (".ott",),
        writer="odt",
    ),
    Form(
        "ods",
        MediaType.ODS,
        open_document("spreadsheet"),
        (".ods",),
        "office.odf",
        "lxml",
        (".fods",),
    ),
    Form("zip", MediaType.ZIP, zip_package(), shown=Shown.NONE, refusal="no_reader_zip"),
    Form(
        "word_xml",
        MediaType.WORD_XML,
        sniffing.is_word_xml,
        (),
        "office.docx",
        "lxml",
        (".xml",),
        writer=CONVERTED,
    ),
    Form("page", MediaType.MHTML, sniffing.is_mhtml, (".mht", ".mhtml"), "web.mhtml", "lxml"),
    Form("page", MediaType.HTML, sniffing.is_html, (".html", ".htm"), "web.html", "lxml"),
    Form("unknown", MediaType.UNKNOWN, sniffing.is_binary, shown=Shown.NONE),
    Form("stored", MediaType.JSON, sniffing.is_saved_report, named_suffixes=(".json",)),
    # Markdown files in folders are often not reports, such as READMEs.
    Form(
        "markdown",
        MediaType.MARKDOWN,
        sniffing.is_markdown,
        (),
        "text.markdown",
        "text+lxml",
        (".md",),
    ),
    Form("text", MediaType.TEXT, sniffing.match_all, (".txt",), "text.plain", "text"),
)
# Endings of archives, which may hold reports.
ARCHIVES = frozenset((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"))


def detect_form(data: bytes) -> Form:
    """The form of a file by its content."""
    return next(form for form in FORMS if form.matches(data))


def media_type(data: bytes) -> str:
    """The media type of a file by its content; UNKNOWN if it is binary and of no known form."""
    return detect_form(data).media_type


def readable_suffixes() -> frozenset[str]:
    """The file name suffixes of the documents looked for in folders."""
    return frozenset(suffix for form in FORMS for suffix in form.suffixes)


def known_forms(*, with_comments: bool = False) -> Joined:
    """The names of the forms that can be read, or only of those that take comments."""
    names = dict.fromkeys(
        form.name
        for form in FORMS
        if (form.reader or form.name == "stored")
        and not (with_comments and form.comments is Comments.NONE)
    )
    return listed(phrase(f"form_name.{name}") for name in names)
