"""Rules of kind `claim`: numbers in sentences against the tables, and against each other."""

from collections.abc import Iterator
from decimal import Decimal

from validator.checking.cells import terms_of, total
from validator.checking.context import Context, Outcome, excerpt, location_of
from validator.checking.kinds import sentence_sums
from validator.checking.kinds.subjects import Subject, or_not_applicable
from validator.model.demand import ClaimDemand
from validator.model.finding import Location, State
from validator.model.message import Joined, Message, Value, phrase
from validator.model.report import Claim, FigureState
from validator.model.rule import Rule, Severity
from validator.rulebase.expressions import Term
from validator.rulebase.phrasebook import load_phrasebook

# Maximum deviation of a rounded number, as a share of the table's figure.
_ROUNDING_TOLERANCE = Decimal("0.2")
# Of a sum of more cells than this, only the first and last are named.
_MAX_NAMED = 2


def check(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check every claim or sentence that the rule applies to."""
    yield from or_not_applicable(SUBJECTS[rule.demand.subject].check(rule, context))


def _claims(rule: Rule[ClaimDemand], context: Context) -> Iterator[Claim]:
    claim_ids = rule.demand.claims
    return (claim for claim in context.report.claims if claim.id in claim_ids)


def _check_stated(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that each claim equals one of the sums that its sentence may refer to."""
    for claim in _claims(rule, context):
        year = context.report.year
        if not claim.meanings or (
            claim.year is not None and year is not None and claim.year != year
        ):
            yield State.NOT_APPLICABLE
        else:
            yield _compare(rule, claim, context)


def _compare(rule: Rule[ClaimDemand], claim: Claim, context: Context) -> Outcome:
    facts = context.facts
    sums = [terms_of(meaning, context.official, facts) for meaning in claim.meanings]
    values = [total(terms, facts) for terms in sums]
    if claim.value in values:
        return State.PASSED
    first, cells = values[0], [facts[t.name] for t in sums[0] if t.name in facts]
    if not cells:
        # The whole table is missing, which other rules report.
        return State.NOT_APPLICABLE
    locations = [_location_of_claim(claim), *(location_of(fact) for fact in cells)]
    where = _where(claim, context)
    # What is left blank may not have been filled in yet; a dash says that there is none.
    blank_total = any(fact.concept in context.missing_totals for fact in cells)
    all_blank = all(fact.figure.state is FigureState.BLANK for fact in cells)
    if first is None or blank_total or all_blank:
        return context.undetermined(
            rule, where, "no_figure", locations, cells=_name_cells(sums[0], context)
        )
    scope = load_phrasebook().scope(claim.scope) if claim.scope else None
    reason = phrase(f"scope.{claim.scope}", word=claim.scope_word)
    if scope is not None and scope.effect == "withdraw":
        return context.undetermined(rule, where, "claim", locations, stated=claim.text, why=reason)
    if claim.approximate:
        if abs(claim.value - first) <= _ROUNDING_TOLERANCE * first:
            return State.NOT_APPLICABLE
        return context.undetermined(
            rule, where, "rounded", locations, stated=claim.text, actual=first
        )
    severity, note = None, None
    if scope is not None:
        # A part may be less than the whole, but not more.
        severity = Severity.NOTICE if claim.value < first else None
        note = phrase("note.scope", reason=reason)
    return context.finding(
        rule,
        where,
        locations,
        {
            "sentence": excerpt(claim.sentence, claim.text),
            "text": claim.text,
            "stated": claim.value,
            "actual": first,
            "cells": _name_cells(sums[0], context),
            "what": load_phrasebook().of(claim.id).name,
        },
        identity=f"{claim.id}.{claim.sentence}",
        table=cells[0].concept.split(".")[0],
        expected=first,
        actual=claim.value,
        severity=severity,
        note=note,
    )


def _name_cells(terms: list[Term], context: Context) -> Joined:
    """The cells of a sum; only the first and last if there are more than two."""
    names: list[Value] = [context.cell_name(term.name) for term in terms]
    if len(names) > _MAX_NAMED:
        names = [names[0], "…", names[-1]]
    return Joined(tuple(names), "sum.plus")


def _location_of_claim(claim: Claim) -> Location:
    return Location(place=claim.place, section=claim.section, text=claim.text)


def _where(claim: Claim, context: Context) -> Message:
    return context.in_section(claim.section, claim.place)


def _check_year(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that not every claim is about an earlier year than the report's."""
    year = context.report.year
    claims = list(_claims(rule, context))
    if year is None or not claims:
        return
    earlier = [c for c in claims if c.year is not None and c.year < year and not c.scope]
    if len(earlier) < len(claims) or not earlier:
        yield State.PASSED
        return
    claim = earlier[0]
    values: dict[str, Value] = {
        "sentence": excerpt(claim.sentence, claim.text),
        "stated_year": claim.year or 0,
        "year": year,
    }
    where = _where(claim, context)
    yield context.finding(rule, where, [_location_of_claim(claim)], values, identity="year")


def _check_contradiction(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that the second claim is not stated as zero if the first is not zero."""
    first, second = rule.demand.claims
    claims_by_id = {c.id: c for c in reversed(context.report.claims) if not c.scope}
    if first not in claims_by_id or second not in claims_by_id:
        return
    first_claim, second_claim = claims_by_id[first], claims_by_id[second]
    if first_claim.value == 0 or second_claim.value != 0:
        yield State.PASSED
        return
    values: dict[str, Value] = {"first": first_claim.text, "second": second_claim.text}
    locations = [_location_of_claim(first_claim), _location_of_claim(second_claim)]
    yield context.finding(rule, _where(first_claim, context), locations, values, identity=first)


def _check_reported(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that a claim states a number other than zero if a sum of figures is not zero."""
    facts = context.facts
    terms = terms_of(rule.demand.when, context.official, facts)
    amount = total(terms, facts)
    if not amount:
        return
    nonzero_claims = [claim for claim in _claims(rule, context) if claim.value != 0]
    if nonzero_claims:
        yield State.PASSED
        return
    fact = facts[terms[0].name]
    zero_claim = next(iter(_claims(rule, context)), None)
    section = context.report.section(rule.demand.section)
    if zero_claim is not None:
        where, location = _where(zero_claim, context), _location_of_claim(zero_claim)
    elif section is not None:
        where = context.section_at(section)
        location = Location(place=section.place, section=section.id)
    else:
        return
    values: dict[str, Value] = {"actual": amount, "cells": _name_cells(terms, context)}
    locations = [location, location_of(fact)]
    table = fact.concept.split(".")[0]
    yield context.finding(rule, where, locations, values, identity="reported", table=table)


SUBJECTS: dict[str, Subject] = {
    "stated": Subject(_check_stated, needs=("claims",)),
    "year": Subject(_check_year, needs=("claims",)),
    "contradiction": Subject(_check_contradiction, needs=("claims",)),
    "reported": Subject(_check_reported, needs=("claims", "when", "section")),
    "parts": Subject(sentence_sums.check_parts, needs=("in", "opening", "restart")),
    "complete": Subject(sentence_sums.check_complete, needs=("in", "opening", "restart", "sets")),
    "shares": Subject(sentence_sums.check_shares, needs=("in", "share", "wholes")),
}
