"""The phrases of rules/lexicon/phrases.yaml."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from validator.model.text import Text
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.rulebase.patterns import compile_pattern

Pattern = re.Pattern[str]
Effect = Literal["lower", "withdraw"]


class Scope(NamedTuple):
    """Words that show a sentence to cover less than the tables, or something else.

    The scope does not apply if `whole` matches the text before the number, or `covered_issuers`
    the issuer's name; `{unit}` in the latter stands for the group `unit` of the matched pattern.
    `of_shares`: it is one of statements of all, or of a share, only, and may be within them.
    `effect` says what becomes of a finding; the phrase `scope.<id>` of rules/messages says why.
    """

    id: str
    effect: Effect
    patterns: tuple[str, ...]
    whole: str
    covered_issuers: str
    of_shares: bool = False


class Phrases(NamedTuple):
    """One kind of statement: id, name, the sums of cells that it may mean, and when it is made.

    `when` are bundles of features (rules/lexicon/features.yaml), each feature with the values that
    it may have: a number, or a statement without one, that has all of a bundle is of this kind.
    `{object}` and `{event}` in `means` and `of` stand for its features. `of` are the sums that a
    share is stated of, empty if a number is stated.
    """

    id: str
    name: Text
    means: tuple[str, ...]
    of: tuple[str, ...]
    when: tuple[Mapping[str, frozenset[str]], ...]

    def asks(self, feature: str) -> bool:
        """Whether a bundle has a feature."""
        return any(feature in bundle for bundle in self.when)


class Phrasebook(NamedTuple):
    """All phrases, the sections to search, the scopes, and the notation of numbers.

    `by_event` are the bundles by the event that they have, empty if none, with what they state.
    `number` matches a number with its counter, `amount` one with a unit of money, in the groups
    `n` and `unit`, and words that mark it as rounded in groups named `about…`; `counters` are the
    counters, `money` maps units of amounts to their factor in the tables' unit, `multipliers`
    words such as 万 to theirs.
    """

    sections: frozenset[str]
    phrases: tuple[Phrases, ...]
    by_event: Mapping[str, Sequence[tuple[Mapping[str, frozenset[str]], Phrases]]]
    scopes: tuple[Scope, ...]
    number: Pattern
    amount: Pattern
    counters: tuple[str, ...]
    money: Mapping[str, str]
    multipliers: Mapping[str, int]

    def fitting(self, features: Mapping[str, str]) -> Phrases | None:
        """The statement with the most features that these features have, None if not one alone."""
        most = 0
        best: list[Phrases] = []
        for event in (features.get("event", ""), ""):
            for bundle, phrases in self.by_event.get(event, ()):
                if len(bundle) < most or phrases in best:
                    continue
                if all(features.get(name) in values for name, values in bundle.items()):
                    best = [*best, phrases] if len(bundle) == most else [phrases]
                    most = len(bundle)
        return best[0] if len(best) == 1 else None

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
    amount = _number_pattern(numbers, numbers["money"])
    phrases = tuple(_phrases(entry) for entry in data["claims"])
    return Phrasebook(
        sections=frozenset(data["in"]),
        phrases=phrases,
        by_event=_by_event(phrases),
        scopes=tuple(
            Scope(
                entry["id"],
                entry["effect"],
                tuple(entry["patterns"]),
                entry.get("whole", ""),
                entry.get("own", ""),
                entry.get("of_shares", False),
            )
            for entry in data["scopes"]
        ),
        number=compile_pattern(counted),
        amount=compile_pattern(amount),
        counters=tuple(numbers["counters"]),
        money={unit: str(factor) for unit, factor in numbers["money"].items()},
        multipliers=numbers["thousands"],
    )


def _phrases(entry: Any) -> Phrases:
    return Phrases(
        entry["id"],
        Text(**entry["name"]),
        tuple(entry["means"]),
        tuple(entry.get("of", ())),
        tuple(
            {name: frozenset(values.split("|")) for name, values in bundle.items()}
            for bundle in entry["when"]
        ),
    )


def _by_event(
    phrases: Sequence[Phrases],
) -> dict[str, list[tuple[Mapping[str, frozenset[str]], Phrases]]]:
    result: dict[str, list[tuple[Mapping[str, frozenset[str]], Phrases]]] = {}
    for one in phrases:
        for bundle in one.when:
            for event in bundle.get("event", ("",)):
                result.setdefault(event, []).append((bundle, one))
    return result


def _number_pattern(numbers: Any, units: Any) -> str:
    """Pattern of a number and unit; digits are tried before numerals, long units before short."""
    before, after, behind = (_alternatives(numbers[key]) for key in ("before", "after", "behind"))
    thousands = _alternatives(numbers["thousands"])
    digits = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?{thousands}?"
    numerals = f"[{numbers['numerals']}]+"
    return (
        rf"(?P<about_before>{before})?(?<!\d)(?P<n>{digits}|{numerals})(?P<about_after>{after})?"
        rf"(?P<unit>{_alternatives(units)})(?P<about_behind>{behind})?"
    )


def _alternatives(words: Any) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"
