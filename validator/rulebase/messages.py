"""The phrases of rules/messages."""

from functools import cache
from typing import Any

from validator.model.catalogue import Catalogue
from validator.model.text import Language
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES


@cache
def load_catalogue(language: Language) -> Catalogue:
    """Load the catalogue of all phrases of a language."""
    data: Any = load(RULES / "messages" / f"{language}.yaml", "messages")
    phrases = {
        f"{group}.{key}": phrase
        for group, entries in data.items()
        for key, phrase in entries.items()
    }
    return Catalogue(language, phrases)
