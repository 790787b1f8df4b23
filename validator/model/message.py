"""Phrases that are worded last: a key of rules/messages with typed values.

Checks say what they found as messages; only what is shown to a person is worded, by a `Catalogue`,
in the language of whoever reads it.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, Union

from validator.model.text import Text

Value = Union[str, int, Decimal, Text, "Message", "Joined"]
"""What fills a blank: a text as printed, a count or a year, a figure, words in each language, or
phrases in turn.
"""


class Values(Mapping[str, Value]):
    """Values by the names of the blanks that they fill."""

    __slots__ = ("_by_name",)

    def __init__(self, by_name: Mapping[str, Value] | None = None, /, **named: Value) -> None:
        """Take values from a mapping, by keyword, or both."""
        self._by_name: Mapping[str, Value] = {**(by_name or {}), **named}

    def __getitem__(self, name: str) -> Value:
        """Look up the value of a blank; KeyError if there is none."""
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._by_name)

    def __len__(self) -> int:
        """Count the values."""
        return len(self._by_name)

    def __hash__(self) -> int:
        """Hash by names and values, as tuples do."""
        return hash(tuple(self._by_name.items()))

    def __repr__(self) -> str:
        """Show the values as a dict."""
        return f"Values({dict(self._by_name)!r})"


NO_VALUES = Values()


class Message(NamedTuple):
    """A phrase: its key in rules/messages (`SUM001.message` for a rule's) and what fills it.

    The name of a cell has the key `place.cell` and, besides the names of table, row and column, its
    concept id as the value `cell`.
    """

    key: str
    values: Values = NO_VALUES


class Joined(NamedTuple):
    """Values one after the other; `separator` is the key of the phrase between them, if any."""

    parts: tuple[Value, ...]
    separator: str = ""


def phrase(key: str, /, **values: Value) -> Message:
    """A message with values given by keyword."""
    return Message(key, Values(values))


def listed(parts: Iterable[Value]) -> Joined:
    """Values as each language lists them."""
    return Joined(tuple(parts), "list.comma")


def figure_text(amount: Decimal) -> str:
    """A figure as people write it: no exponent, no trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
