"""Text in the languages of the project."""

from typing import Literal, NamedTuple
from unicodedata import category

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Text(NamedTuple):
    """The same words in Chinese and English."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en


# Categories of characters that act on a terminal or a line instead of being seen.
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def display_name(name: str) -> str:
    """The name of a file as it is shown: what no output can hold is escaped.

    Such are bytes that are not UTF-8, as of archives unpacked elsewhere, and control characters.
    """
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(
        char.encode("unicode_escape").decode("ascii") if category(char) in _UNSEEN else char
        for char in readable
    )
