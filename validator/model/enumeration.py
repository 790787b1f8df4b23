"""Chinese numerals, and the enumerators that open headings and paragraphs: 一、 and （一）."""

import re
from typing import Literal, NamedTuple

DIGITS = "一二三四五六七八九十"
# A numeral below 100; headings and paragraphs have no larger ones.
NUMERAL = f"[{DIGITS}]{{1,3}}"
# Enumerators as printed, in half or full width.
PRINTED = rf"{NUMERAL}\s?[、.．]|[（(]{NUMERAL}[)）]"
# The same in plain form (Unicode NFKC, without blanks).
PLAIN = rf"\({NUMERAL}\)|{NUMERAL}、"

# Ways to number headings: 一、 (also 一. or 一 alone), 第一部分, （一）, 1.
Style = Literal["numeral", "part", "brackets", "digits"]
_STYLES: dict[Style, re.Pattern[str]] = {
    "part": re.compile(rf"第({NUMERAL}|\d{{1,2}})(?:部分|章)[、.,:]?"),
    "brackets": re.compile(rf"\(({NUMERAL}|\d{{1,2}})\)[、.,:]?"),
    "numeral": re.compile(rf"第?({NUMERAL})[、.,:]?"),
    "digits": re.compile(r"(\d{1,2})[、.,:]?(?!\d)"),
}


class Enumerator(NamedTuple):
    """What numbers a heading: way, whole number, and the text after it."""

    style: Style
    number: int
    rest: str


def read_enumerator(plain_text: str) -> Enumerator | None:
    """The enumerator that a text in plain form begins with, None if there is none."""
    for style, pattern in _STYLES.items():
        match = pattern.match(plain_text)
        if match and (number := value(match[1])):
            return Enumerator(style, number, plain_text[match.end() :])
    return None


def numeral(number: int) -> str:
    """The Chinese numeral of a whole number from 1 to 99."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens - 1]}十"
    return lead + (DIGITS[ones - 1] if ones else "")


_VALUES = {numeral(number): number for number in range(1, 100)}


def value(text: str) -> int:
    """The whole number that a Chinese numeral below 100, or digits, stand for; 0 if they do not."""
    return int(text) if text.isascii() and text.isdigit() else _VALUES.get(text, 0)
