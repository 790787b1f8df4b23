"""The phrases of rules/lexicon/phrases.yaml."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from validator.model.text import Text
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.rulebase.patterns import compile_pattern

Pattern = re.Pattern[str]
Effect = Literal["lower", "withdraw"]

_MACRO = re.compile(r"\{([a-zA-Z_]+)\}")


class Scope(NamedTuple):
    """Words that show a sentence to cover less than the tables, or something else.

    The scope does not apply if `whole` matches the text before the number, or `covered_issuers`
    the issuer's name; `{unit}` in the latter stands for the group `unit` of the matched pattern.
    `effect` says what becomes of a finding; the phrase `scope.<id>` of rules/messages says why.
    """

    id: str
    effect: Effect
    patterns: tuple[str, ...]
    whole: str
    covered_issuers: str


class Phrases(NamedTuple):
    """Phrasings of one statement: its id, name, and the sums of cells that it may mean.

    Every such sentence contains one of `cues`, and `needs` matches somewhere in it. Before the
    number, `unless` must not match in the same clause, nor `aside` before the phrase. `zero`
    matches sentences stating that there are none. Patterns are kept as text: most reports need
    few of them, and compiling all takes longer than checking a report.
    """

    id: str
    name: Text
    means: tuple[str, ...]
    cues: tuple[str, ...]
    patterns: tuple[str, ...]
    zero: tuple[str, ...]
    needs: str
    unless: str
    aside: str


class Phrasebook(NamedTuple):
    """All phrases, the sections to search, the scopes, and the notation of numbers.

    `number` matches a number with its counter, in the groups `n` and `unit`, and words that mark
    it as rounded in groups named `about…`; `money` maps units of amounts to their factor in the
    tables' unit, `multipliers` words such as 万 to theirs.
    """

    sections: frozenset[str]
    phrases: tuple[Phrases, ...]
    scopes: tuple[Scope, ...]
    number: Pattern
    money: Mapping[str, str]
    multipliers: Mapping[str, int]

    def of(self, name: str) -> Phrases:
        """The phrases with an id; raise KeyError if there are none."""
        for phrases in self.phrases:
            if phrases.id == name:
                return phrases
        raise KeyError(name)

    def scope(self, name: str) -> Scope:
        """The scope with an id; raise KeyError if there is none."""
        for scope in self.scopes:
            if scope.id == name:
                return scope
        raise KeyError(name)


@cache
def load_phrasebook(path: Path = RULES / "lexicon" / "phrases.yaml") -> Phrasebook:
    """Load the phrases of a file; raise UserError as `declarations.load` does."""
    data: Any = load(path, "phrases")
    numbers = data["number"]
    counted = _number_pattern(numbers, numbers["counters"])
    macros = {**data["words"], "N": counted, "money": _number_pattern(numbers, numbers["money"])}
    return Phrasebook(
        sections=frozenset(data["in"]),
        phrases=tuple(_phrases(entry, macros) for entry in data["claims"]),
        scopes=tuple(
            Scope(
                entry["id"],
                entry["effect"],
                tuple(entry["patterns"]),
                entry.get("whole", ""),
                entry.get("own", ""),
            )
            for entry in data["scopes"]
        ),
        number=compile_pattern(counted),
        money={unit: str(factor) for unit, factor in numbers["money"].items()},
        multipliers=numbers["thousands"],
    )


def _phrases(entry: Any, macros: Mapping[str, str]) -> Phrases:
    def expanded(key: str) -> tuple[str, ...]:
        return tuple(expand_macros(text, macros) for text in entry.get(key, ()))

    return Phrases(
        entry["id"],
        Text(**entry["name"]),
        tuple(entry["means"]),
        tuple(entry["cues"]),
        expanded("phrases"),
        expanded("zero"),
        expand_macros(entry.get("needs", ""), macros),
        expand_macros(entry.get("unless", ""), macros),
        expand_macros(entry.get("aside", ""), macros),
    )


def expand_macros(pattern: str, macros: Mapping[str, str]) -> str:
    """Replace each `{name}` in a pattern by its macro, in a group of its own."""

    def replace(match: re.Match[str]) -> str:
        return f"(?:{expand_macros(macros[match[1]], macros)})" if match[1] in macros else match[0]

    return _MACRO.sub(replace, pattern)


def _number_pattern(numbers: Any, units: Any) -> str:
    """Pattern of a number and unit; digits are tried before numerals, long units before short."""
    before, after, behind = (_alternatives(numbers[key]) for key in ("before", "after", "behind"))
    thousands = _alternatives(numbers["thousands"])
    digits = rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?{thousands}?"
    numerals = f"[{numbers['numerals']}]+"
    return (
        rf"(?P<about_before>{before})?(?<!\d)(?P<n>{digits}|{numerals})(?P<about_after>{after})?"
        rf"(?P<unit>{_alternatives(units)})(?P<about_behind>{behind})?"
    )


def _alternatives(words: Any) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"
