"""The wording of all messages to the user, in one language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from validator.model.message import Joined, Message, Value, Values, figure_text
from validator.model.text import Language, Text

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(template: str, values: Mapping[str, object]) -> str:
    """A template with each `{name}` replaced by its value; unknown names stay as they are."""
    return _PLACEHOLDER.sub(lambda blank: str(values.get(blank[1], blank[0])), template)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The phrases of one language by dotted key, such as `place.page`."""

    language: Language
    phrases: Mapping[str, str]

    def say(self, key: str, /, **values: Value) -> str:
        """A phrase with its blanks filled; KeyError if the phrase does not exist."""
        return self.word(Message(key, Values(values)))

    def word(self, value: Value) -> str:
        """A value in words; KeyError if a phrase in it does not exist."""
        match value:
            case str():
                return value
            case Message(key, values):
                return _PLACEHOLDER.sub(
                    lambda blank: self.word(values[blank[1]]) if blank[1] in values else blank[0],
                    self.phrases[key],
                )
            case Text():
                return value.of(self.language)
            case Joined(parts, separator):
                between = self.phrases[separator] if separator else ""
                return between.join(map(self.word, parts))
            case Decimal():
                return figure_text(value)
            case _:
                return str(value)
