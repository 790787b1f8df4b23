"""The equations that a report must satisfy, as problems for the search: one a table or row.

Those of last year's report belong to them where it is given, for its figures may be wrong too,
and where a report sums others, those of such as have a sum of their own that fails.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from validator.checking.cells import value
from validator.checking.context import Context
from validator.checking.culprits.search import Equality, Number, Problem
from validator.checking.equation import Verdict, judged, softened
from validator.checking.instances import Instance, instances
from validator.checking.links import CHILDREN, PREVIOUS, split
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

    @property
    def over_bodies(self) -> bool:
        """Whether it sums the figures of several reports."""
        prefixes = {split(cell)[0] for cell in self.instance.concepts}
        return len(prefixes) > 1 and any(p.startswith(CHILDREN) for p in prefixes)


class System(NamedTuple):
    """Equations that hang together by their cells, and the problem that they pose."""

    stated: tuple[Stated, ...]
    problem: Problem

    @property
    def failed(self) -> tuple[Stated, ...]:
        """The equations that do not hold."""
        return tuple(one for one in self.stated if one.failed)


def systems(context: Context, around: Mapping[str, Context]) -> list[System]:
    """The systems of a report in which an equation fails or has a cell without a value.

    `around` are the contexts of the other reports that take part, by the prefix of their cells.
    """
    stated = list(_stated(context))
    doubted = {""}
    for prefix, other in around.items():
        own = list(_stated(other))
        if prefix == PREVIOUS:
            # What last year's report gets wrong by itself is not this report's matter.
            own = [one for one in own if not one.failed]
        elif not any(one.failed for one in own):
            # The figures of a report that is right by itself are taken as given.
            continue
        doubted.add(prefix)
        stated += [one._replace(instance=_of_other(one.instance, prefix)) for one in own]
    return [
        System(tuple(group), _problem(group, context, doubted))
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


def _of_other(instance: Instance, prefix: str) -> Instance:
    left, right = (
        tuple(term._replace(name=prefix + term.name) for term in side)
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


def _problem(stated: Sequence[Stated], context: Context, doubted: Collection[str]) -> Problem:
    """The problem of some equations, in which only cells with a prefix that is doubted change."""
    unknown = frozenset(
        cell
        for one in stated
        if one.verdict.state is State.UNDETERMINED
        for cell in one.verdict.cells
    )
    cells = {cell for one in stated for cell in one.instance.concepts}
    values = {cell: 0 if cell in unknown else _printed(cell, context) for cell in cells}
    kinds = {cell: context.kind(cell) for cell in cells}
    given = frozenset(c for c in cells - unknown if split(c)[0] not in doubted)
    return Problem(
        tuple(_equality(one.instance, values, given) for one in stated),
        values,
        unknown,
        given=given,
        signed=frozenset(cell for cell, kind in kinds.items() if kind == "change"),
        broken=frozenset(cell for cell, kind in kinds.items() if kind == "amount"),
    )


def _printed(cell: str, context: Context) -> Number:
    fact = context.facts.get(cell)
    return exact((value(fact) if fact else None) or Decimal(0))


def exact(amount: Decimal) -> Number:
    """A decimal as a whole number, or as a fraction where it is none."""
    return int(amount) if amount == amount.to_integral_value() else Fraction(amount)


def _equality(instance: Instance, values: Mapping[str, Number], given: Collection[str]) -> Equality:
    weights: dict[str, Number] = {}
    for side, terms in ((1, instance.left), (-1, instance.right)):
        for term in terms:
            weights[term.name] = weights.get(term.name, 0) + side * term.sign
    gap = sum((weight * values[cell] for cell, weight in weights.items()), 0)
    free = {cell: weight for cell, weight in weights.items() if weight and cell not in given}
    return Equality(free, gap)


def decimal(number: Number) -> Decimal:
    """A number of a problem as a decimal, which those of reports always are."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def repaired(system: System, values: Mapping[str, Number]) -> System:
    """The same system with other values in some cells."""
    known = {**system.problem.values, **values}
    given = system.problem.given
    equalities = tuple(_equality(one.instance, known, given) for one in system.stated)
    problem = system.problem._replace(equalities=equalities, values=known)
    stated = tuple(
        one._replace(verdict=one.verdict._replace(state=State.PASSED))
        if one.failed and not equality.gap
        else one
        for one, equality in zip(system.stated, equalities, strict=True)
    )
    return System(stated, problem)
