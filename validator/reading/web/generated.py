"""Text that a page's own style sheet puts before or after the content of elements.

Source: CSS 2.2, 12.1 and 12.2. Read are rules outside of at-rules whose selectors name elements,
classes and ids, alone or within each other.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from validator.markup import Element

_SHEET = re.compile(r"(?is)<style\b[^>]*>(.*?)</style")
_COMMENT = re.compile(r"(?s)/\*.*?\*/")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PSEUDO = re.compile(r"^(.*[^:\s])\s*::?(before|after)$", re.S)
_COMPOUND = re.compile(r"(?P<tag>[a-zA-Z][\w-]*)?(?P<rest>(?:[.#][\w-]+)*)")
_CONTENT = re.compile(
    r"""(?i)(?:^|;)\s*content\s*:\s*(?:"([^"]*)"|'([^']*)'|attr\(\s*([\w-]+)\s*\))"""
)
_MAX_SHEET = 500_000
_MAX_RULES = 200


class _Compound(NamedTuple):
    """What one element must be: its tag (empty for any), its classes, its id."""

    tag: str
    classes: frozenset[str]
    id: str

    def matches(self, element: Element) -> bool:
        return (
            (not self.tag or element.tag == self.tag)
            and self.classes <= set(element.get("class", "").split())
            and (not self.id or element.get("id") == self.id)
        )


class _Generated(NamedTuple):
    """A rule: the element, those around it from the inside out, which side, what is put there."""

    element: _Compound
    around: tuple[_Compound, ...]
    side: str
    text: str
    attribute: str

    def applies(self, element: Element) -> bool:
        if not self.element.matches(element):
            return False
        ancestors = element.iterancestors()
        return all(any(one.matches(outer) for outer in ancestors) for one in self.around)


class GeneratedText(NamedTuple):
    """The rules of a page that put text before or after elements."""

    rules: tuple[_Generated, ...]

    def of(self, element: Element, side: str) -> str:
        """The text `before` or `after` the content of an element; of several rules the last."""
        for rule in reversed(self.rules):
            if rule.side == side and rule.applies(element):
                return element.get(rule.attribute, "") if rule.attribute else rule.text
        return ""


def generated_text(page: str) -> GeneratedText:
    """The rules in the style sheets that a page holds."""
    if ":before" not in page and ":after" not in page:
        return GeneratedText(())
    rules: list[_Generated] = []
    for sheet in _SHEET.findall(page):
        rules.extend(_rules(_without_at_rules(_COMMENT.sub("", sheet[:_MAX_SHEET]))))
    return GeneratedText(tuple(rules[:_MAX_RULES]))


def _rules(sheet: str) -> Iterator[_Generated]:
    for selectors, declarations in _RULE.findall(sheet):
        content = _CONTENT.search(declarations)
        if content is None:
            continue
        for selector in selectors.split(","):
            pseudo = _PSEUDO.match(selector.strip())
            compounds = [_compound(part) for part in pseudo[1].split()] if pseudo else []
            simple = [one for one in compounds if one is not None]
            if pseudo and simple and len(simple) == len(compounds):
                text = content[1] or content[2] or ""
                innermost, *around = reversed(simple)
                yield _Generated(innermost, tuple(around), pseudo[2], text, content[3] or "")


def _compound(text: str) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if match is None:
        return None
    names = re.findall(r"[.#][\w-]+", match["rest"])
    classes = frozenset(name[1:] for name in names if name[0] == ".")
    identity = next((name[1:] for name in names if name[0] == "#"), "")
    return _Compound((match["tag"] or "").lower(), classes, identity)


def _without_at_rules(sheet: str) -> str:
    """A style sheet without rules that hold for some media only, and the like."""
    kept: list[str] = []
    depth = at_depth = 0
    at_rule = False
    for piece in re.split(r"([{}@;])", sheet):
        if piece == "@" and not depth:
            at_rule, at_depth = True, depth
            continue
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(depth - 1, 0)
            if at_rule and depth == at_depth:
                at_rule = False
                continue
        elif piece == ";" and at_rule and depth == at_depth:
            at_rule = False
            continue
        if not at_rule:
            kept.append(piece)
    return "".join(kept)
