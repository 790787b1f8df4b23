"""Normalisation and comparison of printed text."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from validator.model import enumeration

_SPACE = re.compile(r"\s+")
_ENUMERATOR = re.compile(
    rf"^({enumeration.PLAIN}|{enumeration.NUMERAL}[.,:]|\(?\d{{1,2}}\)?[.、,)]|\d{{1,2}}(?=[^\d,.%]))"
)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text without blanks, in half-width and unified forms (Unicode NFKC)."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def strip_punctuation(text: str) -> str:
    """Keep only the letters, ideographs and digits of a text, in plain form."""
    return "".join(char for char in plain(text) if char.isalnum())


@lru_cache(maxsize=8192)
def key(label: str) -> str:
    """The key that a label is matched by: no punctuation, blanks or leading number."""
    return strip_punctuation(_ENUMERATOR.sub("", plain(label)))


def numbers_only(label: str) -> bool:
    """Whether a label is only a leading number."""
    return _ENUMERATOR.fullmatch(plain(label)) is not None


# Minimum similarity of keys for a printed label or heading to be an official one with a misprint.
# Misprints in published reports are at least 0.7 like the official label. Different labels of one
# table are up to 0.79 alike: the most similar one counts, and each only once.
LABEL_SIMILARITY = 0.6
# The same for labels of two to four ideographs: 合计 for 总计 is 0.5, as 结果维持 is to 其他结果.
SHORT_LABEL_SIMILARITY = 0.5
# The same for the caption of a table, which no neighbours confirm.
CAPTION_SIMILARITY = 0.7


def similarity(first: str, second: str) -> float:
    """Similarity of two keys from 0 to 1 (Ratcliff-Obershelp); 0 if it is clearly low."""
    if not first or not second:
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.4 else 0.0


def has_ideographs(text: str) -> bool:
    """Whether a text has at least one Chinese character."""
    return any("㐀" <= char <= "鿿" for char in text)


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines of a printed text without blanks between them, as in Chinese.

    A blank is inserted only between two Latin letters.
    """
    result = ""
    for line in lines:
        part = line.strip()
        result += separator(result, part) + part
    return result


def separator(text: str, part: str) -> str:
    """The separator between a text and its next line: a blank between Latin letters, else empty."""
    return " " if text and part and _latin(text[-1]) and _latin(part[0]) else ""


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
