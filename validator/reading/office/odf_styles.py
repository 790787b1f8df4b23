"""The styles of an OpenDocument file: what they hide, strike, shade and number.

Source: OpenDocument 1.3 part 3, 16 and 20.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from validator.markup import Element, attribute, child, local_name
from validator.reading.office.numbering import format_numeral
from validator.reading.office.packages import parse_whole

_LEVELS = 10
# Points below which letters are specks.
_MIN_SIZE = 2.0
_SIZE = re.compile(r"(\d+(?:\.\d+)?)pt")
# A shift upwards, in per cent of the line.
_RAISED = re.compile(r"[1-9]\d*%")
_PAPER = frozenset(("", "transparent", "#ffffff"))
# Kinds of properties that may have a background.
_PAINTED = ("text", "paragraph", "table-cell", "table-row", "table", "graphic", "section")
# The number formats of OpenDocument by an example of theirs.
_FORMATS = {
    "一": "chineseCounting", "壹": "chineseLegalSimplified", "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
    "I": "upperRoman",
}  # fmt: skip


class Look(NamedTuple):
    """How text looks: what its styles say, from the outermost inwards."""

    hidden: bool = False
    struck: bool = False
    white: bool = False
    tiny: bool = False
    raised: bool = False
    shaded: bool = False
    in_table: bool = False

    @property
    def unseen(self) -> bool:
        """Whether no eye sees the text."""
        return self.hidden or self.tiny or (self.white and not self.shaded)


class Level(NamedTuple):
    """A level of a list: first number, number format, prefix, suffix, how many levels it shows.

    `pattern` has the numbers of levels between per cent signs, where the file has one; `gap` is
    what stands between a mark and its text.
    """

    start: int = 1
    number_format: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    pattern: str = ""
    gap: str = " "


class Styles:
    """The styles declared in some roots, by family and name."""

    def __init__(self, roots: Iterable[Element]) -> None:
        """Read the styles; of two with the same name the last counts."""
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        for root in roots:
            for group in ("styles", "automatic-styles"):
                declared = child(root, group)
                for style in declared if declared is not None else ():
                    self._add(style)

    def _add(self, style: Element) -> None:
        name = attribute(style, "name") or ""
        if local_name(style) in ("list-style", "outline-style"):
            self._lists["" if local_name(style) == "outline-style" else name] = {
                parse_whole(attribute(level, "level"), 1): _read_level(level) for level in style
            }
        elif local_name(style) == "style":
            self._styles[attribute(style, "family") or "", name] = style

    def chain(self, family: str, name: str | None) -> list[Element]:
        """A style and its ancestors, itself last."""
        styles: list[Element] = []
        while name and len(styles) < _LEVELS:
            style = self._styles.get((family, name))
            if style is None:
                break
            styles.append(style)
            name = attribute(style, "parent-style-name")
        return styles[::-1]

    def apply(self, look: Look, family: str, name: str | None) -> Look:
        """The look of text with a look that has this style besides."""
        for style in self.chain(family, name):
            text = child(style, "text-properties")
            if text is not None:
                look = _with_text_properties(look, text)
            for kind in _PAINTED:
                painted = attribute(child(style, f"{kind}-properties"), "background-color")
                if (painted or "").lower() not in _PAPER:
                    look = look._replace(shaded=True)
        return look

    def list_of(self, paragraph_style: str | None) -> str | None:
        """The list style that a paragraph style names, or None."""
        for style in reversed(self.chain("paragraph", paragraph_style)):
            if (name := attribute(style, "list-style-name")) is not None:
                return name
        return None

    def is_shown(self, family: str, name: str | None) -> bool:
        """Whether tables with a style are displayed."""
        return all(
            attribute(child(style, "table-properties"), "display") != "false"
            for style in self.chain(family, name)
        )

    def mark(self, list_style: str, counts: list[int], depth: int) -> str:
        """The mark of an item at a depth (from 1), given the counts of all levels; or empty."""
        levels = self._lists.get(list_style, {})
        level = levels.get(depth)
        if level is None or not level.number_format:
            return ""

        def number(at: int) -> str:
            shape = levels.get(at, level).number_format
            return format_numeral(counts[at - 1], _FORMATS.get(shape[:1], "")) if shape else ""

        if level.pattern:
            text = re.sub(r"%(\d{1,2})%", lambda m: number(min(int(m[1]), _LEVELS)), level.pattern)
        else:
            shown = range(max(depth - level.shown, 0) + 1, depth + 1)
            text = level.prefix + ".".join(number(at) for at in shown) + level.suffix
        return f"{text}{level.gap}" if text.strip() else ""

    def start(self, list_style: str, depth: int) -> int:
        """The first number of a level."""
        return self._lists.get(list_style, {}).get(depth, Level()).start


def _with_text_properties(look: Look, text: Element) -> Look:
    display, colour = attribute(text, "display"), attribute(text, "color")
    size = _SIZE.fullmatch(attribute(text, "font-size") or "")
    line = attribute(text, "text-line-through-style") or attribute(text, "text-line-through-type")
    if display is not None:
        look = look._replace(hidden=display == "none")
    if line is not None:
        look = look._replace(struck=line != "none")
    if colour is not None:
        look = look._replace(white=colour.lower() == "#ffffff")
    position = attribute(text, "text-position")
    if position is not None:
        look = look._replace(
            raised=position.startswith("super") or _RAISED.match(position) is not None
        )
    if attribute(text, "use-window-font-color") == "true":
        look = look._replace(white=False)
    if size is not None:
        look = look._replace(tiny=float(size[1]) < _MIN_SIZE)
    return look


def _read_level(level: Element) -> Level:
    alignment = child(level, "list-level-properties", "list-level-label-alignment")
    is_number = local_name(level) in ("list-level-style-number", "outline-level-style")
    return Level(
        parse_whole(attribute(level, "start-value"), 1),
        (attribute(level, "num-format") or "") if is_number else "",
        attribute(level, "num-prefix") or "",
        attribute(level, "num-suffix") or "",
        parse_whole(attribute(level, "display-levels"), 1, 2),
        attribute(level, "num-list-format") or "",
        "" if attribute(alignment, "label-followed-by") == "nothing" else " ",
    )
