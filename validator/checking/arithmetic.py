"""Sums and shares inside one sentence: a whole, its parts, and what part of it they are."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from validator.checking.cells import number, terms_of, total
from validator.checking.context import Context, Outcome, excerpt
from validator.model.finding import Location, State
from validator.model.rule import Rule
from validator.recognition import claims
from validator.recognition.patterns import compiled
from validator.recognition.phrasebook import phrasebook
from validator.recognition.prose import Plain, plain_passage, sentences

_CLOSING = re.compile(r"[。;!?)]")
_BRACKETED = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[,、]")


class _Count(NamedTuple):
    """A number with its counter in a sentence: value, counter, start and end."""

    value: Decimal
    unit: str
    start: int
    end: int


class _Split(NamedTuple):
    """A whole and the parts that a sentence names after it: texts and counts.

    `qualified` is true where a bracket says what the whole includes, which the parts need not.
    """

    whole: _Count
    parts: tuple[tuple[str, _Count], ...]
    end: int
    qualified: bool

    @property
    def sum(self) -> Decimal:
        """What the parts come to."""
        return sum((count.value for _, count in self.parts), Decimal(0))


def parts(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Parts that a sentence names are together not more than their whole."""
    for section, sentence in _sentences(rule, context):
        for split in _splits(sentence.text, rule.demand):
            if split.sum <= split.whole.value:
                yield State.PASSED
            else:
                yield _fail(rule, context, section, sentence, split)


def complete(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Parts of a set that is complete come to their whole."""
    for section, sentence in _sentences(rule, context):
        for split in _splits(sentence.text, rule.demand):
            if split.qualified or not any(
                _is_complete(split, kinds) for kinds in rule.demand["sets"]
            ):
                continue
            # Parts beyond the whole are the business of `parts`.
            if split.sum >= split.whole.value:
                yield State.PASSED
            else:
                yield _fail(rule, context, section, sentence, split)


def _is_complete(split: _Split, kinds: Any) -> bool:
    """Whether each part is of another kind of the set, and enough of them are named."""
    seen: list[int] = []
    for text, _ in split.parts:
        kind = next((k for k, p in enumerate(kinds["kinds"]) if re.search(p, text)), None)
        if kind is None or kind in seen:
            return False
        seen.append(kind)
    return len(seen) >= int(kinds["least"])


def _fail(rule: Rule, context: Context, section: str, sentence: Plain, split: _Split) -> Outcome:
    start, end = split.whole.start, split.end
    text = sentence.printed(start, end)
    plus = context.catalogue.say("sum.plus")
    values = {
        "sentence": sentence.printed(max(start - 20, 0), end),
        "whole": number(split.whole.value),
        "sum": number(split.sum),
        "parts": plus.join(number(count.value) for _, count in split.parts),
        "unit": split.whole.unit,
    }
    place = sentence.place(start)
    return context.finding(
        rule,
        context.in_section(section, place),
        [Location(place=place, section=section, text=text)],
        values,
        identity=text,
        expected=split.whole.value,
        actual=split.sum,
    )


def shares(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A share that is stated must be that of its number in some whole that is known."""
    pattern = compiled(rule.demand["share"])
    facts = context.facts
    for section, sentence in _sentences(rule, context):
        text = sentence.text
        # Numbers are counted only where they matter: numerals take long to understand.
        counts = _counts(text) if pattern.search(text) else []
        shared = [
            (own, found)
            for found in pattern.finditer(text)
            if (own := next((c for c in reversed(counts) if c.end <= found.start()), None))
            and not _BETWEEN.search(text[own.end : found.start()].strip(",("))
        ]
        # What has a share itself is a part, and no whole of parts beside it.
        parts = [own for own, _ in shared]
        for own, found in shared:
            wholes = [
                c.value
                for c in counts
                if c.end <= own.start and c.unit == own.unit and c not in parts
            ]
            if any(
                claim.text
                and claim.value == own.value
                and claim.text in sentence.printed(0, own.end)
                for claim in context.report.claims
                if claim.section == section
            ):
                sums = (terms_of(m, context.official, facts) for m in rule.demand["wholes"])
                wholes += [value for terms in sums if (value := total(terms, facts)) is not None]
            wholes = [whole for whole in wholes if whole >= own.value and whole > 0]
            if not wholes:
                continue
            stated = Decimal(found["share"])
            exponent = stated.as_tuple().exponent
            assert isinstance(exponent, int)
            # A last digit may have been rounded or cut off.
            slack = Decimal(1).scaleb(exponent)
            computed = [100 * own.value / whole for whole in wholes]
            if any(abs(share - stated) < slack for share in computed):
                yield State.PASSED
                continue
            place = sentence.place(own.start)
            printed = sentence.printed(own.start, found.end())
            values = {
                "sentence": excerpt(sentence.printed(0, len(text)), printed),
                "part": number(own.value),
                "whole": number(wholes[0]),
                "share": found["share"],
                "computed": number(round(computed[0], max(-exponent, 0))),
            }
            yield context.finding(
                rule,
                context.in_section(section, place),
                [Location(place=place, section=section, text=printed)],
                values,
                identity=printed,
                expected=round(computed[0], 4),
                actual=stated,
            )


def _sentences(rule: Rule, context: Context) -> Iterator[tuple[str, Plain]]:
    for section, passage in context.report.passages():
        if (section or "introduction") in rule.demand["in"]:
            for sentence in sentences(plain_passage(passage)):
                yield section, sentence


def _counts(text: str) -> list[_Count]:
    book = phrasebook()
    counts = []
    for found in book.number.finditer(text):
        value = claims.number(found["n"], book.multipliers)
        if value is not None:
            counts.append(_Count(value, found["unit"], found.start("n"), found.end()))
    return counts


def _splits(text: str, demand: Any) -> Iterator[_Split]:
    """Each whole of a sentence with the parts that follow it."""
    if not re.search(demand["opening"], text):
        return
    counts = _counts(text)
    restart = compiled(demand["restart"])
    # What a bracket adds to a whole, such as a part carried over, is not the whole.
    flat = _BRACKETED.sub(lambda bracket: "," * len(bracket[0]), text)
    wholes = [count for count in counts if flat[count.start] != ","]
    for found in re.finditer(demand["opening"], text):
        whole = next((c for c in reversed(wholes) if c.end <= found.start()), None)
        if whole is None or _apart(flat[whole.end : found.start()]):
            continue
        closing = _CLOSING.search(text, found.end())
        end = closing.start() if closing else len(text)
        named: list[tuple[str, _Count]] = []
        position = last = found.end()
        while position < end:
            stop = _BETWEEN.search(text, position, end)
            item_end = stop.start() if stop else end
            item = text[position:item_end]
            inside = [c for c in counts if position <= c.start and c.end <= item_end]
            if "%" in item and not inside:
                position = item_end + 1
                continue
            if len(inside) != 1 or inside[0].unit != whole.unit or restart.search(item):
                break
            named.append((item, inside[0]))
            last = item_end
            position = item_end + 1
        if named:
            between = text[whole.end : found.start()]
            yield _Split(whole, tuple(named), last, bool(_BRACKETED.search(between)))


def _apart(between: str) -> bool:
    """Whether something else stands between a whole and the words that open its parts."""
    return len(between.strip(",(:")) > 8 or bool(re.search(r"\d", between))
