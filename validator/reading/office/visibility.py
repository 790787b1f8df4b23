"""Which text of a Word file an eye sees: not what is hidden, struck out, or white on white.

Source: ECMA-376 part 1, 17.3.2; Word 2003 XML has the same names.
"""

from collections.abc import Iterator
from typing import NamedTuple

from validator.markup import Element, attribute, child, local_name
from validator.reading.office.packages import is_on, parse_whole

# Half-points below which letters are specks.
_MIN_SIZE = 4
_PAPER = frozenset(("", "AUTO", "NONE", "FFFFFF", "WHITE"))
# Run properties that bear on what is seen.
_BEARING = frozenset(("vanish", "strike", "dstrike", "rStyle", "vertAlign"))
# Styles that a style is based on, one on the other.
_MAX_LINEAGE = 12


class Visibility(NamedTuple):
    """What styles do to text, by their ids: hide, strike, raise it, or shade what is under it.

    `grounded` is true if the page itself may not be white.
    """

    hiding: dict[str, bool]
    striking: dict[str, bool]
    raising: frozenset[str] = frozenset()
    shading: frozenset[str] = frozenset()
    grounded: bool = False

    def is_plain(self, run: Element, paragraph_style: str) -> bool:
        """Whether nothing about a run bears on what is seen of it, as of nearly all runs."""
        if paragraph_style in self.hiding or paragraph_style in self.striking:
            return False
        for part in run:
            kind = local_name(part)
            if kind in ("footnoteReference", "endnoteReference"):
                return False
            if kind == "rPr" and not all(_is_harmless(p) for p in part):
                return False
        return True

    def is_struck(self, run: Element, paragraph_style: str) -> bool:
        """Whether a run is struck out: what a reader takes for deleted."""
        properties = child(run, "rPr")
        return _says(properties, ("strike", "dstrike"), self.striking, paragraph_style)

    def is_vanished(self, run: Element, paragraph_style: str) -> bool:
        """Whether a run is hidden, with whatever is anchored in it."""
        return _says(child(run, "rPr"), ("vanish",), self.hiding, paragraph_style)

    def is_note_mark(self, run: Element) -> bool:
        """Whether a run is the mark of a note; superscript in a table is."""
        for reference in run:
            names_a_note = local_name(reference) in ("footnoteReference", "endnoteReference")
            if names_a_note and attribute(reference, "customMarkFollows"):
                return True
        properties = child(run, "rPr")
        style = attribute(child(properties, "rStyle"), "val")
        raised = _raises(properties) or style in self.raising
        return raised and next(run.iterancestors("{*}tc"), None) is not None

    def is_hidden(self, run: Element, paragraph_style: str) -> bool:
        """Whether no eye sees a run: hidden, too small, or of the colour of the paper."""
        if self.is_vanished(run, paragraph_style):
            return True
        properties = child(run, "rPr")
        size = attribute(child(properties, "sz"), "val")
        if parse_whole(size, _MIN_SIZE) < _MIN_SIZE:
            return True
        colour = attribute(child(properties, "color"), "val") or ""
        return colour.upper() == "FFFFFF" and not self._is_shaded(run)

    def _is_shaded(self, run: Element) -> bool:
        """Whether anything may be painted under a run; in drawings it may always be."""
        properties = child(run, "rPr")
        if self.grounded or child(properties, "highlight") is not None or _has_shade(properties):
            return True
        if attribute(child(properties, "rStyle"), "val") in self.shading:
            return True
        for element in run.iterancestors():
            if local_name(element) == "txbxContent":
                return True
            for name in ("pPr", "tcPr", "tblPr", "tblPrEx"):
                around = child(element, name)
                style = attribute(child(around, "tblStyle"), "val")
                style = style or attribute(child(around, "pStyle"), "val")
                if style in self.shading or _has_shade(around):
                    return True
        return False


def find_styles(styles: Element | None) -> Visibility:
    """The styles of a document that bear on what is seen; `styles` is the root of their part."""
    declared = {
        attribute(style, "styleId") or "": style
        for style in (styles if styles is not None else ())
        if local_name(style) == "style"
    }

    def lineage(style: Element) -> Iterator[Element]:
        """A style and those that it is based on."""
        following: Element | None = style
        for _ in range(_MAX_LINEAGE):
            if following is None:
                return
            yield following
            base = attribute(child(following, "basedOn"), "val")
            following = declared.get(base or "")

    def toggles(*names: str) -> dict[str, bool]:
        states = {
            name: next(
                (t for s in lineage(style) if (t := _toggle(child(s, "rPr"), names)) is not None),
                None,
            )
            for name, style in declared.items()
        }
        return {name: state for name, state in states.items() if state is not None}

    return Visibility(
        toggles("vanish"),
        toggles("strike", "dstrike"),
        frozenset(
            name
            for name, style in declared.items()
            if any(_raises(child(s, "rPr")) for s in lineage(style))
        ),
        frozenset(
            name
            for name, style in declared.items()
            if any(_is_dark(shade) for s in lineage(style) for shade in s.iter("{*}shd"))
        ),
    )


def has_ground(body: Element) -> bool:
    """Whether the pages of a document may not be white: a colour, or a picture behind the text."""
    root = body.getparent()
    background = child(root, "background")
    colour = (attribute(background, "color") or "").upper()
    if background is not None and colour not in _PAPER:
        return True
    return any(anchor.get("behindDoc") in ("1", "true") for anchor in body.iter("{*}anchor"))


def _is_harmless(property_: Element) -> bool:
    """Whether a run property cannot hide, strike or raise text."""
    name = local_name(property_)
    if name == "sz":
        return parse_whole(attribute(property_, "val"), _MIN_SIZE) >= _MIN_SIZE
    if name == "color":
        return (attribute(property_, "val") or "").upper() != "FFFFFF"
    return name not in _BEARING


def _says(
    properties: Element | None, names: tuple[str, ...], by_style: dict[str, bool], paragraph: str
) -> bool:
    """Whether run properties turn something on, else their style, else that of the paragraph."""
    direct = _toggle(properties, names)
    if direct is not None:
        return direct
    style = attribute(child(properties, "rStyle"), "val") or ""
    return by_style.get(style, by_style.get(paragraph, False))


def _toggle(properties: Element | None, names: tuple[str, ...]) -> bool | None:
    """Whether one of some toggle properties is on; None if none is given."""
    given = [name for name in names if child(properties, name) is not None]
    return any(is_on(properties, name) for name in given) if given else None


def _raises(properties: Element | None) -> bool:
    return attribute(child(properties, "vertAlign"), "val") == "superscript"


def _has_shade(properties: Element | None) -> bool:
    shade = child(properties, "shd")
    return shade is not None and _is_dark(shade)


def _is_dark(shade: Element) -> bool:
    """Whether a shade paints anything but paper: by its fill, a theme or a pattern."""
    fill = (attribute(shade, "fill") or "").upper()
    pattern = attribute(shade, "val") or "clear"
    return (
        fill not in _PAPER
        or attribute(shade, "themeFill") is not None
        or pattern not in ("clear", "nil")
    )
