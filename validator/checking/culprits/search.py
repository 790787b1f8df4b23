"""The fewest cells whose change makes all equations hold: an exact search.

After Fellegi and Holt (1976), "A systematic approach to automatic edit and imputation": a cell
that is taken as wrong is eliminated from all equations, which leaves the equations that the
others imply. While one of these fails, one of its cells must be wrong too; where none fails,
the eliminated cells have values that make all equations hold. Knows nothing of reports.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

Number = int | Fraction


class Equality(NamedTuple):
    """A weighted sum of cells that must be zero, and what it comes to as printed."""

    weights: Mapping[str, Number]
    gap: Number


class Solution(NamedTuple):
    """The cells that change, with their new values.

    `settled` is false where the equations leave a choice of values.
    """

    values: Mapping[str, Number]
    settled: bool = True


class Problem(NamedTuple):
    """Equalities over cells with their printed values.

    `unknown` are cells whose values count for nothing: they change at no cost. `signed` are
    cells that may be below zero, `broken` those that need not be whole, `given` those that stand
    in no equality because they shall not change.
    """

    equalities: tuple[Equality, ...]
    values: Mapping[str, Number]
    unknown: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()

    def allows(self, cell: str, value: Number) -> bool:
        """Whether a cell may have a value."""
        whole = cell in self.broken or value == int(value)
        return whole and (cell in self.signed or value >= 0)


class _Node(NamedTuple):
    """Cells eliminated so far, and the equalities that are left without them.

    `pivots` holds for each eliminated cell, in order, the equality that gives its value.
    """

    equalities: tuple[Equality, ...]
    pivots: tuple[tuple[str, Equality], ...]

    def without(self, cell: str) -> "_Node":
        """The node with a cell eliminated that one of its equalities holds."""
        holding = [e for e in self.equalities if cell in e.weights]
        pivot = min(holding, key=lambda e: len(e.weights))
        left = []
        for equality in self.equalities:
            if equality is pivot:
                continue
            if cell in equality.weights:
                equality = _minus(equality, pivot, cell)
                if not equality.weights and not equality.gap:
                    continue
            left.append(equality)
        return _Node(tuple(left), (*self.pivots, (cell, pivot)))

    def holds(self, cell: str) -> bool:
        """Whether a cell stands in an equality that is left."""
        return any(cell in e.weights for e in self.equalities)

    def shifts(self) -> dict[str, Equality]:
        """For each eliminated cell, its change as an equality free of other eliminated cells.

        The change of a cell is minus the gap, minus the weighted changes of what is left.
        """
        found: dict[str, Equality] = {}
        for cell, pivot in reversed(self.pivots):
            weight = pivot.weights[cell]
            gap = _ratio(pivot.gap, weight)
            weights: dict[str, Number] = {}
            for other, factor in pivot.weights.items():
                if other == cell:
                    continue
                share = _ratio(factor, weight)
                if other not in found:
                    weights[other] = weights.get(other, 0) + share
                    continue
                gap -= share * found[other].gap
                for third, own in found[other].weights.items():
                    weights[third] = weights.get(third, 0) - share * own
            found[cell] = Equality({c: w for c, w in weights.items() if w}, gap)
        return found


class TooManyStepsError(Exception):
    """The search takes more steps than it was given."""


class Search:
    """Solutions of a problem, by their number of cells.

    `steps` counts what it cost: the terms of equalities that were looked at or reckoned with,
    each some tenths of a microsecond.
    """

    def __init__(self, problem: Problem, most_steps: int) -> None:
        """Eliminate what is unknown; TooManyStepsError is raised beyond `most_steps`."""
        self.problem = problem
        self.most_steps = most_steps
        self.steps = 0
        node = _Node(problem.equalities, ())
        for cell in sorted(problem.unknown):
            if node.holds(cell):
                node = self._without(node, cell)
        self.root = node

    def smallest(self, most: int) -> tuple[list[Solution], bool]:
        """The solutions of the least number of cells, none where that is more than `most`.

        The second is false where there may be more of them than the steps were enough for.
        """
        found: list[Solution] = []
        for size in range(most + 1):
            try:
                for solution in self._from(self.root, frozenset(), size):
                    found.append(solution)  # noqa: PERF402 (kept where the steps run out)
            except TooManyStepsError:
                if not found:
                    raise
                return found, False
            if found:
                break
        return found, True

    def determined(self) -> dict[str, Number]:
        """The values of unknown cells to which the equations leave no choice.

        There are none where the equations do not all hold, or want a value that is not allowed.
        """
        if any(e.gap for e in self.root.equalities):
            return {}
        values = self._values(self.root.shifts())
        if not all(self.problem.allows(cell, value) for cell, value in values.items()):
            return {}
        return values

    def _values(self, changes: Mapping[str, Equality]) -> dict[str, Number]:
        """The values of eliminated cells that depend on no unknown cell."""
        return {
            cell: self.problem.values[cell] - change.gap
            for cell, change in changes.items()
            if self.problem.unknown.isdisjoint(change.weights)
        }

    def _without(self, node: _Node, cell: str) -> _Node:
        holding = [len(e.weights) for e in node.equalities if cell in e.weights]
        self._count(sum(holding) + 4 * min(holding) * (len(holding) - 1))
        return node.without(cell)

    def _count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.most_steps:
            raise TooManyStepsError

    def _from(self, node: _Node, banned: frozenset[str], budget: int) -> Iterator[Solution]:
        failed = [e for e in node.equalities if e.gap]
        self._count(len(node.equalities) + sum(len(e.weights) for e in failed))
        if not failed:
            yield from self._ended(node, banned, budget)
            return
        choices = [e.weights.keys() - banned for e in failed]
        if budget < _disjoint(choices, budget):
            return
        # The last cell must be in every equation that fails.
        candidates = (
            frozenset.intersection(*map(frozenset, choices))
            if budget == 1
            else min(choices, key=len)
        )
        for cell in sorted(candidates):
            yield from self._from(self._without(node, cell), banned, budget - 1)
            # What begins with this cell is done with: each set is met once.
            banned |= {cell}

    def _ended(self, node: _Node, banned: frozenset[str], budget: int) -> Iterator[Solution]:
        """The solution at which no equation fails, or those beyond where it is not allowed."""
        problem = self.problem
        self._count(len(node.pivots) * sum(len(pivot.weights) for _, pivot in node.pivots))
        changes = node.shifts()
        values = self._values(changes)
        wrong = next((c for c, v in values.items() if not problem.allows(c, v)), None)
        if wrong is None:
            if budget == 0:
                yield Solution({c: v for c, v in values.items() if c not in problem.unknown})
            return
        if budget == 0:
            return
        # Only a cell on which the forbidden value depends can make it another.
        for cell in sorted(changes[wrong].weights.keys() - banned - problem.unknown):
            if node.holds(cell):
                yield from self._from(self._without(node, cell), banned, budget - 1)
            elif budget == 1:
                yield from self._along(values, changes, cell)
            banned |= {cell}

    def _along(
        self, values: Mapping[str, Number], changes: Mapping[str, Equality], cell: str
    ) -> Iterator[Solution]:
        """A solution in which one more cell moves as far as the others' values need it to."""
        problem = self.problem
        printed = problem.values[cell]
        low: Number | None = None if cell in problem.signed else -printed
        high: Number | None = None
        for other, value in values.items():
            weight = changes[other].weights.get(cell, 0)
            if other in problem.signed or not weight:
                if not problem.allows(other, value):
                    return
                continue
            bound = _ratio(value, weight)
            if weight > 0:
                high = bound if high is None else min(high, bound)
            else:
                low = bound if low is None else max(low, bound)
        if low is not None and high is not None and low > high:
            return
        nearest = low if low is not None and low > 0 else high
        if not nearest:
            return
        moved = {
            other: value - changes[other].weights.get(cell, 0) * nearest
            for other, value in values.items()
            if other not in problem.unknown
        }
        moved[cell] = printed + nearest
        if all(problem.allows(c, v) for c, v in moved.items()):
            yield Solution(moved, settled=low == high)


def _minus(equality: Equality, pivot: Equality, cell: str) -> Equality:
    """An equality less as much of another as takes a cell out of it."""
    factor = _ratio(equality.weights[cell], pivot.weights[cell])
    weights = dict(equality.weights)
    for other, weight in pivot.weights.items():
        rest = weights.get(other, 0) - factor * weight
        if rest:
            weights[other] = rest
        else:
            weights.pop(other, None)
    return Equality(weights, equality.gap - factor * pivot.gap)


def _disjoint(choices: Sequence[Collection[str]], enough: int) -> int:
    """A number of cells that at least are needed to have one in each of these sets.

    That of sets which share none; counted until it is more than `enough`.
    """
    taken: set[str] = set()
    count = 0
    for choice in sorted(choices, key=len):
        if taken.isdisjoint(choice):
            count += 1
            if count > enough:
                break
            taken.update(choice)
    return count


def _ratio(number: Number, divisor: Number) -> Number:
    if divisor in (1, -1):
        return number * divisor
    quotient = Fraction(number) / Fraction(divisor)
    return quotient.numerator if quotient.denominator == 1 else quotient
