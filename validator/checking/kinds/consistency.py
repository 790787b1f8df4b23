"""Statements against each other, and against what fees can be."""

from collections.abc import Iterator
from decimal import Decimal

from validator.checking.cells import terms_of, total
from validator.checking.context import Context, Outcome
from validator.checking.kinds.stated import claims_of, contradict, location_of_claim, where_of
from validator.model.demand import ClaimDemand
from validator.model.finding import State
from validator.model.message import Value
from validator.model.report import Claim
from validator.model.rule import Rule


def check_multiple(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that stated amounts are multiples of a price."""
    for claim in claims_of(rule, context):
        if claim.approximate or claim.scope or not claim.is_about(context.report.year):
            yield State.NOT_APPLICABLE
        elif claim.value % Decimal(rule.demand.step) == 0:
            yield State.PASSED
        else:
            values: dict[str, Value] = {"text": claim.text}
            locations = [location_of_claim(claim)]
            yield context.finding(
                rule, where_of(claim, context), locations, values, identity=claim.text
            )


def check_contradiction(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that the second claim is not stated as zero if the first is not zero."""
    names = rule.demand.claims
    claims_by_id = {c.id: c for c in reversed(context.report.claims) if not c.scope}
    if not claims_by_id.keys() >= set(names):
        return
    first, second = (claims_by_id[name] for name in names)
    if first.value == 0 or second.value != 0:
        yield State.PASSED
    else:
        yield contradict(rule, context, first, second, at=first)


def _is_collected(claim: Claim, context: Context) -> bool:
    """Whether a claim says what was received in the year, exactly and by the whole body."""
    own_year = claim.is_about(context.report.year)
    received = claim.features.get("event") == "received"
    return received and own_year and not claim.scope and not claim.approximate


def check_unpaid(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that notices were followed by a payment, or by what the sum `when` counts."""
    notices, fee = rule.demand.claims
    notice = next((c for c in context.report.claims if c.id == notices and c.value), None)
    payment = next((c for c in context.report.claims if c.id == fee), None)
    if notice is None or payment is None:
        return
    facts = context.facts
    others = total(terms_of(rule.demand.when, context.official, facts), facts)
    if payment.value or others or others is None:
        yield State.PASSED
        return
    yield contradict(rule, context, notice, payment, at=notice)


def check_consistent(rule: Rule[ClaimDemand], context: Context) -> Iterator[Outcome]:
    """Check that what is stated in several sections, but in no table, is the same."""
    for claim_id in rule.demand.claims:
        by_section: dict[str, Claim] = {}
        for claim in context.report.claims:
            if claim.id == claim_id and _is_collected(claim, context):
                by_section.setdefault(claim.section, claim)
        first, *others = by_section.values() or (None,)
        if first is None or not others:
            continue
        second = next((claim for claim in others if claim.value != first.value), None)
        if second is None:
            yield State.PASSED
            continue
        yield contradict(rule, context, first, second, at=second)
