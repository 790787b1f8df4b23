"""Wording in the languages of the project."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en
