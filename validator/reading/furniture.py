"""What web pages show around their text: navigation, side bars, footers.

By what it is told stands in rules/webpages.yaml.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from validator.data.declarations import load
from validator.data.files import RULES
from validator.reading.flow import Item, Paragraph, Table

# What holds more of a page's text than this, or so many cells, is no furniture of it.
_LARGEST = 0.3
_MOST_CELLS = 30
_LONGEST_PHRASE = 120
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*")
# Text that is certainly the page's own: a sentence, or a numbered heading.
_OWN = re.compile(r".{12,}[。；：]\s*$|\s*[（(]?[一二三四五六七八九十]{1,3}[)）、.．]", re.S)


class _Signs(NamedTuple):
    elements: frozenset[str]
    roles: frozenset[str]
    names: frozenset[str]
    phrases: re.Pattern[str]


@cache
def _signs() -> _Signs:
    data: Any = load(RULES / "webpages.yaml", "webpages")
    return _Signs(
        frozenset(data["elements"]),
        frozenset(data["roles"]),
        frozenset(data["names"]),
        re.compile("|".join(f"(?:{phrase})" for phrase in data["phrases"]), re.I),
    )


class Furniture:
    """Tells the furniture of one page, whose body is given."""

    def __init__(self, body: etree._Element) -> None:
        """Measure the page."""
        self.signs = _signs()
        self.total = _length(body)
        # Lengths are measured anew for each element; nested ones must not cost their square.
        self.budget = 8 * self.total + 10_000

    def holds(self, element: etree._Element) -> bool:
        """Whether an element holds furniture: marked as such, and no large part of the page."""
        if not self._marked(element) or self.budget < 0:
            return False
        size = _length(element)
        self.budget -= size
        if size > _LARGEST * self.total:
            return False
        return next(islice(element.iter("td", "th"), _MOST_CELLS, None), None) is None

    def says(self, text: str) -> bool:
        """Whether a paragraph is what pages say around their text."""
        bare = text.strip()
        return len(bare) <= _LONGEST_PHRASE and self.signs.phrases.match(bare) is not None

    def _marked(self, element: etree._Element) -> bool:
        if element.tag in self.signs.elements or element.get("role") in self.signs.roles:
            return True
        names = f"{element.get('class', '')} {element.get('id', '')}"
        return any(word.lower() in self.signs.names for word in _WORDS.findall(names))


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def without_tail(items: Sequence[Item]) -> list[Item]:
    """The items of a page, all from the first furniture on marked that follows its own text."""
    last = max((n for n, item in enumerate(items) if _own(item)), default=-1)
    result: list[Item] = []
    tail = False
    for number, item in enumerate(items):
        if isinstance(item, Paragraph):
            tail = tail or (number > last and item.furniture)
            item = item._replace(furniture=item.furniture or tail)
        result.append(item)
    return result


def _own(item: Item) -> bool:
    if isinstance(item, Paragraph):
        return not item.furniture and _OWN.match(item.text.strip()) is not None
    return isinstance(item, Table)
