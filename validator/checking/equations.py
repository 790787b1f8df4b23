"""The equations of rules, grounded in the cells that a report prints and evaluated once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from validator.checking.cells import cells_of, cells_of_row, split_prefix, total, value_in_sum
from validator.checking.context import Context
from validator.model.demand import EquationDemand
from validator.model.finding import State
from validator.model.format import TableFormat
from validator.model.report import Fact, FigureState
from validator.model.rule import AnyRule, Rule
from validator.rulebase.expressions import (
    CELL,
    CHILDREN,
    PREVIOUS,
    Equation,
    Relation,
    Term,
    parse,
)

_CellsOf = Callable[[str], list[str]]


class CellEquation(NamedTuple):
    """An equation over the cells of one row or column: terms are concept ids.

    `scope` is the row or column id, or `<row>.<column>` for a single cell; empty if the equation
    itself names its cells.
    """

    table: str
    scope: str
    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]

    @property
    def concepts(self) -> tuple[str, ...]:
        """All cells, from left to right."""
        return tuple(term.name for term in (*self.left, *self.right))


class Verdict(NamedTuple):
    """The result of evaluating an equation: its state, and both sides if they have a value.

    If undetermined, `reason` completes the key of the message and `cells` are the cause.
    """

    state: State
    left: Decimal = Decimal(0)
    right: Decimal = Decimal(0)
    reason: str = ""
    cells: tuple[str, ...] = ()


EquationKey = tuple[str, str, str]
"""What an equation is identified by in a check: rule id, scope and first cell."""


class GroundedEquation(NamedTuple):
    """An equation of a rule over certain cells, with its verdict."""

    rule: AnyRule
    cells: CellEquation
    verdict: Verdict

    @property
    def key(self) -> EquationKey:
        """What identifies the equation, also among those of related reports."""
        return self.rule.id, self.cells.scope, self.cells.left[0].name

    @property
    def failed(self) -> bool:
        """Whether the equation does not hold."""
        return self.verdict.state is State.FAILED

    @property
    def over_bodies(self) -> bool:
        """Whether the equation sums the figures of several reports."""
        prefixes = {split_prefix(cell)[0] for cell in self.cells.concepts}
        return len(prefixes) > 1 and any(p.startswith(CHILDREN) for p in prefixes)


def find_equations(context: Context) -> dict[str, tuple[CellEquation, ...]]:
    """The equations of all rules that apply to a report, by rule id."""
    return {
        rule.id: tuple(cell_equations(rule, context))
        for rule in context.rules.values()
        if rule.kind == "equation" and context.applies(rule)
    }


def cell_equations(rule: Rule[EquationDemand], context: Context) -> Iterator[CellEquation]:
    """Yield a rule's equation for each row or column that a report prints.

    A row group stands for the sum of its rows, or for itself if the report prints one line for the
    whole group.
    """
    demand = rule.demand
    equation = parse(demand.equation)
    table_id = demand.table or equation.names[0].split(".")[0]
    if table_id not in context.report.tables:
        return
    if not _has_related_reports(demand, equation, context):
        return
    table = context.official.table(table_id)
    for scope, cells_for in _scopes(table, demand.in_each, equation, context):
        sides = [
            tuple(Term(term.sign, cell) for term in side for cell in cells_for(term.name))
            for side in (equation.left, equation.right)
        ]
        cell_equation = CellEquation(table.id, scope, sides[0], equation.relation, sides[1])
        if any(c in context.facts for c in cell_equation.concepts) and not any(
            _is_lacking(c, context) for c in cell_equation.concepts
        ):
            yield cell_equation


def _has_related_reports(demand: EquationDemand, equation: Equation, context: Context) -> bool:
    """Whether the related reports that an equation needs are given."""
    if (
        any(name.startswith(PREVIOUS) for name in equation.names)
        and not context.has_previous_year()
    ):
        return False
    if any(name.startswith(CHILDREN) for name in equation.names):
        related = context.related
        return bool(related.children) and related.complete == (demand.bodies == "complete")
    return True


def _is_lacking(concept: str, context: Context) -> bool:
    """Whether another report lacks a cell, for example because it follows another format."""
    prefix = split_prefix(concept)[0]
    if not prefix or concept in context.facts:
        return False
    return prefix == PREVIOUS or context.format_of(concept) is not context.official


def find_missing_totals(
    equations: Mapping[str, Sequence[CellEquation]], facts: Mapping[str, Fact]
) -> tuple[str, ...]:
    """The concept ids of totals left blank although their parts are not zero, in order."""
    missing: dict[str, None] = {}
    for equation in (one for of_rule in equations.values() for one in of_rule):
        total_fact = facts.get(equation.left[0].name)
        if any(split_prefix(concept)[0] for concept in equation.concepts):
            continue
        if equation.relation != "=" or len(equation.left) != 1 or total_fact is None:
            continue
        parts = [facts[c.name].figure.value for c in equation.right if c.name in facts]
        if total_fact.figure.empty and any(parts):
            missing[total_fact.concept] = None
    return tuple(missing)


def evaluate(
    equation: CellEquation, facts: Mapping[str, Fact], missing_totals: Collection[str]
) -> Verdict:
    """Determine whether an equation holds, fails or cannot be decided."""
    if missing := tuple(c for c in equation.concepts if c not in facts):
        return Verdict(State.UNDETERMINED, reason="missing", cells=missing)
    if unknown := tuple(c for c in equation.concepts if value_in_sum(facts[c]) is None):
        figure = facts[unknown[0]].figure
        reason = "unsure" if figure.state is FigureState.DOUBTFUL else "unreadable"
        reason = "two_readings" if figure.second_reading else reason
        return Verdict(State.UNDETERMINED, reason=reason, cells=unknown)
    left, right = (total(side, facts) or Decimal(0) for side in (equation.left, equation.right))
    if _holds(left, equation.relation, right):
        return Verdict(State.PASSED, left, right)
    reason, cells = _find_doubt(equation, facts, missing_totals)
    state = State.UNDETERMINED if reason else State.FAILED
    return Verdict(state, left, right, reason, cells)


def _holds(left: Decimal, relation: Relation, right: Decimal) -> bool:
    if relation == "=":
        return left == right
    return left >= right if relation == ">=" else left <= right


def _find_doubt(
    equation: CellEquation, facts: Mapping[str, Fact], missing_totals: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """Why a failed equation may not be an error, and the cells that cause the doubt."""
    if totals := tuple(c for c in equation.concepts if c in missing_totals):
        return "blank_total", totals
    right = [term.name for term in equation.right]
    if right and all(facts[concept].figure.empty for concept in right):
        return "blank_parts", tuple(right)
    if words := tuple(c for c in equation.concepts if facts[c].figure.zero):
        return "word_for_zero", words
    return "", ()


def _scopes(
    table: TableFormat, in_each: str, equation: Equation, context: Context
) -> Iterator[tuple[str, _CellsOf]]:
    """Yield each row or column that has all named cells, and a function from name to its cells."""
    if in_each == "row":
        # A group row has cells of its own, which are not the sum of its rows.
        for row in (*(r.id for r in table.rows), *(g.label.id for g in table.groups)):
            columns = {column.id for column in table.block_of(row).columns}
            if columns.issuperset(name.split(".")[-1] for name in equation.names):
                yield row, partial(_cell, table.id, row)
    elif in_each == "column":
        for block in table.blocks:
            for column in block.columns:
                yield column.id, partial(_cells_in_column, context, table, column.id)
    elif in_each == CELL:
        for line, label in _single_cells(table, context):
            yield f"{line}.{label}", partial(_cells_in_reports, context, table, line, label)
    else:
        yield "", lambda name: cells_of(name, context.official, context.facts)


def _cells_in_column(context: Context, table: TableFormat, column: str, row: str) -> list[str]:
    prefix = PREVIOUS if row.startswith(PREVIOUS) else ""
    return cells_of_row(table, row.removeprefix(PREVIOUS), column, context.facts, prefix)


def _cell(table: str, row: str, column: str) -> list[str]:
    prefix = PREVIOUS if column.startswith(PREVIOUS) else ""
    return [f"{prefix}{table}.{row}.{column.removeprefix(PREVIOUS)}"]


def _single_cells(table: TableFormat, context: Context) -> Iterator[tuple[str, str]]:
    """Yield row and column of every count; the group row where a report prints one line for it."""
    merged = {
        group.label.id: group.members
        for group in table.groups
        if any(
            f"{prefix}{table.id}.{group.label.id}.{column.id}" in context.facts
            for prefix in ("", *context.others)
            for column in table.block_of(group.label.id).columns
        )
    }
    replaced = {member for members in merged.values() for member in members}
    for row in (*(row.id for row in table.rows if row.id not in replaced), *merged):
        for label in table.block_of(row).columns:
            if label.kind == "count":
                yield row, label.id


def _cells_in_reports(
    context: Context, table: TableFormat, row: str, column: str, name: str
) -> list[str]:
    """The cells at one position: in the report itself, last year's, or all children's."""
    name_prefix = name.removesuffix(CELL)
    prefixes = [p for p in context.others if p.startswith(name_prefix)] if name_prefix else [""]
    return [
        cell
        for prefix in prefixes
        for cell in cells_of_row(table, row, column, context.facts, prefix)
    ]
