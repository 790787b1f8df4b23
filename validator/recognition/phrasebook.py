"""The phrases of rules/phrases.yaml, compiled."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from validator.data.declarations import load
from validator.data.files import RULES
from validator.model.text import Text
from validator.recognition.patterns import compiled

Pattern = re.Pattern[str]
Effect = Literal["lower", "withdraw"]

_MACRO = re.compile(r"\{([a-zA-Z_]+)\}")


class Scope(NamedTuple):
    """Words by which a sentence speaks of less than the tables, or of something else.

    `whole` matches where the doubt is taken away again, `own` the names of bodies that have none;
    `{unit}` in it is what a pattern found by this name. `effect` says what becomes of a finding,
    `reason` why, with a blank for the word found.
    """

    id: str
    effect: Effect
    reason: Text
    patterns: tuple[str, ...]
    whole: str
    own: str


class Phrases(NamedTuple):
    """How sentences state one thing: its id, name, the sums of cells that it may mean.

    One of `cues` stands in every such sentence. `needs` must match somewhere in it; before the
    number, `unless` must match nowhere in its clause and `aside` nowhere in the sentence.
    `zero` matches where the sentence says that there is none. Patterns are kept as text: most
    reports need few of them, and compiling all takes longer than checking a report.
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
    """All phrases, the sections to look through, scopes, and how numbers are written.

    `number` matches a number with its counter, with the groups `n`, `unit`, and those named
    `about…` where a word rounds it; `money` holds the units of amounts in the tables' unit.
    """

    sections: frozenset[str]
    phrases: tuple[Phrases, ...]
    scopes: tuple[Scope, ...]
    number: Pattern
    money: Mapping[str, str]
    multipliers: Mapping[str, int]

    def of(self, name: str) -> Phrases:
        """The phrases of an id; KeyError where there are none."""
        for phrases in self.phrases:
            if phrases.id == name:
                return phrases
        raise KeyError(name)

    def scope(self, name: str) -> Scope:
        """The scope of an id; KeyError where there is none."""
        for scope in self.scopes:
            if scope.id == name:
                return scope
        raise KeyError(name)


@cache
def phrasebook(path: Path = RULES / "phrases.yaml") -> Phrasebook:
    """The phrases of a file; UserError as `declarations.load` raises it."""
    data: Any = load(path, "phrases")
    numbers = data["number"]
    counted = _number(numbers, numbers["counters"])
    macros = {**data["words"], "N": counted, "money": _number(numbers, numbers["money"])}
    return Phrasebook(
        sections=frozenset(data["in"]),
        phrases=tuple(_phrases(entry, macros) for entry in data["claims"]),
        scopes=tuple(
            Scope(
                entry["id"],
                entry["effect"],
                Text(**entry["reason"]),
                tuple(entry["patterns"]),
                entry.get("whole", ""),
                entry.get("own", ""),
            )
            for entry in data["scopes"]
        ),
        number=compiled(counted),
        money={unit: str(factor) for unit, factor in numbers["money"].items()},
        multipliers=numbers["thousands"],
    )


def _phrases(entry: Any, macros: Mapping[str, str]) -> Phrases:
    def expanded(key: str) -> tuple[str, ...]:
        return tuple(expand(text, macros) for text in entry.get(key, ()))

    return Phrases(
        entry["id"],
        Text(**entry["name"]),
        tuple(entry["means"]),
        tuple(entry["cues"]),
        expanded("phrases"),
        expanded("zero"),
        expand(entry.get("needs", ""), macros),
        expand(entry.get("unless", ""), macros),
        expand(entry.get("aside", ""), macros),
    )


def expand(pattern: str, macros: Mapping[str, str]) -> str:
    """A pattern with each `{name}` replaced by what it stands for, in a group of its own."""

    def replace(found: re.Match[str]) -> str:
        return f"(?:{expand(macros[found[1]], macros)})" if found[1] in macros else found[0]

    return _MACRO.sub(replace, pattern)


def _number(numbers: Any, units: Any) -> str:
    """A number with a unit; full digits are tried before numerals, long units before short."""
    before, after, behind = (_any(numbers[key]) for key in ("before", "after", "behind"))
    thousands = _any(numbers["thousands"])
    digits = rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?{thousands}?"
    numerals = f"[{numbers['numerals']}]+"
    return (
        rf"(?P<about_before>{before})?(?<!\d)(?P<n>{digits}|{numerals})(?P<about_after>{after})?"
        rf"(?P<unit>{_any(units)})(?P<about_behind>{behind})?"
    )


def _any(words: Any) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"
