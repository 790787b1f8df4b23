"""The equations that a report must satisfy, as problems for the search.

They include those of last year's report if given, as its figures may be wrong too, and those of
summed reports that have a failed equation of their own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from validator.checking.cells import split_prefix, value_in_sum
from validator.checking.context import Context
from validator.checking.equations import CellEquation, GroundedEquation
from validator.checking.error_localization.search import Equality, Number, Problem
from validator.checking.kinds.equation import find_mitigation
from validator.model.finding import State
from validator.rulebase.expressions import PREVIOUS


class System(NamedTuple):
    """Equations connected by shared cells, and the problem that they pose."""

    equations: tuple[GroundedEquation, ...]
    problem: Problem

    @property
    def failed(self) -> tuple[GroundedEquation, ...]:
        """The equations that do not hold."""
        return tuple(grounded for grounded in self.equations if grounded.failed)


def build_systems(context: Context, related_contexts: Mapping[str, Context]) -> list[System]:
    """The systems of a report in which an equation fails or has a cell without a value.

    `related_contexts` are the contexts of the related reports, by the prefix of their cells.
    """
    equations = list(_equalities_of(context))
    suspect_prefixes = {""}
    for prefix, other in related_contexts.items():
        related_equations = list(_equalities_of(other))
        if prefix == PREVIOUS:
            # Errors within last year's report do not concern this report.
            related_equations = [grounded for grounded in related_equations if not grounded.failed]
        elif not any(grounded.failed for grounded in related_equations):
            # The figures of a consistent report are fixed.
            continue
        suspect_prefixes.add(prefix)
        equations += [
            grounded._replace(cells=_prefix_cells(grounded.cells, prefix))
            for grounded in related_equations
        ]
    return [
        System(tuple(group), _build_problem(group, context, suspect_prefixes))
        for group in _group_connected(equations)
        if any(grounded.verdict.state is not State.PASSED for grounded in group)
    ]


def _equalities_of(context: Context) -> Iterator[GroundedEquation]:
    """Yield the equalities of a report that was read reliably, unless it explains their failure."""
    for grounded in (one for of_rule in context.equations.values() for one in of_rule):
        cells = grounded.cells
        if cells.relation != "=" or cells.table in context.report.doubtful:
            continue
        if not (grounded.failed and find_mitigation(grounded.rule, context)):
            yield grounded


def _prefix_cells(equation: CellEquation, prefix: str) -> CellEquation:
    left, right = (
        tuple(term._replace(name=prefix + term.name) for term in side)
        for side in (equation.left, equation.right)
    )
    return equation._replace(left=left, right=right)


def _group_connected(equations: Sequence[GroundedEquation]) -> list[list[GroundedEquation]]:
    """Group equations so that no two groups share a cell."""
    groups: list[tuple[set[str], list[GroundedEquation]]] = []
    for grounded in equations:
        cells, members = set(grounded.cells.concepts), [grounded]
        separate = []
        for group in groups:
            if cells.isdisjoint(group[0]):
                separate.append(group)
            else:
                cells |= group[0]
                members = [*group[1], *members]
        groups = [*separate, (cells, members)]
    return [members for _, members in groups]


def _build_problem(
    equations: Sequence[GroundedEquation], context: Context, suspect_prefixes: Collection[str]
) -> Problem:
    """The problem of some equations; only cells with one of `suspect_prefixes` may change."""
    unknown = frozenset(
        cell
        for grounded in equations
        if grounded.verdict.state is State.UNDETERMINED
        for cell in grounded.verdict.cells
    )
    cells = {cell for grounded in equations for cell in grounded.cells.concepts}
    values = {cell: 0 if cell in unknown else _printed_value(cell, context) for cell in cells}
    kinds = {cell: context.kind(cell) for cell in cells}
    fixed = frozenset(c for c in cells - unknown if split_prefix(c)[0] not in suspect_prefixes)
    return Problem(
        tuple(_build_equality(grounded.cells, values, fixed) for grounded in equations),
        values,
        unknown,
        fixed=fixed,
        signed=frozenset(cell for cell, kind in kinds.items() if kind == "change"),
        fractional=frozenset(cell for cell, kind in kinds.items() if kind == "amount"),
    )


def _printed_value(cell: str, context: Context) -> Number:
    fact = context.facts.get(cell)
    return to_exact((value_in_sum(fact) if fact else None) or Decimal(0))


def to_exact(amount: Decimal) -> Number:
    """Convert a Decimal to an int, or to a Fraction if it is not whole."""
    return int(amount) if amount == amount.to_integral_value() else Fraction(amount)


def _build_equality(
    equation: CellEquation, values: Mapping[str, Number], fixed: Collection[str]
) -> Equality:
    weights: dict[str, Number] = {}
    for side, terms in ((1, equation.left), (-1, equation.right)):
        for term in terms:
            weights[term.name] = weights.get(term.name, 0) + side * term.sign
    gap = sum((weight * values[cell] for cell, weight in weights.items()), 0)
    free = {cell: weight for cell, weight in weights.items() if weight and cell not in fixed}
    return Equality(free, gap)


def to_decimal(number: Number) -> Decimal:
    """Convert a number of a problem to a Decimal; exact for the figures of reports."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def substitute_values(system: System, values: Mapping[str, Number]) -> System:
    """The same system with other values in some cells."""
    merged = {**system.problem.values, **values}
    fixed = system.problem.fixed
    equalities = tuple(
        _build_equality(grounded.cells, merged, fixed) for grounded in system.equations
    )
    problem = system.problem._replace(equalities=equalities, values=merged)
    equations = tuple(
        grounded._replace(verdict=grounded.verdict._replace(state=State.PASSED))
        if grounded.failed and not equality.gap
        else grounded
        for grounded, equality in zip(system.equations, equalities, strict=True)
    )
    return System(equations, problem)
