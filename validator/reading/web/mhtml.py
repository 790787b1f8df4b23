"""Web pages saved with their resources in one file (RFC 2557)."""

import email
from email.policy import default

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.forms import known_forms
from validator.reading.options import Options, Progress
from validator.reading.text.encoding import decode_text
from validator.reading.web import html


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read the first web page in the file; errors as `find_page` and `html.read`."""
    return html.read(_page_bytes(data), source, options)


def find_page(data: bytes) -> str:
    """The text of the first web page in the file; raise UserError `unknown_form` without one."""
    return decode_text(_page_bytes(data))


def _page_bytes(data: bytes) -> bytes:
    for part in email.message_from_bytes(data, policy=default).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise UserError("unknown_form", forms=known_forms())
