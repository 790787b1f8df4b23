"""Web pages saved with their resources in one file (RFC 2557)."""

import email
from email.policy import default

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.options import Options, Progress
from validator.reading.web import html


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read the first web page in the file.

    Raise UserError `unknown_form` if there is none, or any error of `html.read`.
    """
    for part in email.message_from_bytes(data, policy=default).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return html.read(page, source, options)
    raise UserError("unknown_form")
