"""The first verb, read: the bytes of a file to a Document.

Knows files and pages, nothing of annual reports. One module a form; `read` tells the form
from the content, never from the file's name.
"""

from hashlib import sha256
from typing import Literal

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.sniffing import MediaType, media_type

Engine = Literal["pdfium", "pdfplumber"]

MOST_PAGES = 500
MOST_BYTES = 200 * 1024 * 1024


def read(data: bytes, name: str, engine: Engine = "pdfium") -> Document:
    """What a file shows.

    `name` is kept as given, for the result. Raises UserError where the content cannot be
    read: `empty_file`, `too_large`, `unknown_form`, `no_reader_<form>`, `pdf_encrypted`,
    `pdf_damaged`, `pdf_scan`, `too_many_pages`.
    """
    if not data.strip():
        raise UserError("empty_file")
    if len(data) > MOST_BYTES:
        raise UserError("too_large", most=f"{MOST_BYTES // 2**20} MiB")
    form = media_type(data)
    if form is MediaType.PDF:
        return _read_pdf(data, name, engine)
    if form is MediaType.TEXT:
        from validator.reading import plain

        return plain.read(data, _source(data, name, form, "text", 0))
    if form is MediaType.UNKNOWN:
        raise UserError("not_a_pdf" if name.lower().endswith(".pdf") else "unknown_form")
    raise UserError(f"no_reader_{form.name.lower()}")


def _read_pdf(data: bytes, name: str, engine: Engine) -> Document:
    from validator.reading.layout import arrange

    if engine == "pdfplumber":
        from validator.reading import plumber as reader
    else:
        from validator.reading import pdfium as reader  # type: ignore[no-redef]
    pages = reader.pages(data, MOST_PAGES)
    if sum(glyph.text != " " for page in pages for glyph in page.glyphs) < 20:
        raise UserError("pdf_scan")
    layout = arrange(pages)
    source = _source(data, name, MediaType.PDF, engine, len(pages))
    return Document(source, layout.blocks, layout.furniture, layout.pictures)


def _source(data: bytes, name: str, form: MediaType, engine: str, pages: int) -> Source:
    return Source(name, sha256(data).hexdigest(), form.value, engine, pages)
