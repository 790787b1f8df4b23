"""Which text of a Word file an eye sees: not what is hidden, struck out, or white on white.

Source: ECMA-376 part 1, 17.3.2; Word 2003 XML has the same names.
"""

from collections.abc import Iterator
from typing import NamedTuple

from validator.markup import Element, attribute, child, local_name
from validator.reading.office.packages import is_on, parse_whole

# Half-points below which letters are specks.
_MIN_SIZE = 4
_PAPER = frozenset(("", "auto", "none", "FFFFFF", "WHITE"))


class Visibility(NamedTuple):
    """The ids of the styles that hide, strike or raise text, or shade what is under it."""

    hiding: frozenset[str] = frozenset()
    striking: frozenset[str] = frozenset()
    raising: frozenset[str] = frozenset()
    shading: frozenset[str] = frozenset()

    def is_struck(self, run: Element, paragraph_style: str) -> bool:
        """Whether a run is struck out: what a reader takes for deleted."""
        properties = child(run, "rPr")
        return _strikes(properties) or bool(self.striking & _styles(properties, paragraph_style))

    def is_note_mark(self, run: Element) -> bool:
        """Whether a run is the mark of a note; superscript in a table is."""
        for reference in run:
            names_a_note = local_name(reference) in ("footnoteReference", "endnoteReference")
            if names_a_note and attribute(reference, "customMarkFollows"):
                return True
        properties = child(run, "rPr")
        raised = _raises(properties) or bool(self.raising & _styles(properties, ""))
        return raised and next(run.iterancestors("{*}tc"), None) is not None

    def is_hidden(self, run: Element, paragraph_style: str) -> bool:
        """Whether no eye sees a run: hidden, too small, or of the colour of the paper."""
        properties = child(run, "rPr")
        if is_on(properties, "vanish") or self.hiding & _styles(properties, paragraph_style):
            return True
        size = attribute(child(properties, "sz"), "val")
        if parse_whole(size, _MIN_SIZE) < _MIN_SIZE:
            return True
        colour = attribute(child(properties, "color"), "val") or ""
        return colour.upper() == "FFFFFF" and not self._is_shaded(run)

    def _is_shaded(self, run: Element) -> bool:
        """Whether anything may be painted under a run; in drawings it may always be."""
        if child(run, "rPr", "highlight") is not None or _has_shade(child(run, "rPr")):
            return True
        for element in run.iterancestors():
            kind = local_name(element)
            if kind in ("txbxContent", "background"):
                return True
            for name in ("pPr", "tcPr", "tblPr", "tblPrEx"):
                properties = child(element, name)
                style = attribute(child(properties, "tblStyle"), "val")
                style = style or attribute(child(properties, "pStyle"), "val")
                if style in self.shading or _has_shade(properties):
                    return True
        return False


def find_styles(styles: Element | None) -> Visibility:
    """The styles of a document that bear on what is seen; `styles` is the root of their part."""
    declared = [s for s in (styles if styles is not None else ()) if local_name(s) == "style"]

    def ids(chosen: Iterator[Element]) -> frozenset[str]:
        return frozenset(attribute(style, "styleId") or "" for style in chosen)

    return Visibility(
        ids(s for s in declared if is_on(child(s, "rPr"), "vanish")),
        ids(s for s in declared if _strikes(child(s, "rPr"))),
        ids(s for s in declared if _raises(child(s, "rPr"))),
        ids(s for s in declared if any(_is_dark(shade) for shade in s.iter("{*}shd"))),
    )


def _styles(properties: Element | None, paragraph_style: str) -> set[str]:
    return {attribute(child(properties, "rStyle"), "val") or "", paragraph_style} - {""}


def _strikes(properties: Element | None) -> bool:
    return is_on(properties, "strike") or is_on(properties, "dstrike")


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
        fill not in {one.upper() for one in _PAPER}
        or attribute(shade, "themeFill") is not None
        or pattern not in ("clear", "nil")
    )
