"""Decoding of texts and web pages, with detection of their encoding."""

import codecs
import re

from validator.model.errors import UserError
from validator.reading.forms import known_forms
from validator.reading.text.wide import wide_encoding

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Tried in this order: valid UTF-8 is hardly ever anything else, and GB18030 includes GB2312 and
# GBK.
_ENCODINGS = ("utf-8", "gb18030")
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)",
    re.I,
)
# Codecs that encode names of hosts and source code, not texts.
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "charmap", "utf-7")
)
# Undecodable characters tolerated per thousand; with more, the encoding is wrong.
_MAX_DAMAGED_PER_MILLE = 5


def decode_text(data: bytes, encoding: str = "") -> str:
    """Decode the text of a file.

    Uses the given encoding, else that of a byte order mark, else the first of UTF-8, GB18030
    and the declared encoding that decodes without errors; the declaration comes last, as those
    of web pages are often wrong. Raise UserError `unknown_encoding` if the encoding does not
    exist, `unknown_form` if the bytes are not text.
    """
    if encoding:
        if not is_charset(encoding):
            raise UserError("unknown_encoding", encoding=encoding)
        return data.decode(encoding, errors="replace").lstrip("\ufeff")
    for mark, marked_encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(marked_encoding, errors="replace").lstrip("\ufeff")
    if wide := wide_encoding(data):
        return data.decode(wide, errors="replace")
    candidates = [*_ENCODINGS, *_declared_encodings(data)]
    for name in candidates:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    texts = [data.decode(name, errors="replace") for name in candidates]
    best = min(texts, key=lambda text: text.count("\ufffd"))
    if best.count("\ufffd") * 1000 > _MAX_DAMAGED_PER_MILLE * len(best):
        raise UserError("unknown_form", forms=known_forms())
    return best


def _declared_encodings(data: bytes) -> list[str]:
    match = _DECLARED.search(data[:4096])
    if match is None:
        return []
    name = match[1].decode("ascii", errors="replace")
    return [name] if is_charset(name) else []


def is_charset(name: str) -> bool:
    """Whether a name is one of an encoding of texts, not one of Python's other codecs."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return codec._is_text_encoding and codec.name not in _NO_CHARSETS
