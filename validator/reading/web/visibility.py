"""Which elements of a page a visitor sees, as far as the elements themselves say."""

import re
from collections.abc import Iterator
from itertools import islice

from validator.markup import Element, Walk

_STRUCK_TAGS = ("del", "s", "strike")
# Elements that show no text, and struck-out text.
_INVISIBLE = frozenset((
    *_STRUCK_TAGS,
    "script", "style", "noscript", "template", "head", "title", "object", "embed", "iframe",
    "svg", "math", "select", "option", "datalist", "textarea", "button", "audio", "video",
    "canvas", "map",
))  # fmt: skip
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration[\w-]*\s*:[^;]*line-through"
    r"|(?<![\w-])opacity\s*:\s*0*(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0*(?:\.0+)?\s*(?:px|pt|em|rem|%)?\s*(?:;|$)"
    r"|mso-hide\s*:\s*all",
    re.I,
)
STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)",
    re.I,
)
# Elements of a cell that are looked at: those with figures have few.
_MAX_STEPS = 60
_BACKGROUND = re.compile(r"background", re.I)


def is_visible(element: Element) -> bool:
    """Whether the content of an element is visible, if that of those around it is."""
    if element.tag in _INVISIBLE:
        return False
    if not element.attrib:
        return True
    style = element.get("style")
    if element.get("hidden") is not None or (style and HIDDEN.search(style)):
        return False
    may_be_white = (style and "olor" in style) or element.tag == "font"
    return not (may_be_white and _is_white(element) and _stands_beside_other_text(element))


def is_struck(element: Element) -> bool:
    """Whether the content of an element is struck out."""
    return element.tag in _STRUCK_TAGS or bool(STRUCK.search(element.get("style", "")))


def shows_nothing(element: Element) -> bool:
    """Whether an element is of a kind that never shows text of its own."""
    return element.tag in _INVISIBLE


def _is_white(element: Element) -> bool:
    return bool(_WHITE.search(element.get("style", ""))) or (
        element.tag == "font" and element.get("color", "").lower() in ("#ffffff", "white")
    )


def _stands_beside_other_text(element: Element) -> bool:
    """Whether white text stands in a cell with text that is not white, on nothing but paper.

    Nothing up to its table may be painted: no background, and no class or id that a style sheet may
    use.
    """
    cell = None
    around: Element | None = element
    while around is not None:
        painted = _BACKGROUND.search(around.get("style", "")) or around.get("bgcolor")
        if painted or around.get("background") or around.get("class") or around.get("id"):
            return False
        if cell is None and around.tag in ("td", "th"):
            cell = around
        around = None if around.tag == "table" else around.getparent()
    return cell is not None and any(text.strip() for text in _text_not_white(cell))


def _text_not_white(cell: Element) -> Iterator[str]:
    """The first texts of a cell that are not white."""
    walk = Walk(cell)
    for begins, element in islice(walk, _MAX_STEPS):
        if begins and not (_is_white(element) or element.tag in _INVISIBLE):
            yield element.text or ""
            continue
        if begins:
            walk.skip()
        if element is not cell:
            yield element.tail or ""
