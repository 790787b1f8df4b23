"""The search for the fewest cells, on its own and against a mixed-integer programme."""

from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.culprits import KINDS, faults, sound, spoilt
from validator.checking import build_context
from validator.checking.error_localization.search import (
    Equality,
    Problem,
    Search,
    TooManyStepsError,
)
from validator.checking.error_localization.system import build_systems
from validator.rulebase.ruleset import builtin

STEPS = 20_000_000


def problem(values: dict[str, int], *sums: str, unknown: str = "", signed: str = "") -> Problem:
    """A problem over cells of one letter; each sum is a total and its parts, as `tab`."""
    equalities = []
    for letters in sums:
        total, parts = letters[0], letters[1:]
        gap = values[total] - sum(values[part] for part in parts)
        equalities.append(Equality({total: 1, **dict.fromkeys(parts, -1)}, gap))
    return Problem(tuple(equalities), values, frozenset(unknown), frozenset(signed))


def solutions(one: Problem, most: int = 4) -> list[dict[str, int]]:
    return [dict(s.values) for s in Search(one, STEPS).find_smallest(most)[0]]  # type: ignore[arg-type]


def test_nothing_is_changed_where_all_holds() -> None:
    assert solutions(problem({"t": 3, "a": 1, "b": 2}, "tab")) == [{}]


def test_any_cell_of_a_lone_sum_may_be_wrong_but_not_below_zero() -> None:
    assert solutions(problem({"t": 5, "a": 1, "b": 2}, "tab")) == [{"a": 3}, {"b": 4}, {"t": 3}]
    assert solutions(problem({"t": 0, "a": 1, "b": 2}, "tab")) == [{"t": 3}]
    assert solutions(problem({"t": 0, "a": 1, "b": 2}, "tab", signed="ab")) == [
        {"a": -2},
        {"b": -1},
        {"t": 3},
    ]


def test_the_cell_that_two_failed_sums_share_is_the_culprit() -> None:
    values = {"t": 3, "a": 9, "b": 2, "u": 5, "c": 4}
    assert solutions(problem(values, "tab", "uac")) == [{"a": 1}]


def test_a_cell_that_would_break_a_sum_that_holds_is_none() -> None:
    values = {"t": 7, "a": 1, "b": 2, "u": 5, "c": 4}
    assert solutions(problem(values, "tab", "uac")) == [{"b": 6}, {"t": 3}]


def test_a_value_below_zero_asks_for_a_second_cell() -> None:
    # a would have to be -2, unless c changes too.
    values = {"t": 1, "a": 5, "b": 3, "u": 2, "c": 4}
    for found in solutions(problem(values, "tab", "uac")):
        assert len(found) == 2
        assert min(found.values()) >= 0


def test_more_cells_than_asked_for_are_no_solution() -> None:
    values = {"t": 5, "a": 1, "u": 5, "b": 1}
    assert solutions(problem(values, "ta", "ub"), most=1) == []
    assert len(solutions(problem(values, "ta", "ub"), most=2)) == 4


def test_unknown_cells_are_solved_for_where_one_value_is_left() -> None:
    values = {"t": 5, "a": 0, "b": 2, "u": 9, "c": 0, "d": 0}
    one = problem(values, "tab", "ucd", unknown="acd")
    assert Search(one, STEPS).impute() == {"a": 3}


def test_unknown_cells_have_no_value_where_the_sums_contradict_each_other() -> None:
    values = {"t": 5, "a": 0, "b": 2, "u": 9}
    assert Search(problem(values, "tab", "ua", unknown="a"), STEPS).impute() == {}
    assert Search(problem({"t": 1, "a": 0, "b": 2}, "tab", unknown="a"), STEPS).impute() == {}


def test_an_unknown_cell_joins_the_sums_on_both_its_sides() -> None:
    # t = a + b and u = a + c leave t - b = u - c, which fails.
    values = {"t": 5, "a": 0, "b": 2, "u": 9, "c": 4}
    found = solutions(problem(values, "tab", "uac", unknown="a"))
    assert found == [{"b": 0}, {"c": 6}, {"t": 7}, {"u": 7}]


