"""The words of rules/vocabulary.yaml, compiled."""

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from validator.data.declarations import load
from validator.data.files import RULES
from validator.recognition.patterns import compiled
from validator.recognition.wording import plain

Pattern = re.Pattern[str]


class Vocabulary(NamedTuple):
    """By what words titles, periods, bodies and filled cells are recognised.

    `region` matches one place at the head of a body's name, `general` are the words in it that
    do not tell what the body is for.
    """

    titles: tuple[Pattern, ...]
    title_issuer: Pattern
    title_ending: Pattern
    periods: tuple[Pattern, ...]
    marks: tuple[str, ...]
    first_year: int
    contents: frozenset[str]
    heading_fillers: tuple[str, ...]
    issuer_kinds: tuple[tuple[str, Pattern], ...]
    region: Pattern
    general: tuple[str, ...]
    blank_marks: frozenset[str]
    figure_words: frozenset[str]
    zero_words: frozenset[str]
    units: tuple[str, ...]

    def issuer_kind(self, issuer: str) -> str:
        """government, township or department, by the ending of a body's name."""
        return next((kind for kind, p in self.issuer_kinds if p.search(issuer)), "")


@cache
def vocabulary(path: Path = RULES / "vocabulary.yaml") -> Vocabulary:
    """The vocabulary of a file; UserError as `declarations.load` raises it."""
    data: Any = load(path, "vocabulary")
    figures = data["figures"]
    return Vocabulary(
        titles=tuple(compiled(p) for p in data["title"]["patterns"]),
        title_issuer=compiled(data["title"]["issuer"]),
        title_ending=compiled(data["title"]["ending"]),
        periods=tuple(compiled(p) for p in data["period"]["patterns"]),
        marks=tuple(data["marks"]),
        first_year=data["first_year"],
        contents=frozenset(data["contents"]),
        heading_fillers=tuple(data["heading_fillers"]),
        issuer_kinds=tuple((k["kind"], compiled(k["pattern"])) for k in data["issuer_kinds"]),
        region=compiled(data["bodies"]["region"]),
        general=tuple(sorted(data["bodies"]["general"], key=len, reverse=True)),
        blank_marks=frozenset(plain(mark) for mark in figures["blank_marks"]),
        figure_words=frozenset(plain(word) for word in figures["words"]),
        zero_words=frozenset(plain(word) for word in figures["zero_words"]),
        units=tuple(sorted(figures["units"], key=len, reverse=True)),
    )
