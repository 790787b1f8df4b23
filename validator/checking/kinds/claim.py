"""Rules of kind `claim`: numbers in sentences against the tables, and against each other."""

from collections.abc import Iterator

from validator.checking.cells import terms_of, total
from validator.checking.context import Context, Outcome, excerpt, location_of
from validator.checking.kinds import consistency, sentence_sums
from validator.checking.kinds.stated import (
    check_stated,
    claims_of,
    location_of_claim,
    name_cells,
    where_of,
)
from validator.checking.kinds.subjects import Subject, or_not_applicable
from validator.model.demand import ClaimDemand
from validator.model.finding import Location, State
from validator.model.message import Value
from validator.model.rule import Rule


def check(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check every claim or sentence that the rule applies to."""
    yield from or_not_applicable(SUBJECTS[rule.demand.subject].check(rule, context))


def _check_year(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that not every claim about a figure is about an earlier year than the report's."""
    year = context.report.year
    claims = list(claims_of(rule, context))
    if year is None or not claims:
        return
    stated = {meaning for c in claims if c.is_about(year) for meaning in c.meanings}
    earlier = [
        c
        for c in claims
        if c.year is not None and c.year < year and not c.scope and stated.isdisjoint(c.meanings)
    ]
    if not earlier:
        yield State.PASSED
        return
    claim = earlier[0]
    values: dict[str, Value] = {
        "sentence": excerpt(claim.sentence, claim.text),
        "stated_year": claim.year or 0,
        "year": year,
    }
    where = where_of(claim, context)
    yield context.finding(rule, where, [location_of_claim(claim)], values, identity="year")


def _check_reported(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that a claim states a number other than zero if a sum of figures is not zero."""
    facts = context.facts
    terms = terms_of(rule.demand.when, context.official, facts)
    amount = total(terms, facts)
    if not amount:
        return
    nonzero_claims = [claim for claim in claims_of(rule, context) if claim.value != 0]
    if nonzero_claims:
        yield State.PASSED
        return
    fact = facts[terms[0].name]
    zero_claim = next(iter(claims_of(rule, context)), None)
    section = context.report.section(rule.demand.section)
    if zero_claim is not None:
        where, location = where_of(zero_claim, context), location_of_claim(zero_claim)
    elif section is not None:
        where = context.section_at(section)
        location = Location(place=section.place, section=section.id)
    else:
        return
    values: dict[str, Value] = {"actual": amount, "cells": name_cells(terms, context)}
    locations = [location, location_of(fact)]
    table = fact.concept.split(".")[0]
    yield context.finding(
        rule, where, locations, values, identity="reported", table=table, of_absence=True
    )


SUBJECTS: dict[str, Subject] = {
    "stated": Subject(check_stated, needs=("claims",)),
    "year": Subject(_check_year, needs=("claims",)),
    "contradiction": Subject(consistency.check_contradiction, needs=("claims",)),
    "reported": Subject(_check_reported, needs=("claims", "when", "section")),
    "multiple": Subject(consistency.check_multiple, needs=("claims", "step")),
    "unpaid": Subject(consistency.check_unpaid, needs=("claims", "when")),
    "consistent": Subject(consistency.check_consistent, needs=("claims",)),
    "parts": Subject(sentence_sums.check_parts, needs=("in", "opening", "restart")),
    "complete": Subject(sentence_sums.check_complete, needs=("in", "opening", "restart", "sets")),
    "shares": Subject(sentence_sums.check_shares, needs=("in", "opening", "share", "wholes")),
}
