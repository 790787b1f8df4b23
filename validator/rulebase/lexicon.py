"""The words of rules/lexicon/features.yaml: what they say in a sentence about figures."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.rulebase.patterns import compile_pattern, find_all

Features = Mapping[str, str]


class Entry(NamedTuple):
    """The features of words, a pattern that must follow them (or empty), the entry's number."""

    features: Features
    next: str
    rank: int


class Lexicon(NamedTuple):
    """Entries by word, the lengths of words by their first characters, entries by pattern.

    `bodies` are the characters that names of bodies end with, `among` stands behind a number of
    which others are; `items` is the counter of kinds of decisions, `posts` of what is published.
    """

    words: Mapping[str, tuple[Entry, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    patterns: tuple[tuple[str, Entry], ...]
    bodies: frozenset[str]
    among: str
    items: str
    posts: str

    def find(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """Start, end and entry of the words in a text, from left to right, none within another.

        The longest that begins at a character is taken, what matches a pattern before all words.
        """
        matched = {
            match.start(): (match.end(), entry)
            for pattern, entry in self.patterns
            for match in find_all(pattern, text)
        }
        lengths = self.lengths
        at, size = 0, len(text)
        while at < size:
            if text[at] in lengths or at in matched:
                word = matched.get(at) or self._word(text, at)
                if word is not None:
                    yield at, *word
                    at = word[0]
                    continue
            at += 1

    def _word(self, text: str, at: int) -> tuple[int, Entry] | None:
        for length in self.lengths.get(text[at : at + 2]) or self.lengths.get(text[at], ()):
            for entry in self.words.get(text[at : at + length], ()):
                # At the end of a text there may be less of it than a word may be long.
                end = min(at + length, len(text))
                if not entry.next or compile_pattern(entry.next).match(text, end):
                    return end, entry
        return None


@cache
def load_lexicon(path: Path = RULES / "lexicon" / "features.yaml") -> Lexicon:
    """Load the words of a file; raise UserError as `declarations.load` does."""
    data: Any = load(path, "features")
    words: dict[str, tuple[Entry, ...]] = {}
    patterns: list[tuple[str, Entry]] = []
    for rank, item in enumerate(data["words"]):
        features = {k: v for k, v in item.items() if k not in ("say", "next", "pattern")}
        entry = Entry(features, item.get("next", ""), rank)
        if "pattern" in item:
            patterns.append((item["pattern"], entry))
        for written in item.get("say", "").split():
            for word in expand(written):
                words[word] = (*words.get(word, ()), entry)
    # What asks for more comes first.
    words = {w: tuple(sorted(e, key=lambda one: not one.next)) for w, e in words.items()}
    return Lexicon(
        words=words,
        lengths=_lengths(words),
        patterns=tuple(patterns),
        bodies=frozenset(data["bodies"]),
        among=data["among"],
        items=data["items"],
        posts=data["posts"],
    )


def _lengths(words: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    """Lengths of words, longest first, by their first two characters and by their first.

    Those of words of one character belong to all that begin with it.
    """
    by_start: dict[str, set[int]] = {}
    for word in words:
        by_start.setdefault(word[0], set())
        by_start.setdefault(word[:2], set()).add(len(word))
    return {
        start: tuple(sorted(lengths | by_start[start[0]], reverse=True))
        for start, lengths in by_start.items()
    }


def expand(written: str) -> Iterator[str]:
    """All words of an expression: `(a|b)` and `[ab]` are choices, `?` marks what may be missing.

    >>> sorted(expand("复[议义](案|案件)?"))
    ['复义', '复义案', '复义案件', '复议', '复议案', '复议案件']
    """
    alternatives, _ = _alternatives(written, 0)
    return iter(alternatives)


def _alternatives(written: str, at: int) -> tuple[list[str], int]:
    """The words of an expression from a place up to the end of its group, and that end."""
    result: list[str] = []
    parts: list[list[str]] = []
    while at < len(written) and written[at] != ")":
        char = written[at]
        if char == "|":
            result.extend(map("".join, product(*parts)))
            parts = []
            at += 1
            continue
        if char == "(":
            choices, at = _alternatives(written, at + 1)
        elif char == "[":
            end = written.index("]", at)
            choices, at = list(written[at + 1 : end]), end
        else:
            choices = [char]
        at += 1
        if written[at : at + 1] == "?":
            choices = ["", *choices]
            at += 1
        parts.append(choices)
    result.extend(map("".join, product(*parts)))
    return result, at
