"""Explanations of failed sums in the order of how likely they are."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.checking.cells import terms_of, value
from validator.checking.context import Context
from validator.checking.culprits.reasons import Reason, reason
from validator.checking.culprits.search import Number, Solution
from validator.checking.culprits.system import System, exact
from validator.checking.culprits.weights import Weights
from validator.checking.expressions import Term
from validator.checking.links import CHILDREN, PREVIOUS
from validator.model.report import Claim


class Ranked(NamedTuple):
    """A solution with what speaks for it: for each cell the reason; claims; all as a cost.

    `mended` are the sentences of the text that the proposed figures agree with, `broken` those
    that agree with the printed ones.
    """

    solution: Solution
    reasons: Mapping[str, Reason]
    mended: tuple[Claim, ...]
    broken: tuple[Claim, ...]
    cost: float


class Evidence(NamedTuple):
    """The claims of a text that can be held against figures, each with the sums it may mean.

    `printed` are the values of all cells, of which a sum may have some outside a system.
    """

    claims: tuple[tuple[Claim, tuple[tuple[Term, ...], ...]], ...]
    printed: Mapping[str, Number]


def evidence(context: Context) -> Evidence:
    """The exact claims of a report about its own year and about all that its tables cover."""
    year = context.report.year
    facts = context.facts
    claims = tuple(
        (claim, tuple(tuple(terms_of(m, context.official, facts)) for m in claim.means))
        for claim in context.report.claims
        if claim.means
        and not claim.scope
        and not claim.approximate
        and (claim.year is None or year is None or claim.year == year)
    )
    values = {concept: value(fact) for concept, fact in facts.items()}
    return Evidence(claims, {c: exact(v) for c, v in values.items() if v is not None})


def ranked(
    solutions: Sequence[Solution],
    system: System,
    context: Context,
    known: Evidence,
    weights: Weights,
) -> list[Ranked]:
    """Solutions of a system, the likeliest first."""
    totals = {s.instance.left[0].name for s in system.stated if len(s.instance.left) == 1}
    over_bodies = bool(system.failed) and all(one.over_bodies for one in system.failed)
    result = []
    for solution in solutions:
        proposed = solution.values
        reasons = {cell: reason(cell, proposed, system, context, weights) for cell in proposed}
        # A text repeats the sums of its own table: it is no witness against those of others.
        mended, broken = ((), ()) if over_bodies else _claims(proposed, system, known)
        cost = sum(weights.reasons[r.key] for r in reasons.values())
        if over_bodies:
            # The figures of a report are off together, for one reason.
            cost /= len(reasons)
        cost += len(mended) * weights.evidence["claim_mended"]
        cost += len(broken) * weights.evidence["claim_broken"]
        cost += len(totals & proposed.keys()) * weights.evidence["total"]
        cost += sum(weights.evidence["previous"] for c in proposed if c.startswith(PREVIOUS))
        if any(cell.startswith(CHILDREN) for cell in proposed):
            cost += weights.evidence["child"]
        result.append(Ranked(solution, reasons, mended, broken, cost))
    return sorted(result, key=lambda r: (r.cost, sorted(r.solution.values)))


def _claims(
    proposed: Mapping[str, Number], system: System, known: Evidence
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims that the proposed figures agree with anew, and those that they no longer do."""
    printed = {**known.printed, **system.problem.values}
    mended, broken = [], []
    for claim, sums in known.claims:
        if not any(term.name in proposed for terms in sums for term in terms):
            continue
        before = _agrees(claim, sums, printed)
        after = _agrees(claim, sums, {**printed, **proposed})
        if after and not before:
            mended.append(claim)
        elif before and not after:
            broken.append(claim)
    return tuple(mended), tuple(broken)


def _agrees(claim: Claim, sums: Sequence[Sequence[Term]], values: Mapping[str, Number]) -> bool:
    wanted = exact(claim.value)
    return any(
        terms
        and all(term.name in values for term in terms)
        and sum(term.sign * values[term.name] for term in terms) == wanted
        for terms in sums
    )
