"""How a printed figure may have arisen from the correct one."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from validator.checking.cells import split_prefix
from validator.checking.context import Context
from validator.checking.equations import CellEquation
from validator.checking.error_localization.search import Number
from validator.checking.error_localization.system import System, to_decimal
from validator.model.message import Value, figure_text
from validator.rulebase.weights import Weights

_UNITS = (1000, 10000)


class Reason(NamedTuple):
    """A key of `reasons` in rules/error_localization.yaml, and the values of its message."""

    key: str
    values: Mapping[str, Value]


class _Change(NamedTuple):
    """A cell with its printed and proposed figure; `all` are all proposed figures by cell."""

    cell: str
    printed: Number
    proposed: Number
    all: Mapping[str, Number]
    system: System
    context: Context


def find_reason(
    cell: str, proposed: Mapping[str, Number], system: System, context: Context, weights: Weights
) -> Reason:
    """The likeliest reason for the wrong figure of a cell."""
    printed = system.problem.values[cell]
    change = _Change(cell, printed, proposed[cell], proposed, system, context)
    reasons = [r for test in _TESTS for r in test(change)] or [Reason("none", {})]
    return min(reasons, key=lambda r: weights.reasons[r.key])


def _blank(change: _Change) -> Iterator[Reason]:
    fact = change.context.facts.get(change.cell)
    if fact is not None and fact.figure.empty:
        yield Reason("blank", {})


def _exchanged(change: _Change) -> Iterator[Reason]:
    for other, value in change.all.items():
        printed = change.system.problem.values[other]
        crosswise = (printed, value) == (change.proposed, change.printed)
        if other != change.cell and crosswise and _in_line(other, change.cell):
            yield Reason("exchanged", {"other": change.context.cell_name(other)})


def _in_line(one: str, other: str) -> bool:
    """Whether two cells of a table are in one row or one column."""
    (table, row, column), (table2, row2, column2) = _parts(one), _parts(other)
    return table == table2 and (row == row2 or column == column2)


def _parts(cell: str) -> tuple[str, str, str]:
    rest, row, column = cell.rsplit(".", 2)
    return rest, row, column


def _sign(change: _Change) -> Iterator[Reason]:
    if change.printed < 0:
        yield Reason("sign" if change.printed == -change.proposed else "negative", {})


def _unit(change: _Change) -> Iterator[Reason]:
    small, large = sorted((change.printed, change.proposed))
    for times in _UNITS:
        if small > 0 and large == small * times:
            yield Reason("unit", {"times": times})


def _digits(change: _Change) -> Iterator[Reason]:
    if change.printed < 0 or change.proposed < 0:
        return
    printed, proposed = (figure_text(to_decimal(v)) for v in (change.printed, change.proposed))
    if abs(change.printed - change.proposed) == 1:
        yield Reason("off_by_one", {})
    if len(printed) == len(proposed) > 1:
        if sorted(printed) == sorted(proposed):
            yield Reason("digits_swapped", {})
        elif sum(a != b for a, b in zip(printed, proposed, strict=True)) == 1:
            yield Reason("digit_wrong", {})
    if (
        len(proposed) == len(printed) + 1
        and change.printed
        and printed in _drop_one_digit(proposed)
    ):
        yield Reason("digit_lost", {})
    if (
        len(printed) == len(proposed) + 1
        and change.proposed
        and proposed in _drop_one_digit(printed)
    ):
        doubled = any(
            a == b and printed[:k] + printed[k + 1 :] == proposed
            for k, (a, b) in enumerate(pairwise(printed))
        )
        yield Reason("digit_doubled" if doubled else "digit_extra", {})


def _drop_one_digit(digits: str) -> set[str]:
    """All numbers that result from dropping one digit."""
    return {digits[:k] + digits[k + 1 :] for k in range(len(digits))}


def _part_left_out(change: _Change) -> Iterator[Reason]:
    """A total from which one of its parts was left out."""
    values = change.system.problem.values
    for grounded in change.system.failed:
        if grounded.cells.left[0].name != change.cell or len(grounded.cells.left) > 1:
            continue
        if grounded.over_bodies:
            yield from _body_left_out(change, grounded.cells)
            continue
        for term in grounded.cells.right:
            part = term.sign * values[term.name]
            if part > 0 and change.proposed - change.printed == part:
                name = change.context.cell_name(term.name)
                yield Reason("part_left_out", {"part": name, "value": to_decimal(part)})


def _body_left_out(change: _Change, equation: CellEquation) -> Iterator[Reason]:
    """A sum over bodies that leaves out one of them or counts it twice.

    A single figure may fit by chance, so all proposed figures must fit.
    """
    values = change.system.problem.values
    reasons = []
    for term in equation.right:
        prefix = split_prefix(term.name)[0]
        parts = [(values.get(prefix + c), v - values[c]) for c, v in change.all.items()]
        for sign, key in ((1, "body_left_out"), (-1, "body_twice")):
            if values[term.name] and all(p is not None and sign * p == d for p, d in parts):
                value = to_decimal(values[term.name])
                issuer = change.context.report_of(term.name).issuer
                reasons.append(Reason(key, {"issuer": issuer, "value": value}))
    # If several bodies fit, none is named.
    if len(reasons) == 1:
        yield reasons[0]


def _neighbour(change: _Change) -> Iterator[Reason]:
    """The same figure, other than zero, as an adjacent cell in the row or column."""
    if not change.printed:
        return
    values = change.system.problem.values
    for other in _beside(change.cell, change.context):
        if values.get(other) == change.printed:
            yield Reason("neighbour", {"other": change.context.cell_name(other)})


def _beside(cell: str, context: Context) -> Iterator[str]:
    prefix, local_id = split_prefix(cell)
    table_id, row, column = local_id.split(".")
    table = context.format_of(cell).table(table_id)
    block = table.block_of(row)
    rows, columns = [r.id for r in table.rows], [c.id for c in block.columns]
    if row in rows:
        for near in _next_to(row, rows):
            yield f"{prefix}{table_id}.{near}.{column}"
    for near in _next_to(column, columns):
        yield f"{prefix}{table_id}.{row}.{near}"


def _next_to(item: str, line: list[str]) -> list[str]:
    position = line.index(item)
    return [*line[max(position - 1, 0) : position], *line[position + 1 : position + 2]]


_TESTS: tuple[Callable[[_Change], Iterator[Reason]], ...] = (
    _blank, _exchanged, _sign, _unit, _digits, _part_left_out, _neighbour,
)  # fmt: skip
