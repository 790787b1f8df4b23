"""Rules of kind `pattern`: what the wording must be, and what it must not contain."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from validator.checking import numbers
from validator.checking.bodies import may_be_same
from validator.checking.context import Context, Outcome
from validator.model.finding import Location, State
from validator.model.place import Place
from validator.model.report import Passage
from validator.model.rule import Rule
from validator.recognition.patterns import compiled
from validator.recognition.prose import (
    Plain,
    plain_passage,
    printed_passage,
    sentences,
    unbroken,
)
from validator.recognition.vocabulary import vocabulary

# So much of the text on both sides of a match decides what is near it, and is quoted.
_AROUND = 16


class _Match(NamedTuple):
    """A match that fails: what stands there, its surroundings, its place, its groups."""

    text: str
    context: str
    section: str
    place: Place
    groups: dict[str, str]


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every passage that the rule looks through; matches of the same text are one finding."""
    failed: dict[str, list[_Match]] = {}
    seen = 0
    for section, passage in _passages(rule, context):
        seen += 1
        for match in _matches(rule, context, section, passage):
            failed.setdefault("" if rule.demand.get("once") else match.text, []).append(match)
    if not seen:
        yield State.NOT_APPLICABLE
    elif not failed:
        yield State.PASSED
    for matches in failed.values():
        yield _fail(rule, context, matches)


def _passages(rule: Rule, context: Context) -> Iterator[tuple[str, Passage]]:
    places = rule.demand.get("in")
    title = context.report.title
    if title is not None and places and "title" in places:
        yield "title", title
    for section, passage in context.report.passages():
        if not places or (section or "introduction") in places:
            yield section, passage


def _matches(rule: Rule, context: Context, section: str, passage: Passage) -> Iterator[_Match]:
    demand = rule.demand
    whole = printed_passage(passage) if demand.get("form") == "printed" else plain_passage(passage)
    if "balance" in demand:
        yield from _unbalanced(whole, demand["balance"], section)
        return
    texts = [unbroken(whole)] if demand.get("over") == "passage" else sentences(whole)
    for text in texts:
        for pattern in demand["find"]:
            for found in compiled(pattern).finditer(text.text):
                if _fails(rule, context, text, found):
                    yield _match(rule, text, found, section)


def _fails(rule: Rule, context: Context, text: Plain, found: re.Match[str]) -> bool:
    demand = rule.demand
    own = found["text"] if "text" in found.re.groupindex else found[0]
    around = text.text[max(found.start() - _AROUND, 0) : found.end() + _AROUND]
    if "except" in demand and any(compiled(p).search(around) for p in demand["except"]):
        return False
    if "near" in demand and not re.search(demand["near"], around):
        return False
    if "valid" in demand:
        return _VALID[demand["valid"]](own)
    if "must" in demand:
        return not re.fullmatch(demand["must"], own)
    if "compare" in demand:
        return _COMPARED[demand["compare"]](found, rule, context)
    return True


def _match(rule: Rule, text: Plain, found: re.Match[str], section: str) -> _Match:
    start, end = found.span("text") if "text" in found.re.groupindex else found.span()
    printed = text.printed(start, end) or text.text[start:end]
    around = text.printed(max(start - _AROUND, 0), min(end + _AROUND, len(text.text)))
    groups = {name: value or "" for name, value in found.groupdict().items()}
    if rule.demand.get("mask"):
        hidden = numbers.masked(printed)
        around, printed = around.replace(printed, hidden), hidden
        groups = {}
    return _Match(printed, around, section, text.place(start), groups)


def _unbalanced(whole: Plain, pair: str, section: str) -> Iterator[_Match]:
    """The first mark of a pair that has no partner, in all of a passage."""
    text = unbroken(whole)
    waiting: list[int] = []
    alone: int | None = None
    for position, char in enumerate(text.text):
        if char == pair[0]:
            waiting.append(position)
        elif char == pair[1]:
            # Items are counted with a closing bracket alone: 1), 一).
            if waiting:
                waiting.pop()
            elif alone is None and not (pair == "()" and _is_item(text.text, position)):
                alone = position
    first = min(
        (p for p in (alone, waiting[0] if waiting else None) if p is not None), default=None
    )
    if first is not None:
        around = text.printed(max(first - _AROUND, 0), min(first + _AROUND, len(text.text)))
        yield _Match(text.printed(first, first + 1), around, section, text.place(first), {})


def _is_item(text: str, position: int) -> bool:
    return position > 0 and (
        text[position - 1].isdigit() or text[position - 1] in "一二三四五六七八九十"
    )


def _fail(rule: Rule, context: Context, matches: list[_Match]) -> Outcome:
    first = matches[0]
    year = context.report.year
    values: dict[str, object] = {
        **first.groups,
        "text": first.text,
        "context": first.context,
        "count": len(matches),
        "report_year": year if year is not None else "",
        "next_year": year + 1 if year is not None else "",
        "issuer": context.report.issuer,
        "format": context.official.source.document,
    }
    if first.section == "title":
        where = context.at(first.place, context.catalogue.say("place.title"))
    else:
        where = context.in_section(first.section, first.place)
    spots = [
        Location(place=m.place, section="" if m.section == "title" else m.section, text=m.text)
        for m in matches
    ]
    return context.finding(rule, where, spots, values, identity=first.text)


def _other_year(found: re.Match[str], rule: Rule, context: Context) -> bool:
    year = context.report.year
    return year is not None and int(found["year"]) != year + rule.demand.get("years_later", 0)


def _other_body(found: re.Match[str], rule: Rule, context: Context) -> bool:
    del rule
    return not may_be_same(found["body"], context.report.issuer, vocabulary())


def _too_late(found: re.Match[str], rule: Rule, context: Context) -> bool:
    """Whether a date is after the deadline, which is in the year after the report's."""
    year, day = context.report.year, _date(found)
    month, last = rule.demand["deadline"]
    return year is not None and day is not None and day > date(year + 1, month, last)


def _too_early(found: re.Match[str], rule: Rule, context: Context) -> bool:
    """Whether a date is in the report's year or before it, so that the year was not over."""
    del rule
    year, day = context.report.year, _date(found)
    return year is not None and day is not None and day.year <= year


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


_VALID: dict[str, Callable[[str], bool]] = {
    "identity_number": numbers.identity_number,
    "bank_card": numbers.bank_card,
}

_COMPARED: dict[str, Callable[[re.Match[str], Rule, Context], bool]] = {
    "year": _other_year,
    "issuer": _other_body,
    "not_after": _too_late,
    "after_year": _too_early,
}
