"""Web pages saved with all that they show, as one file (RFC 2557)."""

import email
from email.policy import default

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading import html
from validator.reading.options import Options, Progress


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """The document in the first page of the file.

    Raises UserError `unknown_form` where there is no page in it, and as `html.read` does.
    """
    for part in email.message_from_bytes(data, policy=default).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return html.read(page, source, options)
    raise UserError("unknown_form")
