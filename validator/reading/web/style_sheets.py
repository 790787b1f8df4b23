"""What a page's own style sheet does in cells: figures that it puts there, text that it hides.

Source: CSS 2.2, 12.1 and 12.2. Read are rules outside of at-rules whose selectors name elements,
classes and ids, alone or within each other; of text put there those that say nothing of how it is
shown, and where several of them meet, none is believed. Whole tables and parts of pages are often
hidden only until a script shows them, so what is outside of cells is read whatever a sheet says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from validator.markup import Element
from validator.reading.web.visibility import HIDDEN, STRUCK

_COMMENTS = (("/*", "*/"), ("<!--", "-->"))
_PSEUDO = re.compile(r"([^:]{1,200})::?(before|after)")
_COMPOUND = re.compile(r"(?P<tag>[a-zA-Z][\w-]*)?(?P<rest>(?:[.#][\w-]+)*)")
_CONTENT = re.compile(
    r"""content\s*:\s*(?:"([^"\\]*)"|'([^'\\]*)'|attr\(\s*([\w-]+)\s*\))\s*""", re.I
)
# Declarations that do not bear on whether text is seen.
_HARMLESS = re.compile(r"\s*(?:color|font-family|font-weight|text-align|margin[\w-]*)\s*:", re.I)
_FIGURE = re.compile(r"\d[\d,.，．]*")
_MAX_SHEET, _MAX_RULES = 500_000, 200
# How many rules are looked at that name the same class, id or tag.
_MAX_SAME = 20
# How far around an element those are looked for that a rule asks for.
_MAX_DEPTH = 16


class _Compound(NamedTuple):
    """What one element must be: its tag (empty for any), its classes, its id."""

    tag: str
    classes: frozenset[str]
    id: str

    @property
    def key(self) -> str:
        """The one of these by which it is looked up: a class, else the id, else the tag."""
        return next(
            (f".{name}" for name in sorted(self.classes)), f"#{self.id}" if self.id else self.tag
        )

    def matches(self, element: Element) -> bool:
        return (
            (not self.tag or element.tag == self.tag)
            and self.classes <= set(element.get("class", "").split())
            and (not self.id or element.get("id") == self.id)
        )


class _Generated(NamedTuple):
    """A rule: the element, those around it from the inside out, which side, what is put there.

    `side` is `before`, `after`, or `hidden` or `struck` of a rule for the element itself; `text` is
    None if what is put there is not known.
    """

    element: _Compound
    around: tuple[_Compound, ...]
    side: str
    text: str | None
    attribute: str

    def applies(self, element: Element) -> bool:
        if not self.element.matches(element):
            return False
        ancestors = islice(element.iterancestors(), _MAX_DEPTH)
        return all(any(one.matches(outer) for outer in ancestors) for one in self.around)


class Sheet(NamedTuple):
    """The rules of a page that put text before or after elements, hide them or strike them out.

    `rules` are looked up by their side and by what they name (`_Compound.key`).
    """

    rules: Mapping[tuple[str, str], Sequence[_Generated]]

    def hides(self, element: Element) -> bool:
        """Whether an element in a cell is hidden."""
        return self._applies("hidden", element)

    def strikes(self, element: Element) -> bool:
        """Whether an element in a cell is struck out."""
        return self._applies("struck", element)

    def _applies(self, side: str, element: Element) -> bool:
        return any(rule.applies(element) for rule in self._candidates(side, element))

    def _candidates(self, side: str, element: Element) -> Iterator[_Generated]:
        """The rules of a side that name an element's tag, its id, one of its classes or nothing."""
        keys = ["", str(element.tag), f"#{element.get('id', '')}"]
        for key in (*keys, *(f".{name}" for name in element.get("class", "").split())):
            yield from self.rules.get((side, key), ())

    def of(self, element: Element, side: str) -> str:
        """The figure `before` or `after` the content of an element; empty if it is not sure."""
        rules = [rule for rule in self._candidates(side, element) if rule.applies(element)]
        if len(rules) != 1 or rules[0].text is None:
            return ""
        text = element.get(rules[0].attribute, "") if rules[0].attribute else rules[0].text
        return text if _FIGURE.fullmatch(text) else ""


