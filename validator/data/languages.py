"""The phrases of rules/language."""

from functools import cache
from typing import Any

from validator.data.declarations import load
from validator.data.files import RULES
from validator.model.catalogue import Catalogue
from validator.model.text import Language


@cache
def catalogue(language: Language) -> Catalogue:
    """All phrases of a language."""
    data: Any = load(RULES / "language" / f"{language}.yaml", "language")
    phrases = {
        f"{group}.{key}": phrase
        for group, entries in data.items()
        for key, phrase in entries.items()
    }
    return Catalogue(language, phrases)