def test_the_work_is_bounded() -> None:
    with pytest.raises(TooManyStepsError):
        Search(problem({"t": 5, "a": 1, "b": 2}, "tab"), 2).find_smallest(4)


GRID = ("xab", "ycd", "uac", "vbd", "txy", "tuv")


def fewest_by_trial(one: Problem) -> int | None:
    """The least number of cells, at most two, by trying all values up to 20."""
    cells = sorted(one.values.keys() - one.unknown)
    (free,) = one.unknown or ("",)

    def holds(changed: dict[str, int]) -> bool:
        return any(
            all(
                sum(w * v.get(c, one.values[c]) for c, w in e.weights.items()) == 0
                for e in one.equalities
            )
            for v in ([{**changed, free: n} for n in range(41)] if free else [changed])
        )

    for size in range(3):
        for chosen in combinations(cells, size):
            for values in product(range(21), repeat=size):
                if holds(dict(zip(chosen, values, strict=True))):
                    return size
    return None


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
    st.dictionaries(st.sampled_from("abcdxyuvt"), st.integers(0, 9), min_size=1, max_size=2),
    st.sampled_from(["", "a", "u"]),
)
def test_no_fewer_cells_than_trying_all_finds(
    inner: list[int], wrong: dict[str, int], unknown: str
) -> None:
    a, b, c, d = inner
    right = {"x": a + b, "y": c + d, "u": a + c, "v": b + d, "t": a + b + c + d}
    values = {"a": a, "b": b, "c": c, "d": d, **right, **wrong}
    if unknown:
        values[unknown] = 0
    one = problem(values, *GRID, unknown=unknown)
    found, _ = Search(one, STEPS).find_smallest(2)
    assert (len(found[0].values) if found else None) == fewest_by_trial(one)


def fewest(one: Problem) -> int:
    """The least number of cells that must change, as a mixed-integer programme has it."""
    cells = sorted(one.values)
    count, most = len(cells), 2 * sum(abs(int(e.gap)) for e in one.equalities) + 1
    sums = np.zeros((len(one.equalities), 2 * count))
    for row, equality in enumerate(one.equalities):
        for cell, weight in equality.weights.items():
            sums[row, cells.index(cell)] = int(weight)
    gaps = np.array([-int(e.gap) for e in one.equalities])
    # A cell moves, up or down, only where it is counted as changed.
    moves = np.block(
        [[np.eye(count), -most * np.eye(count)], [-np.eye(count), -most * np.eye(count)]]
    )
    low = [-most if c in one.signed else -int(one.values[c]) for c in cells]
    result = milp(
        np.repeat([0, 1], count),
        constraints=[LinearConstraint(sums, gaps, gaps), LinearConstraint(moves, -np.inf, 0)],
        bounds=Bounds(np.array(low + [0] * count), np.repeat([most, 1], count)),
        integrality=np.ones(2 * count),
    )
    assert result.success
    least: float = result.fun
    return round(least)


@pytest.mark.parametrize("kind", [*KINDS, "two exchanges"])
def test_as_few_cells_as_a_mixed_integer_programme_finds(kind: str) -> None:
    for seed in range(6 if kind == "two exchanges" else 12):
        random = Random(f"programme {kind}{seed}")
        report = sound(random, "2019" if seed % 2 else "2021")
        changes = faults(
            report, "neighbours exchanged" if kind == "two exchanges" else kind, random, seed
        )
        if kind == "two exchanges":
            changes |= faults(report, "neighbours exchanged", random, seed)
        context = build_context(spoilt(report, changes), builtin())
        (system,) = build_systems(context, {})
        found, _ = Search(system.problem, STEPS).find_smallest(4)
        assert len(found[0].values) == fewest(system.problem), seed
