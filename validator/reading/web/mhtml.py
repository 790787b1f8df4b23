"""Web pages saved with their resources in one file (RFC 2557)."""

import email
from email.policy import compat32

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.forms import known_forms
from validator.reading.options import Options, Progress
from validator.reading.text.encoding import decode_text
from validator.reading.web import html

# How many parts a saved page may have, and how each begins.
_MAX_PARTS = 2000
_PART = b"\n--"


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read the first web page in the file.

    Raise UserError `mhtml_parts`, `unknown_form`, or as `html.read`.
    """
    if data.count(_PART) > _MAX_PARTS:
        raise UserError("mhtml_parts", most=_MAX_PARTS)
    page = _page_bytes(data)
    if page is None:
        raise UserError("unknown_form", forms=known_forms())
    return html.read(page, source, options)


def find_page(data: bytes) -> str | None:
    """The text of the first web page in the file, or None if there is none."""
    page = _page_bytes(data)
    return None if page is None else decode_text(page)


def _page_bytes(data: bytes) -> bytes | None:
    if data.count(_PART) > _MAX_PARTS:
        return None
    for part in email.message_from_bytes(data, policy=compat32).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    return None
