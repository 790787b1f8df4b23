"""The marks that Word sets before numbered paragraphs (ECMA-376 part 1, 17.9)."""

import re
from typing import NamedTuple

from lxml import etree

from validator.reading.package import attribute, child, local, whole

_LEVELS = 9
# Numbers with more digits than this count nothing.
_LONGEST = 6
_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital",
    "japaneseCounting", "japaneseLegal", "taiwaneseCounting", "taiwaneseCountingThousand",
))  # fmt: skip
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class _Level(NamedTuple):
    start: int
    form: str
    text: str
    gap: str


class _List(NamedTuple):
    """A numbered list: its definition, and where it starts anew by level."""

    definition: str
    starts: dict[int, int]


class Numbering:
    """Counts the numbered paragraphs of a document and gives each its mark.

    Made of the roots of the parts numbering.xml and styles.xml, None where there is none.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        """Learn what lists there are."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, str | None, str | None]] = {}
        self._counts: dict[str, list[int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in numbering if numbering is not None else ():
            if local(element) == "abstractNum":
                self._levels[attribute(element, "abstractNumId") or ""] = _levels(element)
            elif local(element) == "num":
                definition = attribute(child(element, "abstractNumId"), "val") or ""
                self._lists[attribute(element, "numId") or ""] = _List(definition, _starts(element))
        for element in styles if styles is not None else ():
            if local(element) == "style":
                number = child(element, "pPr", "numPr")
                self._styles[attribute(element, "styleId") or ""] = (
                    attribute(child(element, "basedOn"), "val") or "",
                    attribute(child(number, "numId"), "val"),
                    attribute(child(number, "ilvl"), "val"),
                )

    def mark(self, properties: etree._Element | None) -> str:
        """The mark of the next paragraph, with what parts it from the text; `` for none."""
        number, depth = self._number(properties)
        one = self._lists.get(number)
        level = self._levels.get(one.definition, {}).get(depth) if one else None
        if one is None or level is None:
            return ""
        counts = self._counts.setdefault(one.definition, [0] * _LEVELS)
        if depth in one.starts and (number, depth) not in self._begun:
            counts[depth] = one.starts[depth] - 1
        elif counts[depth] == 0:
            counts[depth] = level.start - 1
        self._begun.add((number, depth))
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        if level.form == "bullet":
            return ""
        levels = self._levels[one.definition]

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = levels.get(at)
            return numeral(counts[at] or (other.start if other else 1), other.form if other else "")

        text = re.sub(r"%([1-9])", shown, level.text)
        return f"{text}{level.gap}" if text else ""

    def _number(self, properties: etree._Element | None) -> tuple[str, int]:
        """The list and level of a paragraph: its own, else those of its style."""
        number = child(properties, "numPr")
        name = attribute(child(number, "numId"), "val")
        depth = attribute(child(number, "ilvl"), "val")
        style = attribute(child(properties, "pStyle"), "val") or ""
        for _ in range(_LEVELS):
            if name is not None or style not in self._styles:
                break
            style, name, own_depth = self._styles[style]
            depth = depth if depth is not None else own_depth
        level = int(depth) if depth and depth.isdigit() else 0
        return name or "", min(level, _LEVELS - 1)


def _levels(definition: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in definition:
        depth = attribute(element, "ilvl")
        if local(element) != "lvl" or not depth or not depth.isdigit():
            continue
        suffix = attribute(child(element, "suff"), "val") or "tab"
        found[int(depth)] = _Level(
            _whole(attribute(child(element, "start"), "val"), 1),
            attribute(child(element, "numFmt"), "val") or "decimal",
            attribute(child(element, "lvlText"), "val") or "",
            "" if suffix == "nothing" else " ",
        )
    return found


def _starts(one: etree._Element) -> dict[int, int]:
    return {
        _whole(attribute(override, "ilvl"), 0): _whole(
            attribute(child(override, "startOverride"), "val"), 1
        )
        for override in one
        if local(override) == "lvlOverride" and child(override, "startOverride") is not None
    }


def _whole(text: str | None, otherwise: int) -> int:
    return whole(text, otherwise, _LONGEST)


def numeral(value: int, form: str) -> str:
    """A number in one of Word's numeral forms; decimal where the form is not known."""
    if form in _CHINESE and 0 <= value < 10_000:
        import cn2an

        return str(cn2an.an2cn(str(value), "low"))
    if form == "decimalFullWidth":
        return str(value).translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"})
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        letter = chr(ord("a") + value - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 1 <= value < 40:
        roman = _roman(value)
        return roman.upper() if form == "upperRoman" else roman
    return str(value)


def _roman(value: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (value // amount)
        value %= amount
    return text
