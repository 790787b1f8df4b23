"""Texts in UTF-16 or UTF-32 that do not say so by a mark at their beginning."""

_ENCODINGS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# Bytes that are looked at, and the share of the characters in them that texts consist of.
_HEAD = 4000
_MIN_SHARE = 0.95


def wide_encoding(data: bytes) -> str:
    """The encoding of a text without a mark, by whose characters it is one; else empty."""
    head = data[: min(len(data), _HEAD) // 4 * 4]
    for name in _ENCODINGS:
        try:
            # What ends within a character is cut there.
            text = head.decode(name) if head else ""
        except UnicodeDecodeError as error:
            text = head[: error.start].decode(name, "ignore") if error.start > len(head) - 4 else ""
        usual = sum(map(_is_usual, text))
        if len(text) > 8 and usual >= _MIN_SHARE * len(text):
            return name
    return ""


def _is_usual(char: str) -> bool:
    return (
        "\u4e00" <= char <= "\u9fff"
        or " " <= char <= "~"
        or char in "\t\r\n"
        or "\u3000" <= char <= "\u3020"
        or "\uff00" <= char <= "\uff60"
        or "\u2010" <= char <= "\u2026"
    )
