"""The words of rules/lexicon/vocabulary.yaml, compiled."""

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.rulebase.normal_form import plain
from validator.rulebase.patterns import compile_pattern

Pattern = re.Pattern[str]


class Vocabulary(NamedTuple):
    """Words and patterns that identify titles, periods, bodies and filled cells.

    `region` matches a place name at the start of a body's name; `general` holds words that do not
    distinguish a body's function.
    """

    titles: tuple[Pattern, ...]
    title_issuer: Pattern
    title_ending: Pattern
    periods: tuple[Pattern, ...]
    marks: tuple[str, ...]
    first_year: int
    contents: frozenset[str]
    continued: tuple[str, ...]
    heading_fillers: tuple[str, ...]
    issuer_kinds: tuple[tuple[str, Pattern], ...]
    region: Pattern
    general: tuple[str, ...]
    blank_marks: frozenset[str]
    figure_words: frozenset[str]
    zero_words: frozenset[str]
    units: tuple[str, ...]

    def issuer_kind(self, issuer: str) -> str:
        """The kind of body (such as government, township, department) by the ending of its name."""
        return next((kind for kind, p in self.issuer_kinds if p.search(issuer)), "")


@cache
def load_vocabulary(path: Path = RULES / "lexicon" / "vocabulary.yaml") -> Vocabulary:
    """Load the vocabulary of a file; raise UserError as `declarations.load` does."""
    data: Any = load(path, "vocabulary")
    figures = data["figures"]
    return Vocabulary(
        titles=tuple(compile_pattern(p) for p in data["title"]["patterns"]),
        title_issuer=compile_pattern(data["title"]["issuer"]),
        title_ending=compile_pattern(data["title"]["ending"]),
        periods=tuple(compile_pattern(p) for p in data["period"]["patterns"]),
        marks=tuple(data["marks"]),
        first_year=data["first_year"],
        contents=frozenset(data["contents"]),
        continued=tuple(sorted(data["continued"], key=len, reverse=True)),
        heading_fillers=tuple(data["heading_fillers"]),
        issuer_kinds=tuple(
            (k["kind"], compile_pattern(k["pattern"])) for k in data["issuer_kinds"]
        ),
        region=compile_pattern(data["bodies"]["region"]),
        general=tuple(sorted(data["bodies"]["general"], key=len, reverse=True)),
        blank_marks=frozenset(plain(mark) for mark in figures["blank_marks"]),
        figure_words=frozenset(plain(word) for word in (*figures["words"], *figures["zero_words"])),
        zero_words=frozenset(plain(word) for word in figures["zero_words"]),
        units=tuple(sorted(figures["units"], key=len, reverse=True)),
    )
