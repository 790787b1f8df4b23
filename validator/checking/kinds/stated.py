"""What sentences state, in numbers or shares, against the tables."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from validator.checking.cells import terms_of, total
from validator.checking.context import Context, Outcome, excerpt, location_of
from validator.model.demand import ClaimDemand
from validator.model.finding import Location, State
from validator.model.message import Joined, Message, Value, phrase
from validator.model.report import Claim, Fact, FigureState
from validator.model.rule import Rule, Severity
from validator.rulebase.expressions import PREVIOUS, Term
from validator.rulebase.phrasebook import load_phrasebook

# Maximum deviation of a rounded number, as a share of the table's figure.
_ROUNDING_TOLERANCE = Decimal("0.2")
# Of a sum of more cells than this, only the first and last are named.
_MAX_NAMED = 2
_ALL = 100


class _Reading(NamedTuple):
    """What a claim may mean: the cells of a sum with its value, and those of the whole.

    The whole is without cells, and `expected` the stated number, unless a share is stated;
    `expected` is then that share of the whole, None if a figure of it is blank.
    """

    terms: list[Term]
    value: Decimal | None
    whole_terms: list[Term]
    whole: Decimal | None
    expected: Decimal | None
    agrees: bool


def claims_of(rule: Rule[ClaimDemand], context: Context) -> Iterator[Claim]:
    """The claims that a rule is about."""
    claim_ids = rule.demand.claims
    return (claim for claim in context.report.claims if claim.id in claim_ids)


def check_stated(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that each claim agrees with one of the sums that its sentence may refer to."""
    for claim in claims_of(rule, context):
        of_last_year = any(whole.startswith(PREVIOUS) for whole in claim.wholes)
        if (
            not claim.meanings
            or not claim.is_about(context.report.year)
            or (of_last_year and not context.has_previous_year())
        ):
            yield State.NOT_APPLICABLE
        else:
            yield _compare(rule, claim, context)


def _readings(claim: Claim, context: Context) -> Iterator[_Reading]:
    """What a claim may mean, likeliest first."""
    facts = context.facts
    sums = [terms_of(meaning, context.official, facts) for meaning in claim.meanings]
    if not claim.wholes:
        for terms in sums:
            value = total(terms, facts)
            yield _Reading(terms, value, [], None, claim.value, value == claim.value)
        return
    wholes = [terms_of(whole, context.official, facts) for whole in claim.wholes]
    pairs = zip(sums, wholes, strict=True) if len(sums) == len(wholes) else product(sums, wholes)
    for terms, whole_terms in pairs:
        value, whole = total(terms, facts), total(whole_terms, facts)
        expected = None if whole is None else whole * claim.value / _ALL
        agrees = value is not None and expected is not None and _is_share(value, whole, claim.value)
        yield _Reading(terms, value, whole_terms, whole, expected, agrees)


def _is_share(part: Decimal, whole: Decimal | None, share: Decimal) -> bool:
    """Whether a part is a percentage of a whole; the last digit of less than all is rounded."""
    if not whole or share == _ALL:
        return part == whole
    return abs(part * _ALL / whole - share) < last_digit(share)


def last_digit(number: Decimal) -> Decimal:
    """The unit of a number's last digit, which may be rounded or truncated: 0.1 for 33.9."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def _compare(rule: Rule[ClaimDemand], claim: Claim, context: Context) -> Outcome:
    facts = context.facts
    readings = list(_readings(claim, context))
    if any(reading.agrees for reading in readings):
        return State.PASSED
    first = readings[0]
    cells = [facts[t.name] for t in (*first.terms, *first.whole_terms) if t.name in facts]
    if not cells:
        # The whole table is missing, which other rules report.
        return State.NOT_APPLICABLE
    locations = [location_of_claim(claim), *(location_of(fact) for fact in cells)]
    where = where_of(claim, context)
    if first.value is None or first.expected is None or _is_blank(cells, context):
        return context.undetermined(
            rule, where, "no_figure", locations, cells=name_cells(first.terms, context)
        )
    scope = load_phrasebook().scope(claim.scope) if claim.scope else None
    reason = phrase(f"scope.{claim.scope}", word=claim.scope_word)
    if scope is not None and scope.effect == "withdraw":
        return context.undetermined(rule, where, "claim", locations, stated=claim.text, why=reason)
    if claim.approximate:
        if abs(claim.value - first.value) <= _ROUNDING_TOLERANCE * first.value:
            return State.NOT_APPLICABLE
        return context.undetermined(
            rule, where, "rounded", locations, stated=claim.text, actual=first.value
        )
    severity, note = None, None
    if scope is not None:
        # A part may be less than the whole, but not more.
        is_part = bool(claim.wholes) or claim.value < first.value
        severity = Severity.NOTICE if is_part else None
        note = phrase("note.scope", reason=reason) if is_part else None
    values: dict[str, Value] = {
        "sentence": excerpt(claim.sentence, claim.text),
        "text": claim.text,
        "stated": claim.value,
        "actual": first.value,
        "cells": name_cells(first.terms, context),
        "what": load_phrasebook().of(claim.id).name,
    }
    if first.whole is not None:
        values |= {"whole": first.whole, "wholes": name_cells(first.whole_terms, context)}
        # A share of nothing is none.
        values["share"] = round(_ALL * first.value / first.whole, 1) if first.whole else 0
    return context.finding(
        rule,
        where,
        locations,
        values,
        identity=f"{claim.id}.{claim.sentence}",
        table=cells[0].concept.split(".")[0],
        expected=first.value,
        actual=first.expected,
        severity=severity,
        note=note,
    )


def _is_blank(cells: Sequence[Fact], context: Context) -> bool:
    """Whether figures may not have been filled in yet; a dash says that there is none."""
    blank_total = any(fact.concept in context.missing_totals for fact in cells)
    return blank_total or all(fact.figure.state is FigureState.BLANK for fact in cells)


def name_cells(terms: Sequence[Term], context: Context) -> Joined:
    """The cells of a sum; only the first and last if there are more than two."""
    names: list[Value] = [context.cell_name(term.name) for term in terms]
    if len(names) > _MAX_NAMED:
        names = [names[0], "…", names[-1]]
    return Joined(tuple(names), "sum.plus")


def location_of_claim(claim: Claim) -> Location:
    """Where a claim is stated, with its words."""
    return Location(place=claim.place, section=claim.section, text=claim.text)


def contradict(
    rule: Rule[ClaimDemand], context: Context, first: Claim, second: Claim, at: Claim
) -> Outcome:
    """A finding, where one of them is, that two claims contradict each other."""
    values: dict[str, Value] = {"first": first.text, "second": second.text}
    locations = [location_of_claim(first), location_of_claim(second)]
    return context.finding(rule, where_of(at, context), locations, values, identity=first.id)


def where_of(claim: Claim, context: Context) -> Message:
    """Where a claim is stated, in words."""
    return context.in_section(claim.section, claim.place)
