"""Equations of rules over the cells that a report prints."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from validator.checking.cells import cells_of, cells_of_row
from validator.checking.context import PREVIOUS, Context
from validator.checking.expressions import Equation, Relation, Term, parse
from validator.model.format import TableFormat
from validator.model.rule import Rule

_CellsOf = Callable[[str], list[str]]


class Instance(NamedTuple):
    """An equation over the cells of one row or column: terms are concept ids.

    `scope` is the row or column id, empty for an equation over single cells.
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


def instances(rule: Rule, context: Context) -> Iterator[Instance]:
    """The equations of a rule over the rows and columns that a report prints.

    A group of rows stands for the sum of its rows, or for itself where the report prints one
    line for the whole group.
    """
    demand = rule.demand
    equation = parse(demand["equation"])
    table_id = demand.get("table") or equation.names[0].split(".")[0]
    if table_id not in context.report.tables:
        return
    over_years = any(name.startswith(PREVIOUS) for name in equation.names)
    if over_years and not context.same_series():
        return
    table = context.official.table(table_id)
    for scope, named in _scopes(table, demand.get("in_each", ""), equation, context):
        sides = [
            tuple(Term(term.sign, cell) for term in side for cell in named(term.name))
            for side in (equation.left, equation.right)
        ]
        instance = Instance(table.id, scope, sides[0], equation.relation, sides[1])
        # The format of the year before may lack a cell that this one has.
        lacking = [
            c for c in instance.concepts if c.startswith(PREVIOUS) and c not in context.facts
        ]
        if any(concept in context.facts for concept in instance.concepts) and not lacking:
            yield instance


def missing_totals(context: Context) -> tuple[str, ...]:
    """The concepts of totals that are blank although their parts are not zero, in order."""
    facts = context.facts
    missing: dict[str, None] = {}
    for rule in context.rules.values():
        if rule.kind != "equation" or not context.applies(rule):
            continue
        for instance in instances(rule, context):
            last = facts.get(instance.left[0].name)
            if any(concept.startswith(PREVIOUS) for concept in instance.concepts):
                continue
            if instance.relation != "=" or len(instance.left) != 1 or last is None:
                continue
            parts = [facts[c.name].figure.value for c in instance.right if c.name in facts]
            if last.figure.empty and any(parts):
                missing[last.concept] = None
    return tuple(missing)


def _scopes(
    table: TableFormat, in_each: str, equation: Equation, context: Context
) -> Iterator[tuple[str, _CellsOf]]:
    """Each row or column that has all the cells named, and which cells a name means in it."""
    if in_each == "row":
        # The row of a group has cells of its own, which are not the sum of its rows.
        for row in (*(r.id for r in table.rows), *(g.label.id for g in table.groups)):
            columns = {column.id for column in table.block_of(row).columns}
            if columns.issuperset(name.removeprefix(PREVIOUS) for name in equation.names):
                yield row, partial(_cell, table.id, row)
    elif in_each == "column":
        for block in table.blocks:
            for column in block.columns:
                yield column.id, partial(_cells_in_column, context, table, column.id)
    else:
        yield "", lambda name: cells_of(name, context.official, context.facts)


def _cells_in_column(context: Context, table: TableFormat, column: str, row: str) -> list[str]:
    prefix = PREVIOUS if row.startswith(PREVIOUS) else ""
    return cells_of_row(table, row.removeprefix(PREVIOUS), column, context.facts, prefix)


def _cell(table: str, row: str, column: str) -> list[str]:
    prefix = PREVIOUS if column.startswith(PREVIOUS) else ""
    return [f"{prefix}{table}.{row}.{column.removeprefix(PREVIOUS)}"]
