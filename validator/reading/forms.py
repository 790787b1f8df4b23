"""The forms of files: how each is told, how its files' names end, what reads it.

A new form is a module with `read(data, name, options, progress)` and an entry of `FORMS`.
"""

import importlib
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from validator.model.document import Document, Source
from validator.reading import sniffing
from validator.reading.options import Options, Progress
from validator.reading.sniffing import MediaType, Tells, begins, package

# Bytes of a file, its name, how it is to be read, who is told of pages recognised.
Reader = Callable[[bytes, str, Options, Progress | None], Document]


class Form(NamedTuple):
    """A form: its media type, what tells it, the endings that are looked for in folders.

    `reader` is None where it cannot be read yet; `refusal` is the key of what is said then.
    """

    media_type: str
    tells: Tells
    endings: tuple[str, ...] = ()
    reader: Reader | None = None
    refusal: str = "unknown_form"


def module(name: str) -> Reader:
    """The `read` of a module, which is imported when it is used."""

    def read(data: bytes, called: str, options: Options, progress: Progress | None) -> Document:
        document: Document = importlib.import_module(name).read(data, called, options, progress)
        return document

    return read


def _pdf(data: bytes, name: str, options: Options, progress: Progress | None) -> Document:
    from validator.reading import pdf

    def describe(engine: str, pages: int) -> Source:
        return _source(data, name, MediaType.PDF, engine, pages)

    return pdf.read(data, describe, options, progress)


def _text(data: bytes, name: str, options: Options, _: Progress | None) -> Document:
    from validator.reading import plain

    return plain.read(data, _source(data, name, MediaType.TEXT, "text"), options.encoding)


def _html(data: bytes, name: str, options: Options, _: Progress | None) -> Document:
    from validator.reading import html

    return html.read(data, _source(data, name, MediaType.HTML, "lxml"), options)


def _archive(data: bytes, name: str, options: Options, _: Progress | None) -> Document:
    from validator.reading import html

    source = _source(data, name, MediaType.MHTML, "lxml")
    return html.read_archive(data, source, options)


def _markdown(data: bytes, name: str, options: Options, _: Progress | None) -> Document:
    from validator.reading import markdown

    source = _source(data, name, MediaType.MARKDOWN, "text+lxml")
    return markdown.read(data, source, options)


def _word(data: bytes, name: str, options: Options, _: Progress | None) -> Document:
    from validator.reading import docx

    return docx.read(data, _source(data, name, MediaType.WORD, "lxml"), options.bounds)


def _office(data: bytes, name: str, options: Options, _: Progress | None) -> Document:
    from validator.reading import docx, office, xlsx

    form = media_type(data)
    # The names of an OLE file's streams stand in it in UTF-16 (MS-CFB 2.6).
    sheets = form == MediaType.OFFICE_BINARY and "Workbook".encode("utf-16-le") in data
    source = _source(data, name, form, "libreoffice+openpyxl" if sheets else "libreoffice+lxml")
    if sheets:
        converted = office.converted(data, "xlsx", options.bounds.seconds)
        return xlsx.read(converted, source, options.bounds)
    converted = office.converted(data, "docx", options.bounds.seconds)
    return docx.read(converted, source, options.bounds)


def _excel(data: bytes, name: str, options: Options, _: Progress | None) -> Document:
    from validator.reading import xlsx

    return xlsx.read(data, _source(data, name, MediaType.EXCEL, "openpyxl"), options.bounds)


def _picture(data: bytes, name: str, options: Options, _: Progress | None) -> Document:
    from validator.reading import picture

    return picture.read(data, _source(data, name, media_type(data), "rapidocr", 1), options.bounds)


def _source(data: bytes, name: str, form: str, engine: str, pages: int = 0) -> Source:
    return Source(name, sha256(data).hexdigest(), str(form), engine, pages)


# In the order in which they are looked for: the first that tells is the form of a file.
FORMS = (
    Form(MediaType.PDF, sniffing.pdf, (".pdf",), _pdf),
    Form(MediaType.PNG, begins(b"\x89PNG\r\n\x1a\n"), (".png",), _picture),
    Form(MediaType.JPEG, begins(b"\xff\xd8\xff"), (".jpg", ".jpeg"), _picture),
    Form(
        MediaType.OFFICE_BINARY,
        begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        (".doc", ".wps", ".xls", ".et"),
        _office,
    ),
    Form(MediaType.RTF, begins(b"{\\rtf"), (".rtf",), _office),
    Form(MediaType.WORD, package(b"word/document.xml"), (".docx",), _word),
    Form(MediaType.EXCEL, package(b"xl/workbook.xml"), (".xlsx",), _excel),
    Form(MediaType.ZIP, package(), refusal="no_reader_zip"),
    Form(MediaType.MHTML, sniffing.mhtml, (".mht", ".mhtml"), _archive),
    Form(MediaType.HTML, sniffing.html, (".html", ".htm"), _html),
    Form(MediaType.UNKNOWN, sniffing.no_text),
    Form(MediaType.JSON, sniffing.stored),
    # Folders hold texts in Markdown that are no reports, such as this project's own.
    Form(MediaType.MARKDOWN, sniffing.markdown, (), _markdown),
    Form(MediaType.TEXT, sniffing.anything, (".txt",), _text),
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
