"""Ranking of the explanations of failed sums by likelihood."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.checking.cells import terms_of, value_in_sum
from validator.checking.context import Context
from validator.checking.error_localization.reasons import Reason, find_reason
from validator.checking.error_localization.search import Number, Solution
from validator.checking.error_localization.system import System, to_exact
from validator.model.report import Claim
from validator.rulebase.expressions import CHILDREN, PREVIOUS, Term
from validator.rulebase.weights import Weights


class RankedSolution(NamedTuple):
    """A solution with its evidence: the reason for each cell, claims, and the total cost.

    `claims_fixed` are the claims that agree with the proposed figures only, `claims_broken` those
    that agree with the printed ones only.
    """

    solution: Solution
    reasons: Mapping[str, Reason]
    claims_fixed: tuple[Claim, ...]
    claims_broken: tuple[Claim, ...]
    cost: float


class Evidence(NamedTuple):
    """The claims of a text that can be compared with figures, each with the sums it may mean.

    `printed` are the values of all cells: a sum may include cells outside the system.
    """

    claims: tuple[tuple[Claim, tuple[tuple[Term, ...], ...]], ...]
    printed: Mapping[str, Number]


def gather_evidence(context: Context) -> Evidence:
    """The exact claims of a report about its own year and the full scope of its tables."""
    facts = context.facts
    claims = tuple(
        (claim, tuple(tuple(terms_of(m, context.official, facts)) for m in claim.meanings))
        for claim in context.report.claims
        if claim.meanings
        and not claim.wholes
        and not claim.scope
        and not claim.approximate
        and claim.is_about(context.report.year)
    )
    values = {concept: value_in_sum(fact) for concept, fact in facts.items()}
    return Evidence(claims, {c: to_exact(v) for c, v in values.items() if v is not None})


def rank_solutions(
    solutions: Sequence[Solution],
    system: System,
    context: Context,
    evidence: Evidence,
    weights: Weights,
) -> list[RankedSolution]:
    """The solutions of a system, likeliest first."""
    totals = {s.cells.left[0].name for s in system.equations if len(s.cells.left) == 1}
    over_bodies = bool(system.failed) and all(grounded.over_bodies for grounded in system.failed)
    result = []
    for solution in solutions:
        proposed = solution.values
        reasons = {cell: find_reason(cell, proposed, system, context, weights) for cell in proposed}
        # A text repeats the figures of its own report: it is no evidence about other reports.
        fixed, broken = ((), ()) if over_bodies else _affected_claims(proposed, system, evidence)
        cost = sum(weights.reasons[r.key] for r in reasons.values())
        if over_bodies:
            # The figures of one report are wrong together, for one reason.
            cost /= len(reasons)
        cost += len(fixed) * weights.evidence["claim_mended"]
        cost += len(broken) * weights.evidence["claim_broken"]
        cost += len(totals & proposed.keys()) * weights.evidence["total"]
        cost += sum(weights.evidence["previous"] for c in proposed if c.startswith(PREVIOUS))
        if any(cell.startswith(CHILDREN) for cell in proposed):
            cost += weights.evidence["child"]
        result.append(RankedSolution(solution, reasons, fixed, broken, cost))
    return sorted(result, key=lambda r: (r.cost, sorted(r.solution.values)))


def _affected_claims(
    proposed: Mapping[str, Number], system: System, evidence: Evidence
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims that agree with the proposed figures only, and with the printed ones only."""
    printed = {**evidence.printed, **system.problem.values}
    fixed, broken = [], []
    for claim, sums in evidence.claims:
        if not any(term.name in proposed for terms in sums for term in terms):
            continue
        before = _agrees(claim, sums, printed)
        after = _agrees(claim, sums, {**printed, **proposed})
        if after and not before:
            fixed.append(claim)
        elif before and not after:
            broken.append(claim)
    return tuple(fixed), tuple(broken)


def _agrees(claim: Claim, sums: Sequence[Sequence[Term]], values: Mapping[str, Number]) -> bool:
    expected = to_exact(claim.value)
    return any(
        terms
        and all(term.name in values for term in terms)
        and sum(term.sign * values[term.name] for term in terms) == expected
        for terms in sums
    )
