"""Boilerplate of web pages: navigation, sidebars, footers.

The signs by which it is detected are in rules/lexicon/webpages.yaml.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from validator.markup import Element
from validator.model import enumeration
from validator.reading.flow import Item, Paragraph, Table
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES

# Maximum share of a page's text, and number of table cells, in a boilerplate element.
_MAX_SHARE = 0.3
_MAX_CELLS = 30
_MAX_PHRASE_LENGTH = 120
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*")
# Text that is certainly content: a sentence, or a numbered heading.
_CONTENT = re.compile(rf".{{12,}}[。；：]\s*$|\s*(?:{enumeration.PRINTED})", re.S)


class _Signs(NamedTuple):
    elements: frozenset[str]
    roles: frozenset[str]
    names: frozenset[str]
    phrases: re.Pattern[str]


@cache
def _load_signs() -> _Signs:
    data: Any = load(RULES / "lexicon" / "webpages.yaml", "webpages")
    return _Signs(
        frozenset(data["elements"]),
        frozenset(data["roles"]),
        frozenset(data["names"]),
        re.compile("|".join(f"(?:{phrase})" for phrase in data["phrases"]), re.I),
    )


class BoilerplateDetector:
    """Detects the boilerplate of one page."""

    def __init__(self, body: Element) -> None:
        """Measure the page with this body."""
        self.signs = _load_signs()
        self.total = _text_length(body)
        # Each element is measured separately; nested ones must not take quadratic time.
        self.budget = 8 * self.total + 10_000

    def matches_element(self, element: Element) -> bool:
        """Whether an element is boilerplate: marked as such, and not a large part of the page."""
        if not self._is_marked(element) or self.budget < 0:
            return False
        size = _text_length(element)
        self.budget -= size
        if size > _MAX_SHARE * self.total:
            return False
        return next(islice(element.iter("td", "th"), _MAX_CELLS, None), None) is None

    def matches_text(self, text: str) -> bool:
        """Whether the text of a paragraph is a boilerplate phrase."""
        bare = text.strip()
        return len(bare) <= _MAX_PHRASE_LENGTH and self.signs.phrases.match(bare) is not None

    def _is_marked(self, element: Element) -> bool:
        if element.tag in self.signs.elements or element.get("role") in self.signs.roles:
            return True
        names = f"{element.get('class', '')} {element.get('id', '')}"
        return any(word.lower() in self.signs.names for word in _WORDS.findall(names))


def _text_length(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def mark_trailing_boilerplate(items: Sequence[Item]) -> list[Item]:
    """Mark everything from the first boilerplate after the last content on as boilerplate."""
    last = max((n for n, item in enumerate(items) if _is_content(item)), default=-1)
    result: list[Item] = []
    tail = False
    for number, item in enumerate(items):
        if isinstance(item, Paragraph):
            tail = tail or (number > last and item.boilerplate)
            item = item._replace(boilerplate=item.boilerplate or tail)
        result.append(item)
    return result


def _is_content(item: Item) -> bool:
    if isinstance(item, Paragraph):
        return not item.boilerplate and _CONTENT.match(item.text.strip()) is not None
    return isinstance(item, Table)
