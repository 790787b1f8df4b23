"""Sums and shares within a sentence: a whole, its parts, and their percentages of it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from validator.checking.cells import terms_of, total
from validator.checking.context import Context, Outcome, excerpt
from validator.checking.kinds.stated import last_digit
from validator.model.demand import ClaimDemand, PartSet
from validator.model.finding import Location, State
from validator.model.message import Joined, Value
from validator.model.rule import Rule
from validator.recognition.prose.features import MONEY, dimensions, numbers_in
from validator.recognition.prose.sentences import PlainText, plain_passage, split_sentences
from validator.rulebase.lexicon import load_lexicon
from validator.rulebase.patterns import find_all, search
from validator.rulebase.phrasebook import load_phrasebook

_CLOSING = r"[。;!?)]"
_BRACKETED = r"\([^()]*\)"
_BETWEEN = r"[,、]"
_LISTING = ("、", "和", "及", "与")


class _Count(NamedTuple):
    """A number with its counter word in a sentence: value, counter word, start and end offset."""

    value: Decimal
    unit: str
    start: int
    end: int


class _Split(NamedTuple):
    """A whole and the parts that a sentence lists after it, as pairs of text and count.

    `qualified`: a bracket says what the whole includes, so the parts need not add up to it.
    """

    whole: _Count
    parts: tuple[tuple[str, _Count], ...]
    end: int
    qualified: bool

    @property
    def sum(self) -> Decimal:
        """The sum of the parts."""
        return sum((count.value for _, count in self.parts), Decimal(0))


def check_parts(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that the parts listed in a sentence do not exceed their whole."""
    for section, sentence in _sentences(rule, context):
        for split in _read_splits(sentence.text, rule.demand):
            if split.sum <= split.whole.value:
                yield State.PASSED
            else:
                yield _fail(rule, context, section, sentence, split)


