"""The marks that Word puts before numbered paragraphs (ECMA-376 part 1, 17.9).

Word 2003 XML has other names for the same, and Word writes the mark itself beside them.
"""

import re
from typing import NamedTuple

from validator.markup import Element, attribute, child, local_name
from validator.reading.office.packages import parse_whole

_LEVELS = 9
# Numbers with more digits than this are ignored.
_MAX_DIGITS = 6
_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital",
    "japaneseCounting", "japaneseLegal", "taiwaneseCounting", "taiwaneseCountingThousand",
))  # fmt: skip
_UNNUMBERED = ("bullet", "none")
# Codes of number formats in Word 2003 XML ([MS-OSHARED] 2.2.1.3).
_CODES = {
    "1": "upperRoman", "2": "lowerRoman", "3": "upperLetter", "4": "lowerLetter",
    "10": "ideographDigital", "14": "decimalFullWidth", "18": "decimalEnclosedCircle",
    "23": "bullet", "255": "none", "33": "taiwaneseCounting", "35": "taiwaneseCountingThousand",
    "37": "chineseCounting", "38": "chineseLegalSimplified", "39": "chineseCountingThousand",
}  # fmt: skip
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class _Level(NamedTuple):
    start: int
    number_format: str
    text: str
    gap: str


class _List(NamedTuple):
    """A numbered list: the id of its abstract definition, and its start overrides by level."""

    definition: str
    start_overrides: dict[int, int]


class Numbering:
    """Counts the numbered paragraphs of a document and gives each its mark.

    Takes the root elements of numbering.xml and styles.xml, or None if a part is missing.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """Read the list definitions and the numbered styles."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, str | None, str | None]] = {}
        self._counts: dict[str, list[int]] = {}
        self._started: set[tuple[str, int]] = set()
        for element in numbering if numbering is not None else ():
            if local_name(element) in ("abstractNum", "listDef"):
                self._levels[_one_of(element, "abstractNumId", "listDefId")] = _read_levels(element)
            elif local_name(element) in ("num", "list"):
                definition = child(element, "abstractNumId")
                definition = child(element, "ilst") if definition is None else definition
                self._lists[_one_of(element, "numId", "ilfo")] = _List(
                    attribute(definition, "val") or "", _read_start_overrides(element)
                )
        for element in styles if styles is not None else ():
            if local_name(element) == "style":
                self._styles[attribute(element, "styleId") or ""] = (
                    attribute(child(element, "basedOn"), "val") or "",
                    *_list_and_depth(child(element, "pPr")),
                )

    def next_mark(self, properties: Element | None) -> str:
        """The mark of the next paragraph and the space after it; empty if it has none."""
        written = attribute(child(properties, "listPr", "t"), "val")
        if written is not None:
            # Word 2003 XML.
            return f"{written} "
        list_id, depth = self._list_and_level(properties)
        numbered_list = self._lists.get(list_id)
        level = self._levels.get(numbered_list.definition, {}).get(depth) if numbered_list else None
        if numbered_list is None or level is None:
            return ""
        counts = self._counts.setdefault(numbered_list.definition, [0] * _LEVELS)
        if depth in numbered_list.start_overrides and (list_id, depth) not in self._started:
            counts[depth] = numbered_list.start_overrides[depth] - 1
        elif counts[depth] == 0:
            counts[depth] = level.start - 1
        self._started.add((list_id, depth))
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        if level.number_format in _UNNUMBERED:
            return ""
        levels = self._levels[numbered_list.definition]

        def level_number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            level_format = levels.get(index)
            return format_numeral(
                counts[index] or (level_format.start if level_format else 1),
                level_format.number_format if level_format else "",
            )

        text = re.sub(r"%([1-9])", level_number, level.text)
        return f"{text}{level.gap}" if text else ""

    def _list_and_level(self, properties: Element | None) -> tuple[str, int]:
        """The list and level of a paragraph: its own, else those of its style."""
        list_id, depth = _list_and_depth(properties)
        style = attribute(child(properties, "pStyle"), "val") or ""
        for _ in range(_LEVELS):
            if list_id is not None or style not in self._styles:
                break
            style, list_id, style_depth = self._styles[style]
            depth = depth if depth is not None else style_depth
        level = _parse_whole(depth, 0)
        return list_id or "", min(level, _LEVELS - 1)


def _list_and_depth(properties: Element | None) -> tuple[str | None, str | None]:
    """The list and the level that paragraph properties name."""
    number = child(properties, "numPr")
    if number is None:
        number = child(properties, "listPr")
        return attribute(child(number, "ilfo"), "val"), attribute(child(number, "ilvl"), "val")
    return attribute(child(number, "numId"), "val"), attribute(child(number, "ilvl"), "val")


def _one_of(element: Element, *names: str) -> str:
    """The first of some attributes that an element has."""
    return next((value for name in names if (value := attribute(element, name))), "")


def _read_levels(definition: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in definition:
        depth = attribute(element, "ilvl")
        if local_name(element) != "lvl" or (number := _parse_whole(depth, -1)) < 0:
            continue
        suffix = attribute(child(element, "suff"), "val") or "tab"
        levels[number] = _Level(
            _parse_whole(attribute(child(element, "start"), "val"), 1),
            attribute(child(element, "numFmt"), "val")
            or _CODES.get(attribute(child(element, "nfc"), "val") or "", "decimal"),
            attribute(child(element, "lvlText"), "val") or "",
            "" if suffix == "nothing" else " ",
        )
    return levels


def _read_start_overrides(number_definition: Element) -> dict[int, int]:
    return {
        _parse_whole(attribute(override, "ilvl"), 0): _parse_whole(
            attribute(child(override, "startOverride"), "val"), 1
        )
        for override in number_definition
        if local_name(override) == "lvlOverride" and child(override, "startOverride") is not None
    }


def _parse_whole(text: str | None, default: int) -> int:
    return parse_whole(text, default, _MAX_DIGITS)


def format_numeral(value: int, number_format: str) -> str:
    """A number in one of Word's number formats; decimal if the format is not supported."""
    if number_format in _CHINESE and 0 <= value < 10_000:
        import cn2an

        return str(cn2an.an2cn(str(value), "low"))
    if number_format == "decimalFullWidth":
        return str(value).translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"})
    if number_format.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if number_format in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        letter = chr(ord("a") + value - 1)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format in ("lowerRoman", "upperRoman") and 1 <= value < 40:
        roman = _format_roman(value)
        return roman.upper() if number_format == "upperRoman" else roman
    return str(value)


def _format_roman(value: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (value // amount)
        value %= amount
    return text
