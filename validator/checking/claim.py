"""Rules of kind `claim`: numbers in sentences against the tables, and against each other."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from validator.checking import arithmetic
from validator.checking.cells import number, terms_of, total
from validator.checking.context import Context, Outcome, excerpt, located
from validator.checking.expressions import Term
from validator.model.catalogue import fill
from validator.model.finding import Location, State
from validator.model.report import Claim
from validator.model.rule import Rule, Severity
from validator.recognition.phrasebook import phrasebook

# A rounded number further from the table's than this share of it is worth a word.
_ROUNDED = Decimal("0.2")


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every claim, or every sentence, that the rule speaks of."""
    found = False
    for outcome in _SUBJECTS[rule.demand.get("subject", "stated")](rule, context):
        found = True
        yield outcome
    if not found:
        yield State.NOT_APPLICABLE


def _claims(rule: Rule, context: Context) -> Iterator[Claim]:
    wanted = rule.demand["claims"]
    return (claim for claim in context.report.claims if claim.id in wanted)


def _stated(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A claim must equal one of the sums that its sentence may mean."""
    for claim in _claims(rule, context):
        year = context.report.year
        if not claim.means or (claim.year is not None and year is not None and claim.year != year):
            yield State.NOT_APPLICABLE
        else:
            yield _compare(rule, claim, context)


def _compare(rule: Rule, claim: Claim, context: Context) -> Outcome:
    facts = context.facts
    sums = [terms_of(meaning, context.official, facts) for meaning in claim.means]
    values = [total(terms, facts) for terms in sums]
    if claim.value in values:
        return State.PASSED
    first, cells = values[0], [facts[t.name] for t in sums[0] if t.name in facts]
    if not cells:
        # The whole table is missing, which other rules report.
        return State.NOT_APPLICABLE
    spots = [_spot(claim), *(located(fact) for fact in cells)]
    where = _where(claim, context)
    if first is None:
        return context.open(rule, where, "no_figure", spots, cells=_named(sums[0], context))
    scope = phrasebook().scope(claim.scope) if claim.scope else None
    language = context.catalogue.language
    reason = fill(scope.reason.of(language), {"word": claim.scope_word}) if scope else ""
    if scope is not None and scope.effect == "withdraw":
        return context.open(rule, where, "claim", spots, stated=claim.text, why=reason)
    if claim.approximate:
        if abs(claim.value - first) <= _ROUNDED * first:
            return State.NOT_APPLICABLE
        return context.open(rule, where, "rounded", spots, stated=claim.text, actual=number(first))
    severity, note = None, ""
    if scope is not None:
        # A part may be less than the whole, but not more.
        severity = Severity.NOTICE if claim.value < first else None
        note = context.catalogue.say("note.scope", reason=reason)
    return context.finding(
        rule,
        where,
        spots,
        {
            "sentence": excerpt(claim.sentence, claim.text),
            "text": claim.text,
            "stated": number(claim.value),
            "actual": number(first),
            "cells": _named(sums[0], context),
            "what": phrasebook().of(claim.id).name.of(language),
        },
        identity=f"{claim.id}.{claim.sentence}",
        table=cells[0].concept.split(".")[0],
        expected=first,
        actual=claim.value,
        severity=severity,
        note=note,
    )


def _named(terms: list[Term], context: Context) -> str:
    """The cells of a sum in words; of many cells of one table the first and the last."""
    names = [context.cell_name(term.name) for term in terms]
    plus = context.catalogue.say("sum.plus")
    return plus.join(names) if len(names) <= 2 else f"{names[0]}{plus}…{plus}{names[-1]}"


def _spot(claim: Claim) -> Location:
    return Location(place=claim.place, section=claim.section, text=claim.text)


def _where(claim: Claim, context: Context) -> str:
    return context.in_section(claim.section, claim.place)


def _year(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Where no claim is made for the report's year, none may be made for another one."""
    year = context.report.year
    own = list(_claims(rule, context))
    if year is None or not own:
        return
    others = [c for c in own if c.year is not None and c.year < year and not c.scope]
    if len(others) < len(own) or not others:
        yield State.PASSED
        return
    claim = others[0]
    values = {
        "sentence": excerpt(claim.sentence, claim.text),
        "stated_year": claim.year,
        "year": year,
    }
    where = _where(claim, context)
    yield context.finding(rule, where, [_spot(claim)], values, identity="year")


def _contradiction(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Where the first claim is not zero, the second must not be stated as zero."""
    first, second = rule.demand["claims"]
    stated = {c.id: c for c in reversed(context.report.claims) if not c.scope}
    if first not in stated or second not in stated:
        return
    one, other = stated[first], stated[second]
    if one.value == 0 or other.value != 0:
        yield State.PASSED
        return
    values = {"first": one.text, "second": other.text}
    spots = [_spot(one), _spot(other)]
    yield context.finding(rule, _where(one, context), spots, values, identity=first)


def _reported(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Where a sum of figures is not zero, a claim must state something other than zero."""
    facts = context.facts
    terms = terms_of(rule.demand["when"], context.official, facts)
    amount = total(terms, facts)
    if not amount:
        return
    stated = [claim for claim in _claims(rule, context) if claim.value != 0]
    if stated:
        yield State.PASSED
        return
    fact = facts[terms[0].name]
    zero = next(iter(_claims(rule, context)), None)
    section = context.report.section(rule.demand["section"])
    if zero is not None:
        where, spot = _where(zero, context), _spot(zero)
    elif section is not None:
        where = context.section_at(section)
        spot = Location(place=section.place, section=section.id)
    else:
        return
    values = {"actual": number(amount), "cells": _named(terms, context)}
    spots = [spot, located(fact)]
    table = fact.concept.split(".")[0]
    yield context.finding(rule, where, spots, values, identity="reported", table=table)


_SUBJECTS: dict[str, Callable[[Rule, Context], Iterator[Outcome]]] = {
    "stated": _stated,
    "year": _year,
    "contradiction": _contradiction,
    "reported": _reported,
    "parts": arithmetic.parts,
    "complete": arithmetic.complete,
    "shares": arithmetic.shares,
}
