"""Wording of everything that is said to the user, in one language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from validator.model.text import Language

_BLANK = re.compile(r"\{(\w+)\}")


def fill(template: str, values: Mapping[str, object]) -> str:
    """A template with each `{name}` replaced by its value; unknown names stay as they are."""
    return _BLANK.sub(lambda blank: str(values.get(blank[1], blank[0])), template)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The phrases of one language by dotted key, such as `place.page`."""

    language: Language
    phrases: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """A phrase with its blanks filled; KeyError where the phrase does not exist."""
        return fill(self.phrases[key], values)
