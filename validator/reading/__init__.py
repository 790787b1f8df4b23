"""Reading: turns the bytes of a file into a Document.

This package knows files and pages but nothing about annual reports. It has one module per form;
`read` detects the form from the content, never from the file name.
"""

import importlib
from collections.abc import Callable
from hashlib import sha256

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.forms import detect_form, known_forms
from validator.reading.options import Bounds, Engine, OcrMode, Options, Progress, exceeded
from validator.reading.sniffing import MediaType

# Signature of the `read` function in the module of a form: file bytes, source, options and a
# progress callback in, Document out. A reader that counts pages or chooses an engine records this
# in the source of the Document.
Reader = Callable[[bytes, Source, Options, Progress | None], Document]


def read(
    data: bytes, name: str, options: Options | None = None, progress: Progress | None = None
) -> Document:
    """Read a file into a Document.

    `name` is kept as given, for the result. `progress` is called with the number of pages
    recognised and the total, since OCR takes seconds per page. Raise UserError `empty_file`,
    `exceeds_megabytes`, `not_a_pdf`, `unknown_form`, `no_reader_<form>`, or any error of the form's
    reader.
    """
    if not data.strip():
        raise UserError("empty_file")
    options = options or Options()
    if len(data) > options.bounds.megabytes * 2**20:
        raise exceeded("megabytes", options.bounds.megabytes)
    form = detect_form(data)
    if form.reader:
        source = Source(name, sha256(data).hexdigest(), str(form.media_type), form.engine)
        reader: Reader = importlib.import_module(f"validator.reading.{form.reader}").read
        return reader(data, source, options, progress)
    named_pdf = form.media_type == MediaType.UNKNOWN and name.lower().endswith(".pdf")
    if named_pdf:
        raise UserError("not_a_pdf")
    raise UserError(form.refusal, forms=known_forms())


__all__ = ["Bounds", "Engine", "OcrMode", "Options", "Progress", "Reader", "read"]
