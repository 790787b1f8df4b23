"""Bytes to text: which encoding a text or a web page is in."""

import re

from validator.model.errors import UserError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Tried in this order: text that is valid UTF-8 is hardly ever anything else, and GB18030 holds
# GB2312 and GBK.
_ENCODINGS = ("utf-8", "gb18030")
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)",
    re.I,
)
# So many characters in a thousand may be damaged; with more, it is another encoding.
_DAMAGED = 5


def decoded(data: bytes, encoding: str = "") -> str:
    """The text of a file.

    In the encoding given, else that of a byte order mark, else the first of UTF-8, GB18030 and
    the one that the text declares in which it can be read; a declaration is trusted last, as
    those of web pages are often wrong. Raises UserError `unknown_encoding` for an encoding
    that does not exist, `unknown_form` where the bytes are no text.
    """
    if encoding:
        try:
            return data.decode(encoding, errors="replace").lstrip("\ufeff")
        except LookupError:
            raise UserError("unknown_encoding", encoding=encoding) from None
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return data.decode(marked, errors="replace").lstrip("\ufeff")
    if (wide := _without_mark(data)) is not None:
        return wide
    candidates = [*_ENCODINGS, *_declared(data)]
    for name in candidates:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    texts = [data.decode(name, errors="replace") for name in candidates]
    best = min(texts, key=lambda text: text.count("\ufffd"))
    if best.count("\ufffd") * 1000 > _DAMAGED * len(best):
        raise UserError("unknown_form")
    return best


def _declared(data: bytes) -> list[str]:
    found = _DECLARED.search(data[:4096])
    if found is None:
        return []
    name = found[1].decode("ascii", errors="replace")
    try:
        "".encode(name)
    except LookupError:
        return []
    return [name]


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of its markup is zero."""
    head = data[:400]
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(zeros) > 8 and zeros.count(0) * 2 > len(zeros):
            return data.decode(name, errors="replace")
    return None