def check_complete(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that the parts of a complete set add up to their whole."""
    for section, sentence in _sentences(rule, context):
        for split in _read_splits(sentence.text, rule.demand):
            if split.qualified or not any(
                _is_complete(split, part_set) for part_set in rule.demand.sets
            ):
                continue
            # Parts that exceed the whole are left to `check_parts`.
            if split.sum >= split.whole.value:
                yield State.PASSED
            else:
                yield _fail(rule, context, section, sentence, split)


def _is_complete(split: _Split, part_set: PartSet) -> bool:
    """Whether each part is of a different kind in the set, and enough kinds are listed."""
    seen: list[int] = []
    for text, _ in split.parts:
        kind = next((k for k, p in enumerate(part_set.kinds) if search(p, text)), None)
        if kind is None or kind in seen:
            return False
        seen.append(kind)
    return len(seen) >= part_set.least


def _fail(
    rule: Rule[ClaimDemand], context: Context, section: str, sentence: PlainText, split: _Split
) -> Outcome:
    start, end = split.whole.start, split.end
    text = sentence.printed(start, end)
    values: dict[str, Value] = {
        "sentence": sentence.printed(max(start - 20, 0), end),
        "whole": split.whole.value,
        "sum": split.sum,
        "parts": Joined(tuple(count.value for _, count in split.parts), "sum.plus"),
        "unit": split.whole.unit,
    }
    place = sentence.place(start, end)
    return context.finding(
        rule,
        context.in_section(section, place),
        [Location(place=place, section=section, text=text)],
        values,
        identity=text,
        expected=split.whole.value,
        actual=split.sum,
    )


def check_shares(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that a stated percentage is its number's share of some known whole."""
    facts = context.facts
    earlier = ""
    for section, sentence in _sentences(rule, context):
        text, text_before = sentence.text, earlier
        earlier = text
        # Numbers are parsed only where needed: parsing numerals is slow.
        counts = _read_counts(text) if search(rule.demand.share, text) else []
        part_matches = [
            (part, match)
            for match in find_all(rule.demand.share, text)
            if (part := next((c for c in reversed(counts) if c.end <= match.start()), None))
            and not text[part.end : match.start()].strip(",(")
        ]
        # A number with its own percentage is a part, not the whole of its neighbours.
        parts = [part for part, _ in part_matches]
        for part, match in part_matches:
            wholes = [
                c.value
                for c in counts
                if c.end <= part.start and c.unit == part.unit and c not in parts
            ]
            if any(
                claim.text
                and claim.value == part.value
                and claim.text in sentence.printed(0, part.end)
                for claim in context.report.claims
                if claim.section == section and claim.features.get("object") == "application"
            ):
                sums = (terms_of(m, context.official, facts) for m in rule.demand.wholes)
                wholes += [value for terms in sums if (value := total(terms, facts)) is not None]
            if not wholes and search(f"^(?:{rule.demand.opening})", text):
                wholes = [c.value for c in _read_counts(text_before) if c.unit == part.unit]
            wholes = [whole for whole in wholes if whole >= part.value and whole > 0]
            if not wholes:
                continue
            stated_share = Decimal(match["share"])
            slack = last_digit(stated_share)
            computed = [100 * part.value / whole for whole in wholes]
            if any(abs(share - stated_share) < slack for share in computed):
                yield State.PASSED
                continue
            place = sentence.place(part.start, match.end())
            printed = sentence.printed(part.start, match.end())
            values: dict[str, Value] = {
                "sentence": excerpt(sentence.printed(0, len(text)), printed),
                "part": part.value,
                "whole": wholes[0],
                "share": match["share"],
                "computed": computed[0].quantize(slack),
            }
            yield context.finding(
                rule,
                context.in_section(section, place),
                [Location(place=place, section=section, text=printed)],
                values,
                identity=printed,
                expected=round(computed[0], 4),
                actual=stated_share,
            )


def _sentences(rule: Rule[ClaimDemand], context: Context) -> Iterator[tuple[str, PlainText]]:
    for section, passage in context.report.passages():
        if (section or "introduction") in rule.demand.places:
            for sentence in split_sentences(plain_passage(passage)):
                yield section, sentence


def _read_counts(text: str) -> list[_Count]:
    return [
        _Count(value, number.unit, number.digits[0], number.end)
        for number in numbers_in(text, load_phrasebook())
        if number.unit != MONEY and (value := number.value) is not None
    ]


def _read_splits(text: str, demand: ClaimDemand) -> Iterator[_Split]:
    """Yield each whole in a sentence with the parts that follow it."""
    if not search(demand.opening, text):
        return
    counts = _read_counts(text)
    # A number in brackets after a whole, such as a part carried over, is not the whole.
    masked = re.sub(_BRACKETED, lambda bracket: "," * len(bracket[0]), text)
    wholes = [
        count
        for count in counts
        if masked[count.start] != "," and not _is_compared(text[: count.start])
    ]
    for opening in find_all(demand.opening, text):
        whole = next((c for c in reversed(wholes) if c.end <= opening.start()), None)
        if whole is None or _is_separated(masked[whole.end : opening.start()]):
            continue
        before = next((c for c in reversed(wholes) if c.end <= whole.start), None)
        if before is not None and _is_listed(masked[before.end : whole.start]):
            # 复议4件、诉讼2件，其中 may tell parts of both.
            continue
        closing = re.compile(_CLOSING).search(text, opening.end())
        end = closing.start() if closing else len(text)
        listed_parts: list[tuple[str, _Count]] = []
        told_by: set[str] = set()
        position = last = opening.end()
        while position < end:
            stop = re.compile(_BETWEEN).search(text, position, end)
            item_end = stop.start() if stop else end
            item = text[position:item_end]
            inside = [c for c in counts if position <= c.start and c.end <= item_end]
            if "%" in item and not inside:
                position = item_end + 1
                continue
            if len(inside) != 1 or inside[0].unit != whole.unit or search(demand.restart, item):
                break
            # Parts are told by one thing: applicants and outcomes beside each other overlap.
            dimension = dimensions(item, load_lexicon())
            if "step" in dimension or (told_by and dimension and told_by.isdisjoint(dimension)):
                break
            told_by = told_by or dimension
            listed_parts.append((item, inside[0]))
            last = item_end
            position = item_end + 1
        if listed_parts:
            between = text[whole.end : opening.start()]
            yield _Split(whole, tuple(listed_parts), last, bool(re.search(_BRACKETED, between)))


def _is_compared(before: str) -> bool:
    """Whether a number behind this text is a difference from another year, as 同比减少5件."""
    clause = re.split("[,;。:!?(]", before)[-1]
    return any("compare" in entry.features for _, _, entry in load_lexicon().find(clause))


def _is_listed(between: str) -> bool:
    """Whether two wholes are members of one list."""
    return between.startswith(_LISTING) and not re.search("[,;。:!?]", between)


def _is_separated(between: str) -> bool:
    """Whether unrelated text separates a whole from the words that introduce its parts."""
    return len(between.strip(",(:")) > 8 or bool(re.search(r"\d", between))
