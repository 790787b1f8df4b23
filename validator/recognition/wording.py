"""Printed words made comparable."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_ENUMERATOR = re.compile(
    r"^(\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,:]|\(?\d{1,2}\)?[.、,)]|\d{1,2}(?=[^\d,.%]))"
)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text without blanks, in half-width and unified forms (Unicode NFKC)."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """The letters, ideographs and digits of a text, without blanks and punctuation."""
    return "".join(char for char in plain(text) if char.isalnum())


@lru_cache(maxsize=8192)
def key(label: str) -> str:
    """What a label is matched by: its words without the leading number."""
    return words(_ENUMERATOR.sub("", plain(label)))


def numbers_only(label: str) -> bool:
    """Whether a label is nothing but the number that labels begin with."""
    return _ENUMERATOR.fullmatch(plain(label)) is not None


def similarity(first: str, second: str) -> float:
    """How alike two keys are, from 0 to 1 (Ratcliff and Obershelp's measure)."""
    if not first or not second:
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.4 else 0.0


def has_ideographs(text: str) -> bool:
    """Whether a text has at least one Chinese character."""
    return any("㐀" <= char <= "鿿" for char in text)


def joined(lines: Iterable[str]) -> str:
    """Lines of one printed text in one, as Chinese is joined: without blanks between them.

    A blank is kept where both sides are letters or digits, so that no number grows together.
    """
    result = ""
    for line in lines:
        part = line.strip()
        result += glue(result, part) + part
    return result


def glue(text: str, part: str) -> str:
    """What belongs between a text and its next line: a blank between Latin words, or nothing."""
    return " " if text and part and _latin(text[-1]) and _latin(part[0]) else ""


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
