"""Words of a sentence with their features, and its numbers: what claims are read from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from validator.rulebase.lexicon import Features, Lexicon
from validator.rulebase.phrasebook import Phrasebook

_YEAR = re.compile(r"\d{4}")
# Marks that end a clause, those between the members of a list among them.
_MARK = re.compile(r"[,;。!?()、]|:(?!\d{1,6}[件份条宗起例项个次万])")
_LISTING = "、"
_SILENT = frozenset("“”\"'‘’《》〈〉[]【】/·.…—-:")


# The unit of all amounts, which are in that of the tables.
MONEY = "money"


class Word(NamedTuple):
    """A word of the lexicon in a sentence: its span, features, and the rank of its entry."""

    start: int
    end: int
    features: Features
    rank: int


class Number(NamedTuple):
    """A number with its counter: span with the words that round it, span of digits, unit.

    `written` are its digits or numerals, `multipliers` what words such as 万 stand for, `factor`
    what it is multiplied by.
    """

    start: int
    end: int
    digits: tuple[int, int]
    written: str
    unit: str
    approximate: bool
    multipliers: Mapping[str, int]
    factor: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal | None:
        """Its value, None if it is invalid; numerals are read only if asked for."""
        value = parse_number(self.written, self.multipliers)
        return None if value is None else value * self.factor


class Clause(NamedTuple):
    """What stands between two marks: span, words, numbers, the mark before it.

    `words` are those with features, `spans` are those of all words and numbers.
    """

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    numbers: tuple[Number, ...]
    mark: str
    spans: tuple[tuple[int, int], ...] = ()
    names: frozenset[str] = frozenset()

    def has(self, feature: str) -> bool:
        """Whether one of the words has a feature."""
        return feature in self.names

    def is_known(self, start: int, end: int) -> bool:
        """Whether a stretch of the text consists of words and numbers that are known."""
        at = start
        for low, high in self.spans:
            if high <= at:
                continue
            if low >= end:
                break
            if any(char not in _SILENT for char in self.text[at:low]):
                return False
            at = high
        return at >= end or all(char in _SILENT for char in self.text[at:end])


def find_words(text: str, lexicon: Lexicon) -> list[Word]:
    """The words of a sentence, in order, those without features among them."""
    return [Word(start, end, e.features, e.rank) for start, end, e in lexicon.find(text)]


def clauses(text: str, words: Sequence[Word], book: Phrasebook, year: int | None) -> list[Clause]:
    """The clauses of a sentence with these words; years become `last`, `this` or `next`."""
    items = _without_overlaps(words, numbers_in(text, book))
    result: list[Clause] = []
    start, mark, first = 0, "", 0
    place = 0
    for match in _MARK.finditer(text):
        at = match.start()
        while place < len(items) and items[place].end <= at:
            place += 1
        if place < len(items) and items[place].start <= at:
            continue
        result.append(_clause(text, start, at, items[first:place], mark, year))
        start, mark, first = at + 1, match[0], place
    result.append(_clause(text, start, len(text), items[first:], mark, year))
    return _with_listed_numbers(result)


def listed_before(parts: Sequence[Clause], at: int) -> Iterator[Clause]:
    """The clauses without numbers that stand in a list before a clause, the nearest first."""
    while parts[at].mark == _LISTING and at and not parts[at - 1].numbers:
        at -= 1
        yield parts[at]


def _with_listed_numbers(parts: Sequence[Clause]) -> list[Clause]:
    """The clauses with the numbers of 分别为3件、2件和1件 in one."""
    result: list[Clause] = []
    for clause in parts:
        before = result[-1] if result else None
        if (
            before is not None
            and before.has("respectively")
            and clause.mark == _LISTING
            and clause.numbers
            and not clause.words
        ):
            result[-1] = before._replace(
                end=clause.end,
                numbers=(*before.numbers, *clause.numbers),
                spans=(*before.spans, *clause.spans),
            )
        else:
            result.append(clause)
    return result


def _without_overlaps(words: Sequence[Word], numbers: Sequence[Number]) -> list[Word | Number]:
    """Words and numbers in order; a number within a word, as in 一件事, is none."""
    result: list[Word | Number] = []
    at = 0
    for number in numbers:
        while at < len(words) and words[at].end <= number.start:
            result.append(words[at])
            at += 1
        if at < len(words) and words[at].start <= number.start and number.end <= words[at].end:
            continue
        while at < len(words) and words[at].start < number.end:
            at += 1
        result.append(number)
    result.extend(words[at:])
    return result


def _clause(
    text: str, start: int, end: int, items: Sequence[Word | Number], mark: str, year: int | None
) -> Clause:
    words: list[Word] = []
    numbers: list[Number] = []
    for item in items:
        if isinstance(item, Number):
            numbers.append(item)
        elif item.features:
            words.append(_timed(item, text, year))
    spans = tuple((item.start, item.end) for item in items)
    names = frozenset(name for word in words for name in word.features)
    return Clause(text, start, end, tuple(words), tuple(numbers), mark, spans, names)


def dimensions(text: str, lexicon: Lexicon) -> set[str]:
    """By what a text tells parts of a whole: `who`, `channel`, `outcome`, `result`, `object`.

    `step` if it names what happens to all, as 办结: that is no part.
    """
    result: set[str] = set()
    for _, _, entry in lexicon.find(text):
        features = entry.features
        result.update(name for name in ("who", "channel") if name in features)
        if "step" in features:
            result.add("step")
        elif features.get("of") == "dispute":
            result.add("result")
        elif "application" in (features.get("of"), features.get("implies")):
            result.add("outcome")
        elif features.get("kind") == "dispute":
            result.add("object")
    return result


def _timed(word: Word, text: str, year: int | None) -> Word:
    if word.features.get("time") != "year":
        return word
    digits = _YEAR.match(text, word.start)
    if digits is None or year is None:
        return word._replace(features={})
    time = {-1: "last", 0: "this", 1: "next"}.get(int(digits[0]) - year, "other")
    return word._replace(features={"time": time, "year": digits[0]})


def numbers_in(text: str, book: Phrasebook) -> list[Number]:
    """The numbers with a counter, or a unit of money, in a text, in order."""
    numbers: list[Number] = []
    for pattern, units in ((book.number, book.counters), (book.amount, book.money)):
        if not any(unit in text for unit in units):
            continue
        for match in pattern.finditer(text):
            groups = match.groupdict()
            approximate = any(groups[name] for name in groups if name.startswith("about"))
            is_money = match["unit"] in book.money
            number = Number(
                *match.span(),
                match.span("n"),
                match["n"],
                MONEY if is_money else match["unit"],
                approximate,
                book.multipliers,
                Decimal(book.money[match["unit"]]) if is_money else Decimal(1),
            )
            numbers.append(number)
    return sorted(numbers, key=lambda number: number.start)


def parse_number(text: str, multipliers: Mapping[str, int]) -> Decimal | None:
    """Return the value of a number in digits or Chinese numerals, or None if it is invalid."""
    factor = Decimal(1)
    for word, times in multipliers.items():
        if text.endswith(word) and text[0].isdigit():
            text, factor = text.removesuffix(word), Decimal(times)
    try:
        return Decimal(text.replace(",", "")) * factor
    except InvalidOperation:
        return _parse_numeral(text)


@lru_cache(maxsize=1024)
def _parse_numeral(text: str) -> Decimal | None:
    # Imported on demand: the import takes longer than reading most reports.
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(text, "smart")))
    except ValueError:
        return None
