"""Failed sums told as stories: which cells are to blame, why, and what mends them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from validator.checking import equation
from validator.checking.context import Context
from validator.checking.culprits import telling
from validator.checking.culprits.bodies import in_one_report
from validator.checking.culprits.ranking import Evidence, Ranked, ranked
from validator.checking.culprits.search import Equality, Number, Search, TooManyStepsError
from validator.checking.culprits.system import Stated, System, repaired
from validator.checking.culprits.weights import Weights
from validator.checking.links import bare
from validator.model.finding import Explanation, Story, Suspect
from validator.model.report import Claim

# The search for one story gives up after so many steps, less than a tenth of a second.
STEPS = 1_200_000


class Told(NamedTuple):
    """A story with what it rests on.

    `suspects` are those of each of its findings, by fingerprint; `values` are the figures that
    the first explanation proposes, `mended` the claims that agree with them.
    """

    story: Story
    suspects: Mapping[str, tuple[Suspect, ...]]
    values: Mapping[str, Number]
    mended: tuple[Claim, ...]


def told(system: System, context: Context, known: Evidence, weights: Weights) -> list[Told]:
    """The stories of a system in which equations fail."""
    try:
        return _told(system, context, known, weights)
    except TooManyStepsError:
        return [_unexplained(system, telling.involved(len(system.failed), context), context)]


def _told(system: System, context: Context, known: Evidence, weights: Weights) -> list[Told]:
    if all(one.over_bodies for one in system.failed):
        solutions = list(in_one_report(system))
        if not solutions:
            message = telling.inconsistent(len(system.failed), weights.most_cells, context)
            return [_unexplained(system, message, context)]
        found = ranked(solutions, system, context, known, weights)
        return [_tell(system.failed, found, True, context, weights)]
    search = Search(system.problem, STEPS)
    solutions, complete = search.smallest(weights.most_cells)
    if not solutions:
        message = telling.inconsistent(len(system.failed), weights.most_cells, context)
        return [_unexplained(system, message, context)]
    found = ranked(solutions, system, context, known, weights)
    best = found[0].solution.values
    if not best:
        # A figure that is missing from the failed sums is enough to mend them.
        return []
    parts = _parts(tuple(best), best, system, search.root.equalities)
    if len(parts) == 1:
        return [_tell(system.failed, found, complete, context, weights)]
    result = []
    for part in parts:
        failed = tuple(s for s in system.failed if not part.isdisjoint(s.instance.concepts))
        if not failed:
            # Cells without a figure stand in sums that contradict each other; none of these is
            # a finding.
            continue
        # What the other stories mend is taken as mended.
        others = {cell: value for cell, value in best.items() if cell not in part}
        rest = repaired(system, others)
        own, whole = Search(rest.problem, STEPS).smallest(weights.most_cells)
        told_apart = ranked(own, rest, context, known, weights)
        result.append(_tell(rest.failed, told_apart, whole, context, weights))
    return result


def _parts(
    cells: tuple[str, ...],
    proposed: Mapping[str, Number],
    system: System,
    equalities: Sequence[Equality],
) -> list[frozenset[str]]:
    """Cells in groups that are each right by themselves.

    Changed alone, a group settles the equalities that it touches or leaves them as they are.
    """
    first, *others = cells
    for size in range(len(others)):
        for more in combinations(others, size):
            part = frozenset((first, *more))
            rest = tuple(cell for cell in others if cell not in part)
            if _alone(part, proposed, system, equalities) and _alone(
                frozenset(rest), proposed, system, equalities
            ):
                return [part, *_parts(rest, proposed, system, equalities)]
    return [frozenset(cells)]


def _alone(
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


def _tell(
    failed: Sequence[Stated],
    found: Sequence[Ranked],
    complete: bool,
    context: Context,
    weights: Weights,
) -> Told:
    best = found[0]
    clear = len(found) == 1 or found[1].cost - best.cost >= weights.margin
    decisive = clear and complete and best.solution.settled and not best.broken
    shown = found[: weights.shown]
    explanations = tuple(
        telling.explanation(one, rank, failed, context) for rank, one in enumerate(shown, 1)
    )
    if clear and complete and best.solution.settled:
        message = telling.culprit(best, explanations[0], len(failed), context)
    else:
        message = telling.choice(found, len(shown), len(failed), context)
    proposed = best.solution.values
    story = Story(
        findings=tuple(fingerprint(one, context) for one in failed),
        explanations=explanations,
        decisive=decisive,
        message=message,
        steps=tuple(telling.step(one, proposed, context) for one in failed),
    )
    suspects = {fingerprint(one, context): _of(one, explanations, context) for one in failed}
    return Told(story, suspects, proposed, best.mended)


def _unexplained(system: System, message: str, context: Context) -> Told:
    names = tuple(fingerprint(one, context) for one in system.failed)
    story = Story(names, (), False, message)
    return Told(story, {}, {}, ())


def fingerprint(one: Stated, context: Context) -> str:
    """That of the finding which the failed equation comes to."""
    return context.fingerprint(one.rule, equation.identity(one.instance))


def _of(one: Stated, explanations: Sequence[Explanation], context: Context) -> tuple[Suspect, ...]:
    """The suspects that stand in an equation, each cell with each value once."""
    holding = {(context.document_of(c), bare(c)) for c in one.instance.concepts}
    own: dict[tuple[tuple[str, str], Decimal], Suspect] = {}
    for explanation in explanations:
        for suspect in explanation.cells:
            concept = (suspect.document, suspect.cell)
            if concept in holding:
                own.setdefault((concept, suspect.proposed), suspect)
    return tuple(own.values())