def read_sheets(page: str) -> Sheet:
    """The rules in the style sheets that a page holds."""
    rules: list[_Generated] = []
    for sheet in _sheets(_without_comments(page)):
        rules.extend(_rules(sheet))
    by_key: dict[tuple[str, str], list[_Generated]] = {}
    for rule in rules[:_MAX_RULES]:
        same = by_key.setdefault((rule.side, rule.element.key), [])
        if len(same) < _MAX_SAME:
            same.append(rule)
    return Sheet(by_key)


def _sheets(page: str) -> Iterator[str]:
    """The style sheets in a page for every medium."""
    lower = page.lower()
    at = lower.find("<style")
    while at >= 0:
        begin = lower.find(">", at)
        end = lower.find("</style", begin)
        if begin < 0 or end < 0:
            return
        if "media" not in lower[at:begin]:
            yield page[begin + 1 : min(end, begin + _MAX_SHEET)]
        at = lower.find("<style", end)


def _rules(sheet: str) -> Iterator[_Generated]:
    for selectors, declarations in _blocks(sheet):
        for side, looks in (("hidden", HIDDEN), ("struck", STRUCK)):
            if looks.search(declarations):
                yield from _plain_rules(selectors, side)
        if "content" not in declarations.lower():
            continue
        content = _CONTENT.fullmatch(_only_content(declarations))
        for selector in selectors.split(","):
            pseudo = _PSEUDO.fullmatch(selector.strip())
            chain = _chain(pseudo[1]) if pseudo else ()
            if pseudo and chain:
                text = (content[1] or content[2] or "") if content else None
                attribute = (content[3] or "") if content else ""
                yield _Generated(chain[0], chain[1:], pseudo[2], text, attribute)


def _plain_rules(selectors: str, side: str) -> Iterator[_Generated]:
    """Rules for elements themselves: only those with a class or an id, alone or within others."""
    for selector in selectors.split(","):
        chain = _chain(selector)
        if chain and (chain[0].classes or chain[0].id):
            yield _Generated(chain[0], chain[1:], side, None, "")


def _chain(selector: str) -> tuple[_Compound, ...]:
    """What a selector names, from the inside out; nothing if a part of it is not understood."""
    compounds = [_compound(part) for part in selector.split()]
    simple = [one for one in compounds if one is not None]
    return tuple(reversed(simple)) if len(simple) == len(compounds) else ()


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and declarations of the rules of a sheet, without those in at-rules."""
    at = 0
    while (begin := sheet.find("{", at)) >= 0:
        selectors = sheet[at:begin].rpartition(";")[2]
        end, depth = begin + 1, 1
        while depth:
            closing, opening = sheet.find("}", end), sheet.find("{", end)
            if closing < 0:
                return
            inner = 0 <= opening < closing
            depth += 1 if inner else -1
            end = (opening if inner else closing) + 1
        if "@" not in selectors:
            yield selectors, sheet[begin + 1 : end - 1]
        at = end


def _only_content(declarations: str) -> str:
    """The declaration of the content, or all of them if others bear on what is seen."""
    rest = [one for one in declarations.split(";") if one.strip() and not _HARMLESS.match(one)]
    return rest[0].strip() if len(rest) == 1 else declarations


def _compound(text: str) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if match is None:
        return None
    names = re.findall(r"[.#][\w-]+", match["rest"])
    classes = frozenset(name[1:] for name in names if name[0] == ".")
    identity = next((name[1:] for name in names if name[0] == "#"), "")
    return _Compound((match["tag"] or "").lower(), classes, identity)


def _without_comments(page: str) -> str:
    for opening, closing in _COMMENTS:
        kept = []
        at = 0
        while (begin := page.find(opening, at)) >= 0:
            kept.append(page[at:begin])
            end = page.find(closing, begin + len(opening))
            at = len(page) if end < 0 else end + len(closing)
        page = "".join((*kept, page[at:]))
    return page
