"""Rules of kind `pattern`: what the wording must be, and what it must not contain."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from validator.checking.body_names import may_be_same
from validator.checking.context import Context, Outcome
from validator.checking.kinds import identifiers
from validator.model import enumeration
from validator.model.demand import PatternDemand
from validator.model.finding import Location, State
from validator.model.message import Value, phrase
from validator.model.place import Place
from validator.model.report import Passage
from validator.model.rule import Rule
from validator.recognition.prose.sentences import (
    PlainText,
    join_paragraphs,
    plain_passage,
    printed_passage,
    split_sentences,
)
from validator.rulebase.patterns import find_all, search

# Number of characters on both sides of a match that count as near it and are quoted.
_CONTEXT_WIDTH = 16


class _Match(NamedTuple):
    """A match that fails: its text, the text around it, its section, place and groups."""

    text: str
    context: str
    section: str
    place: Place
    groups: dict[str, str]


def check(rule: Rule[PatternDemand], context: Context) -> Iterator[Outcome]:
    """Check every passage that the rule searches; matches of the same text are one finding."""
    failed: dict[str, list[_Match]] = {}
    seen = 0
    for section, passage in _passages(rule, context):
        seen += 1
        for match in _matches(rule, context, section, passage):
            failed.setdefault("" if rule.demand.once else match.text, []).append(match)
    if not seen:
        yield State.NOT_APPLICABLE
    elif not failed:
        yield State.PASSED
    for matches in failed.values():
        yield _fail(rule, context, matches)


def _passages(rule: Rule[PatternDemand], context: Context) -> Iterator[tuple[str, Passage]]:
    places = rule.demand.places
    title = context.report.title
    if title is not None and places and "title" in places:
        yield "title", title
    for section, passage in context.report.passages():
        if not places or (section or "introduction") in places:
            yield section, passage


def _matches(
    rule: Rule[PatternDemand], context: Context, section: str, passage: Passage
) -> Iterator[_Match]:
    demand = rule.demand
    whole = printed_passage(passage) if demand.form == "printed" else plain_passage(passage)
    if demand.balance:
        yield from _unbalanced(whole, demand.balance, section)
        return
    texts = [join_paragraphs(whole)] if demand.over == "passage" else split_sentences(whole)
    for text in texts:
        for pattern in demand.find:
            for match in find_all(pattern, text.text):
                if _fails(rule, context, text, match):
                    yield _match(rule, text, match, section)


def _fails(
    rule: Rule[PatternDemand], context: Context, text: PlainText, match: re.Match[str]
) -> bool:
    demand = rule.demand
    matched_text = match["text"] if "text" in match.re.groupindex else match[0]
    around = text.text[max(match.start() - _CONTEXT_WIDTH, 0) : match.end() + _CONTEXT_WIDTH]
    if any(search(p, around) for p in demand.exceptions):
        return False
    if demand.near and not search(demand.near, around):
        return False
    if demand.valid:
        return _VALIDATORS[demand.valid](matched_text)
    if demand.must:
        return not re.fullmatch(demand.must, matched_text)
    if demand.compare:
        return _COMPARISONS[demand.compare](match, rule, context)
    return True


def _match(
    rule: Rule[PatternDemand], text: PlainText, match: re.Match[str], section: str
) -> _Match:
    start, end = match.span("text") if "text" in match.re.groupindex else match.span()
    printed = text.printed(start, end) or text.text[start:end]
    around = text.printed(max(start - _CONTEXT_WIDTH, 0), min(end + _CONTEXT_WIDTH, len(text.text)))
    groups = {name: value or "" for name, value in match.groupdict().items()}
    if rule.demand.mask:
        hidden = identifiers.mask(printed)
        around, printed = around.replace(printed, hidden), hidden
        groups = {}
    return _Match(printed, around, section, text.place(start, end), groups)


def _unbalanced(whole: PlainText, pair: str, section: str) -> Iterator[_Match]:
    """Yield the first unpaired mark of a pair, such as brackets, in a passage."""
    text = join_paragraphs(whole)
    unclosed: list[int] = []
    unopened: int | None = None
    for position, char in enumerate(text.text):
        if char == pair[0]:
            unclosed.append(position)
        elif char == pair[1]:
            # List items may be numbered with a closing bracket only: 1), 一).
            if unclosed:
                unclosed.pop()
            elif unopened is None and not (pair == "()" and _is_item(text.text, position)):
                unopened = position
    first = min(
        (p for p in (unopened, unclosed[0] if unclosed else None) if p is not None), default=None
    )
    if first is not None:
        around = text.printed(
            max(first - _CONTEXT_WIDTH, 0), min(first + _CONTEXT_WIDTH, len(text.text))
        )
        yield _Match(text.printed(first, first + 1), around, section, text.place(first), {})


def _is_item(text: str, position: int) -> bool:
    return position > 0 and (
        text[position - 1].isdigit() or text[position - 1] in enumeration.DIGITS
    )


def _fail(rule: Rule[PatternDemand], context: Context, matches: list[_Match]) -> Outcome:
    first = matches[0]
    year = context.report.year
    values: dict[str, Value] = {
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
        where = context.at(first.place, phrase("place.title"))
    else:
        where = context.in_section(first.section, first.place)
    locations = [
        Location(place=m.place, section="" if m.section == "title" else m.section, text=m.text)
        for m in matches
    ]
    return context.finding(
        rule, where, locations, values, identity=first.text, of_print=rule.demand.of_print
    )


def _is_other_year(match: re.Match[str], rule: Rule[PatternDemand], context: Context) -> bool:
    year = context.report.year
    return year is not None and int(match["year"]) != year + rule.demand.years_later


def _is_other_body(match: re.Match[str], rule: Rule[PatternDemand], context: Context) -> bool:
    del rule
    return not may_be_same(match["body"], context.report.issuer)


def _is_too_late(match: re.Match[str], rule: Rule[PatternDemand], context: Context) -> bool:
    """Whether a date is after the deadline, which is in the year after the report's."""
    year, day = context.report.year, _date(match)
    month, last = rule.demand.deadline
    return year is not None and day is not None and day > date(year + 1, month, last)


def _is_too_early(match: re.Match[str], rule: Rule[PatternDemand], context: Context) -> bool:
    """Whether a date is in the report's year or earlier, when the year was not over."""
    del rule
    year, day = context.report.year, _date(match)
    return year is not None and day is not None and day.year <= year


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


_VALIDATORS: dict[str, Callable[[str], bool]] = {
    "identity_number": identifiers.is_identity_number,
    "bank_card": identifiers.is_bank_card_number,
}

_COMPARISONS: dict[str, Callable[[re.Match[str], Rule[PatternDemand], Context], bool]] = {
    "year": _is_other_year,
    "issuer": _is_other_body,
    "not_after": _is_too_late,
    "after_year": _is_too_early,
}
