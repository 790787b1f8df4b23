"""The equations that a report must satisfy, as problems for the search: one a table or row.

Those of last year's report belong to them where it is given, for its figures may be wrong too.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from validator.checking.cells import value
from validator.checking.context import PREVIOUS, Context
from validator.checking.culprits.search import Equality, Number, Problem
from validator.checking.equation import Verdict, judged, softened
from validator.checking.instances import Instance, instances
from validator.model.finding import State
from validator.model.rule import Rule


class Stated(NamedTuple):
    """An equation of a rule over certain cells, and what it comes to."""

    rule: Rule
    instance: Instance
    verdict: Verdict

    @property
    def failed(self) -> bool:
        """Whether it does not hold."""
        return self.verdict.state is State.FAILED


class System(NamedTuple):
    """Equations that hang together by their cells, and the problem that they pose."""

    stated: tuple[Stated, ...]
    problem: Problem

    @property
    def failed(self) -> tuple[Stated, ...]:
        """The equations that do not hold."""
        return tuple(one for one in self.stated if one.failed)


def systems(context: Context, previous: Context | None) -> list[System]:
    """The systems of a report in which an equation fails or has a cell without a value.

    `previous` is the context of last year's report, where that takes part.
    """
    stated = list(_stated(context))
    if previous is not None:
        # What last year's report gets wrong by itself is not this report's matter.
        stated += [
            one._replace(instance=_of_last_year(one.instance))
            for one in _stated(previous)
            if not one.failed
        ]
    return [
        System(tuple(group), _problem(group, context))
        for group in _connected(stated)
        if any(one.verdict.state is not State.PASSED for one in group)
    ]


def _stated(context: Context) -> Iterator[Stated]:
    for rule in context.rules.values():
        if rule.kind != "equation" or not context.applies(rule):
            continue
        for instance in instances(rule, context):
            if instance.relation != "=" or instance.table in context.report.doubtful:
                continue
            one = Stated(rule, instance, judged(instance, context))
            # A break that the report itself explains is none to be mended.
            if not (one.failed and softened(rule, context)):
                yield one


def _of_last_year(instance: Instance) -> Instance:
    left, right = (
        tuple(term._replace(name=PREVIOUS + term.name) for term in side)
        for side in (instance.left, instance.right)
    )
    return instance._replace(left=left, right=right)


def _connected(stated: Sequence[Stated]) -> list[list[Stated]]:
    """Equations in groups that share no cell with each other."""
    groups: list[tuple[set[str], list[Stated]]] = []
    for one in stated:
        cells, own = set(one.instance.concepts), [one]
        apart = []
        for group in groups:
            if cells.isdisjoint(group[0]):
                apart.append(group)
            else:
                cells |= group[0]
                own = [*group[1], *own]
        groups = [*apart, (cells, own)]
    return [own for _, own in groups]


def _problem(stated: Sequence[Stated], context: Context) -> Problem:
    unknown = frozenset(
        cell
        for one in stated
        if one.verdict.state is State.UNDETERMINED
        for cell in one.verdict.cells
    )
    cells = {cell for one in stated for cell in one.instance.concepts}
    values = {cell: 0 if cell in unknown else _printed(cell, context) for cell in cells}
    kinds = {cell: context.kind(cell) for cell in cells}
    return Problem(
        tuple(_equality(one.instance, values) for one in stated),
        values,
        unknown,
        signed=frozenset(cell for cell, kind in kinds.items() if kind == "change"),
        broken=frozenset(cell for cell, kind in kinds.items() if kind == "amount"),
    )


def _printed(cell: str, context: Context) -> Number:
    fact = context.facts.get(cell)
    return exact((value(fact) if fact else None) or Decimal(0))


def exact(amount: Decimal) -> Number:
    """A decimal as a whole number, or as a fraction where it is none."""
    return int(amount) if amount == amount.to_integral_value() else Fraction(amount)


def _equality(instance: Instance, values: Mapping[str, Number]) -> Equality:
    weights: dict[str, Number] = {}
    for side, terms in ((1, instance.left), (-1, instance.right)):
        for term in terms:
            weights[term.name] = weights.get(term.name, 0) + side * term.sign
    gap = sum((weight * values[cell] for cell, weight in weights.items()), 0)
    return Equality({cell: weight for cell, weight in weights.items() if weight}, gap)


def decimal(number: Number) -> Decimal:
    """A number of a problem as a decimal, which those of reports always are."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def repaired(system: System, values: Mapping[str, Number]) -> System:
    """The same system with other values in some cells."""
    known = {**system.problem.values, **values}
    equalities = tuple(_equality(one.instance, known) for one in system.stated)
    problem = system.problem._replace(equalities=equalities, values=known)
    stated = tuple(
        one._replace(verdict=one.verdict._replace(state=State.PASSED))
        if one.failed and not equality.gap
        else one
        for one, equality in zip(system.stated, equalities, strict=True)
    )
    return System(stated, problem)
