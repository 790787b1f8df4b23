"""The first verb, read: the bytes of a file to a Document.

Knows files and pages, nothing of annual reports. One module a form; `read` tells the form
from the content, never from the file's name.
"""

import importlib
from collections.abc import Callable
from hashlib import sha256

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.forms import form_of
from validator.reading.options import Bounds, Engine, Options, Progress, Recognition
from validator.reading.sniffing import MediaType

# What the module of a form has as `read`: the bytes of a file, which file it is, how it is to be
# read and who is told of pages recognised, to the Document in it. A reader that counts pages or
# chooses among engines gives the Document a source that says so.
Reader = Callable[[bytes, Source, Options, Progress | None], Document]


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
    form = form_of(data)
    if form.reader:
        source = Source(name, sha256(data).hexdigest(), str(form.media_type), form.engine)
        reader: Reader = importlib.import_module(f"validator.reading.{form.reader}").read
        return reader(data, source, options, progress)
    named_pdf = form.media_type == MediaType.UNKNOWN and name.lower().endswith(".pdf")
    raise UserError("not_a_pdf" if named_pdf else form.refusal)


__all__ = ["Bounds", "Engine", "Options", "Progress", "Reader", "Recognition", "read"]
