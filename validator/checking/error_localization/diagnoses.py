"""Diagnoses of failed sums: which cells are to blame, why, and what fixes them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from validator.checking.cells import strip_prefix
from validator.checking.context import Context
from validator.checking.equations import EquationKey, GroundedEquation
from validator.checking.error_localization import phrasing
from validator.checking.error_localization.over_bodies import fixes_in_one_report
from validator.checking.error_localization.ranking import Evidence, RankedSolution, rank_solutions
from validator.checking.error_localization.search import Equality, Number, Search, TooManyStepsError
from validator.checking.error_localization.system import System, substitute_values
from validator.model.finding import Diagnosis, Explanation, Suspect
from validator.model.message import Message
from validator.model.report import Claim
from validator.rulebase.weights import Weights

# Maximum number of steps of one search, less than a tenth of a second.
MAX_STEPS = 1_200_000


class LocalizedDiagnosis(NamedTuple):
    """A diagnosis with its basis.

    `equations` are those that failed, `suspects` the cells in each of them that may be wrong, by
    the equation's key. `values` are the figures that the first explanation proposes,
    `claims_fixed` the claims that agree with these but not with the print.
    """

    diagnosis: Diagnosis
    equations: tuple[EquationKey, ...]
    suspects: Mapping[EquationKey, tuple[Suspect, ...]]
    values: Mapping[str, Number]
    claims_fixed: tuple[Claim, ...]


def diagnose(
    system: System, context: Context, evidence: Evidence, weights: Weights
) -> list[LocalizedDiagnosis]:
    """Diagnose a system in which equations fail."""
    try:
        return _diagnose(system, context, evidence, weights)
    except TooManyStepsError:
        return [_build_unexplained(system, phrasing.involved_message(len(system.failed)))]


def _diagnose(
    system: System, context: Context, evidence: Evidence, weights: Weights
) -> list[LocalizedDiagnosis]:
    if all(grounded.over_bodies for grounded in system.failed):
        solutions = list(fixes_in_one_report(system))
        if not solutions:
            message = phrasing.inconsistent_message(len(system.failed), weights.most_cells)
            return [_build_unexplained(system, message)]
        candidates = rank_solutions(solutions, system, context, evidence, weights)
        return [_build_diagnosis(system.failed, candidates, True, context, weights)]
    search = Search(system.problem, MAX_STEPS)
    solutions, complete = search.find_smallest(weights.most_cells)
    if not solutions:
        message = phrasing.inconsistent_message(len(system.failed), weights.most_cells)
        return [_build_unexplained(system, message)]
    candidates = rank_solutions(solutions, system, context, evidence, weights)
    best = candidates[0].solution.values
    if not best:
        # Values for the cells without a figure are enough to fix the failed sums.
        return []
    parts = _independent_groups(tuple(best), best, system, search.root.equalities)
    if len(parts) == 1:
        return [_build_diagnosis(system.failed, candidates, complete, context, weights)]
    result = []
    for part in parts:
        failed = tuple(s for s in system.failed if not part.isdisjoint(s.cells.concepts))
        if not failed:
            # Cells without a figure are in sums that contradict each other; none of these sums
            # is a finding.
            continue
        # Assume that the cells of the other diagnoses are corrected.
        others = {cell: value for cell, value in best.items() if cell not in part}
        rest = substitute_values(system, others)
        rest_solutions, rest_complete = Search(rest.problem, MAX_STEPS).find_smallest(
            weights.most_cells
        )
        rest_candidates = rank_solutions(rest_solutions, rest, context, evidence, weights)
        result.append(
            _build_diagnosis(rest.failed, rest_candidates, rest_complete, context, weights)
        )
    return result


def _independent_groups(
    cells: tuple[str, ...],
    proposed: Mapping[str, Number],
    system: System,
    equalities: Sequence[Equality],
) -> list[frozenset[str]]:
    """Split cells into groups that can be changed independently of each other.

    Changing one group alone satisfies each equality that it affects.
    """
    first, *others = cells
    for size in range(len(others)):
        for extra in combinations(others, size):
            part = frozenset((first, *extra))
            rest = tuple(cell for cell in others if cell not in part)
            if _is_independent(part, proposed, system, equalities) and _is_independent(
                frozenset(rest), proposed, system, equalities
            ):
                return [part, *_independent_groups(rest, proposed, system, equalities)]
    return [frozenset(cells)]


def _is_independent(
    part: frozenset[str],
    proposed: Mapping[str, Number],
    system: System,
    equalities: Sequence[Equality],
) -> bool:
    printed = system.problem.values
    for equality in equalities:
        change = sum(
            weight * (proposed[cell] - printed[cell])
            for cell, weight in equality.weights.items()
            if cell in part
        )
        if change and equality.gap + change:
            return False
    return True


def _build_diagnosis(
    failed: Sequence[GroundedEquation],
    candidates: Sequence[RankedSolution],
    complete: bool,
    context: Context,
    weights: Weights,
) -> LocalizedDiagnosis:
    best = candidates[0]
    clear = len(candidates) == 1 or candidates[1].cost - best.cost >= weights.margin
    decisive = clear and complete and best.solution.unique and not best.claims_broken
    listed = candidates[: weights.shown]
    explanations = tuple(
        phrasing.build_explanation(one, rank, failed, context) for rank, one in enumerate(listed, 1)
    )
    if clear and complete and best.solution.unique:
        message = phrasing.culprit_message(best, explanations[0], len(failed))
    else:
        message = phrasing.choice_message(candidates, len(listed), len(failed))
    proposed = best.solution.values
    diagnosis = Diagnosis(
        findings=(),
        explanations=explanations,
        decisive=decisive,
        message=message,
        steps=tuple(phrasing.build_step(one, proposed, context) for one in failed),
    )
    keys = tuple(grounded.key for grounded in failed)
    suspects = {one.key: _suspects_of(one, explanations, context) for one in failed}
    return LocalizedDiagnosis(diagnosis, keys, suspects, proposed, best.claims_fixed)


def _build_unexplained(system: System, message: Message) -> LocalizedDiagnosis:
    keys = tuple(grounded.key for grounded in system.failed)
    return LocalizedDiagnosis(Diagnosis((), (), False, message), keys, {}, {}, ())


def _suspects_of(
    grounded: GroundedEquation, explanations: Sequence[Explanation], context: Context
) -> tuple[Suspect, ...]:
    """The suspects in an equation, each pair of cell and proposed value once."""
    cells = {(context.document_of(c), strip_prefix(c)) for c in grounded.cells.concepts}
    suspects: dict[tuple[tuple[str, str], Decimal], Suspect] = {}
    for explanation in explanations:
        for suspect in explanation.cells:
            concept = (suspect.document, suspect.cell)
            if concept in cells:
                suspects.setdefault((concept, suspect.proposed), suspect)
    return tuple(suspects.values())
