"""The fewest cells whose change makes all equations hold: an exact search.

After Fellegi and Holt (1976), "A systematic approach to automatic edit and imputation": a cell
assumed to be wrong is eliminated from all equations, which leaves the equations that the others
imply. While one of these fails, one of its cells must be wrong too; once none fails, the
eliminated cells have values that make all equations hold. This module knows nothing of reports.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

Number = int | Fraction


class Equality(NamedTuple):
    """A weighted sum of cells that must be zero, and its value as printed (`gap`)."""

    weights: Mapping[str, Number]
    gap: Number


class Solution(NamedTuple):
    """The cells that change, with their new values.

    `unique` is false if the equations leave a choice of values.
    """

    values: Mapping[str, Number]
    unique: bool = True


class Problem(NamedTuple):
    """Equalities over cells with their printed values.

    `unknown` cells have no known value and change at no cost. `signed` cells may be negative,
    `fractional` ones need not be whole; `fixed` ones are in no equality because they must not
    change.
    """

    equalities: tuple[Equality, ...]
    values: Mapping[str, Number]
    unknown: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    fractional: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()

    def allows(self, cell: str, value: Number) -> bool:
        """Whether a cell may have a value."""
        is_whole = cell in self.fractional or value == int(value)
        return is_whole and (cell in self.signed or value >= 0)


class _Node(NamedTuple):
    """A search node: the equalities that remain after eliminating cells.

    `pivots` holds for each eliminated cell, in order, the equality that gives its value.
    """

    equalities: tuple[Equality, ...]
    pivots: tuple[tuple[str, Equality], ...]

    def eliminate(self, cell: str) -> "_Node":
        """The node with a cell eliminated, which must be in one of its equalities."""
        containing = [e for e in self.equalities if cell in e.weights]
        pivot = min(containing, key=lambda e: len(e.weights))
        left = []
        for equality in self.equalities:
            if equality is pivot:
                continue
            if cell in equality.weights:
                equality = _subtract(equality, pivot, cell)
                if not equality.weights and not equality.gap:
                    continue
            left.append(equality)
        return _Node(tuple(left), (*self.pivots, (cell, pivot)))

    def contains(self, cell: str) -> bool:
        """Whether a cell is in a remaining equality."""
        return any(cell in e.weights for e in self.equalities)

    def changes(self) -> dict[str, Equality]:
        """The change of each eliminated cell, as an equality free of other eliminated cells.

        The change of a cell is minus the gap, minus the weighted changes of the other cells.
        """
        changes: dict[str, Equality] = {}
        for cell, pivot in reversed(self.pivots):
            weight = pivot.weights[cell]
            gap = _ratio(pivot.gap, weight)
            weights: dict[str, Number] = {}
            for other, factor in pivot.weights.items():
                if other == cell:
                    continue
                share = _ratio(factor, weight)
                if other not in changes:
                    weights[other] = weights.get(other, 0) + share
                    continue
                gap -= share * changes[other].gap
                for third, third_weight in changes[other].weights.items():
                    weights[third] = weights.get(third, 0) - share * third_weight
            changes[cell] = Equality({c: w for c, w in weights.items() if w}, gap)
        return changes


class TooManyStepsError(Exception):
    """The search takes more steps than allowed."""


class Search:
    """The search for solutions of a problem, those with the fewest cells first.

    `steps` counts the cost so far: the terms of equalities inspected or computed, each some tenths
    of a microsecond.
    """

    def __init__(self, problem: Problem, max_steps: int) -> None:
        """Eliminate unknown cells; TooManyStepsError is raised beyond `max_steps`."""
        self.problem = problem
        self.max_steps = max_steps
        self.steps = 0
        node = _Node(problem.equalities, ())
        for cell in sorted(problem.unknown):
            if node.contains(cell):
                node = self._eliminate(node, cell)
        self.root = node

    def find_smallest(self, max_cells: int) -> tuple[list[Solution], bool]:
        """The solutions with the fewest cells; none if that is more than `max_cells`.

        The second value is false if the steps ran out before all of them were found.
        """
        solutions: list[Solution] = []
        for size in range(max_cells + 1):
            try:
                for solution in self._explore(self.root, frozenset(), size):
                    solutions.append(solution)  # noqa: PERF402 (kept where the steps run out)
            except TooManyStepsError:
                if not solutions:
                    raise
                return solutions, False
            if solutions:
                break
        return solutions, True

    def impute(self) -> dict[str, Number]:
        """The values of the unknown cells that the equations determine.

        Empty if an equation fails or requires a value that is not allowed.
        """
        if any(e.gap for e in self.root.equalities):
            return {}
        values = self._values(self.root.changes())
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

    def _eliminate(self, node: _Node, cell: str) -> _Node:
        lengths = [len(e.weights) for e in node.equalities if cell in e.weights]
        self._count_steps(sum(lengths) + 4 * min(lengths) * (len(lengths) - 1))
        return node.eliminate(cell)

    def _count_steps(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.max_steps:
            raise TooManyStepsError

    def _explore(self, node: _Node, banned: frozenset[str], budget: int) -> Iterator[Solution]:
        failed = [e for e in node.equalities if e.gap]
        self._count_steps(len(node.equalities) + sum(len(e.weights) for e in failed))
        if not failed:
            yield from self._finish(node, banned, budget)
            return
        choices = [e.weights.keys() - banned for e in failed]
        if budget < _count_disjoint(choices, budget):
            return
        # The last cell must be in every equation that fails.
        candidates = (
            frozenset.intersection(*map(frozenset, choices))
            if budget == 1
            else min(choices, key=len)
        )
        for cell in sorted(candidates):
            yield from self._explore(self._eliminate(node, cell), banned, budget - 1)
            # All sets with this cell are done; each set is visited once.
            banned |= {cell}

    def _finish(self, node: _Node, banned: frozenset[str], budget: int) -> Iterator[Solution]:
        """Yield the solution once no equation fails; if it is not allowed, those that extend it."""
        problem = self.problem
        self._count_steps(len(node.pivots) * sum(len(pivot.weights) for _, pivot in node.pivots))
        changes = node.changes()
        values = self._values(changes)
        wrong = next((c for c, v in values.items() if not problem.allows(c, v)), None)
        if wrong is None:
            if budget == 0:
                yield Solution({c: v for c, v in values.items() if c not in problem.unknown})
            return
        if budget == 0:
            return
        # Only a cell on which the forbidden value depends can change it.
        for cell in sorted(changes[wrong].weights.keys() - banned - problem.unknown):
            if node.contains(cell):
                yield from self._explore(self._eliminate(node, cell), banned, budget - 1)
            elif budget == 1:
                yield from self._move_along(values, changes, cell)
            banned |= {cell}

    def _move_along(
        self, values: Mapping[str, Number], changes: Mapping[str, Equality], cell: str
    ) -> Iterator[Solution]:
        """Yield the solution in which one more cell moves just far enough for all to be allowed."""
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
            yield Solution(moved, unique=low == high)


def _subtract(equality: Equality, pivot: Equality, cell: str) -> Equality:
    """Subtract the multiple of another equality that eliminates a cell."""
    factor = _ratio(equality.weights[cell], pivot.weights[cell])
    weights = dict(equality.weights)
    for other, weight in pivot.weights.items():
        rest = weights.get(other, 0) - factor * weight
        if rest:
            weights[other] = rest
        else:
            weights.pop(other, None)
    return Equality(weights, equality.gap - factor * pivot.gap)


def _count_disjoint(choices: Sequence[Collection[str]], limit: int) -> int:
    """A lower bound on the number of cells needed to have one in each of these sets.

    Counts disjoint sets, greedily, and stops once there are more than `limit`.
    """
    taken: set[str] = set()
    count = 0
    for choice in sorted(choices, key=len):
        if taken.isdisjoint(choice):
            count += 1
            if count > limit:
                break
            taken.update(choice)
    return count


def _ratio(number: Number, divisor: Number) -> Number:
    if divisor in (1, -1):
        return number * divisor
    quotient = Fraction(number) / Fraction(divisor)
    return quotient.numerator if quotient.denominator == 1 else quotient
