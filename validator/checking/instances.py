"""Equations of rules over the cells that a report prints."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from validator.checking.cells import cells_of, cells_of_row
from validator.checking.context import Context
from validator.checking.expressions import Equation, Relation, Term, parse
from validator.checking.links import CHILDREN, PREVIOUS, split
from validator.model.format import TableFormat
from validator.model.rule import Rule

_CellsOf = Callable[[str], list[str]]
# What an equation over single cells calls the one it is about.
CELL = "cell"


class Instance(NamedTuple):
    """An equation over the cells of one row or column: terms are concept ids.

    `scope` is the row or column id, or both of a single cell; empty where the equation itself
    names its cells.
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
    if not _has_others(rule, equation, context):
        return
    table = context.official.table(table_id)
    for scope, named in _scopes(table, demand.get("in_each", ""), equation, context):
        sides = [
            tuple(Term(term.sign, cell) for term in side for cell in named(term.name))
            for side in (equation.left, equation.right)
        ]
        instance = Instance(table.id, scope, sides[0], equation.relation, sides[1])
        if any(c in context.facts for c in instance.concepts) and not any(
            _lacking(c, context) for c in instance.concepts
        ):
            yield instance


def _has_others(rule: Rule, equation: Equation, context: Context) -> bool:
    """Whether the other reports that a rule speaks of are there."""
    if any(name.startswith(PREVIOUS) for name in equation.names) and not context.same_series():
        return False
    if any(name.startswith(CHILDREN) for name in equation.names):
        linked = context.linked
        return bool(linked.children) and linked.complete == (rule.demand["list"] == "complete")
    return True


def _lacking(concept: str, context: Context) -> bool:
    """Whether another report lacks a cell, as one of another format may."""
    prefix = split(concept)[0]
    if not prefix or concept in context.facts:
        return False
    return prefix == PREVIOUS or context.official_of(concept) is not context.official


def missing_totals(context: Context) -> tuple[str, ...]:
    """The concepts of totals that are blank although their parts are not zero, in order."""
    facts = context.facts
    missing: dict[str, None] = {}
    for rule in context.rules.values():
        if rule.kind != "equation" or not context.applies(rule):
            continue
        for instance in instances(rule, context):
            last = facts.get(instance.left[0].name)
            if any(split(concept)[0] for concept in instance.concepts):
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
            if columns.issuperset(name.split(".")[-1] for name in equation.names):
                yield row, partial(_cell, table.id, row)
    elif in_each == "column":
        for block in table.blocks:
            for column in block.columns:
                yield column.id, partial(_cells_in_column, context, table, column.id)
    elif in_each == CELL:
        for line, label in _single_cells(table, context):
            yield f"{line}.{label}", partial(_cells_of_all, context, table, line, label)
    else:
        yield "", lambda name: cells_of(name, context.official, context.facts)


def _cells_in_column(context: Context, table: TableFormat, column: str, row: str) -> list[str]:
    prefix = PREVIOUS if row.startswith(PREVIOUS) else ""
    return cells_of_row(table, row.removeprefix(PREVIOUS), column, context.facts, prefix)


def _cell(table: str, row: str, column: str) -> list[str]:
    prefix = PREVIOUS if column.startswith(PREVIOUS) else ""
    return [f"{prefix}{table}.{row}.{column.removeprefix(PREVIOUS)}"]


def _single_cells(table: TableFormat, context: Context) -> Iterator[tuple[str, str]]:
    """Row and column of every count; a group's where a report prints it as one line."""
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


def _cells_of_all(
    context: Context, table: TableFormat, row: str, column: str, name: str
) -> list[str]:
    """The cells in the place of one: the report's own, last year's, or all children's."""
    wanted = name.removesuffix(CELL)
    prefixes = [p for p in context.others if p.startswith(wanted)] if wanted else [""]
    return [
        cell
        for prefix in prefixes
        for cell in cells_of_row(table, row, column, context.facts, prefix)
    ]
