"""The first verb, read: the bytes of a file to a Document.

Knows files and pages, nothing of annual reports. One module a form; `read` tells the form
from the content, never from the file's name.
"""

from collections.abc import Callable
from hashlib import sha256

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.options import Bounds, Engine, Options, Progress, Recognition
from validator.reading.sniffing import MediaType, media_type

Reader = Callable[[bytes, str, Options, Progress | None], Document]


def read(
    data: bytes, name: str, options: Options | None = None, progress: Progress | None = None
) -> Document:
    """What a file shows.

    `name` is kept as given, for the result; `progress` is told how many pages of how many were
    recognised, which takes seconds. Raises UserError where the content cannot be
    read: `empty_file`, `too_large`, `unknown_form`, `no_reader_<form>`, and what the readers of
    the forms raise.
    """
    if not data.strip():
        raise UserError("empty_file")
    options = options or Options()
    if len(data) > options.bounds.megabytes * 2**20:
        raise UserError("too_large", most=f"{options.bounds.megabytes} MiB")
    form = media_type(data)
    if form in _READERS:
        return _READERS[form](data, name, options, progress)
    if form is MediaType.UNKNOWN:
        raise UserError("not_a_pdf" if name.lower().endswith(".pdf") else "unknown_form")
    raise UserError(f"no_reader_{form.name.lower()}")


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
    sheets = form is MediaType.OFFICE_BINARY and "Workbook".encode("utf-16-le") in data
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


# The readers, imported where they are used: what a form needs costs no other.
_READERS: dict[MediaType, Reader] = {
    MediaType.PDF: _pdf,
    MediaType.TEXT: _text,
    MediaType.HTML: _html,
    MediaType.MHTML: _archive,
    MediaType.MARKDOWN: _markdown,
    MediaType.WORD: _word,
    MediaType.EXCEL: _excel,
    MediaType.OFFICE_BINARY: _office,
    MediaType.RTF: _office,
    MediaType.PNG: _picture,
    MediaType.JPEG: _picture,
}

# The forms that can be read.
FORMS = frozenset(_READERS)


def _source(data: bytes, name: str, form: MediaType, engine: str, pages: int = 0) -> Source:
    return Source(name, sha256(data).hexdigest(), form.value, engine, pages)


__all__ = ["FORMS", "Bounds", "Engine", "Options", "Progress", "Recognition", "read"]
