"""Rules of kind `equation`: sums that must agree within a report."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple, TypedDict

from validator.checking.cells import cells_of, cells_of_row, number, total, value
from validator.checking.context import PREVIOUS, Context, Outcome, located
from validator.checking.expressions import Equation, Relation, Term, parse
from validator.model.finding import Location, State
from validator.model.format import TableFormat
from validator.model.report import FigureState
from validator.model.rule import Rule, Severity
from validator.recognition.prose import plain_passage, sentences

_CellsOf = Callable[[str], list[str]]
# With more terms than this, those that are zero are left out of the working shown.
_MOST_SHOWN = 4
# So many cells are named in a sentence.
_MOST_NAMED = 3


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


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every row or column that the rule's equation speaks of."""
    found = False
    for instance in instances(rule, context):
        found = True
        yield _decide(rule, instance, context)
    if not found:
        yield State.NOT_APPLICABLE


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


def _decide(rule: Rule, instance: Instance, context: Context) -> Outcome:
    facts = context.facts
    missing = [concept for concept in instance.concepts if concept not in facts]
    if missing:
        return _undecided(rule, instance, context, "missing", missing)
    unknown = [concept for concept in instance.concepts if value(facts[concept]) is None]
    if unknown:
        figure = facts[unknown[0]].figure
        reason = "unsure" if figure.state is FigureState.DOUBTFUL else "unreadable"
        reason = "two_readings" if figure.other else reason
        return _undecided(rule, instance, context, reason, unknown)
    left, right = (total(side, facts) or Decimal(0) for side in (instance.left, instance.right))
    if _holds(left, instance.relation, right):
        return State.PASSED
    reason = _doubt(instance, context)
    if reason:
        return _undecided(rule, instance, context, reason, [])
    return context.finding(
        rule,
        _where(instance, context),
        _locations(instance, context),
        _wording(instance, left, right, context),
        identity=f"{instance.table}.{instance.scope}" if instance.scope else instance.concepts[0],
        table=instance.table,
        expected=right,
        actual=left,
        **_explained(rule, context),
    )


class _Softened(TypedDict, total=False):
    """By how much an explanation in the text makes a finding quieter, and the note of it."""

    severity: Severity
    note: str


def _explained(rule: Rule, context: Context) -> _Softened:
    """What a report says of a break, where the rule knows the words that explain one."""
    explained = rule.demand.get("explained")
    if explained is None:
        return {}
    for section, passage in context.report.passages():
        if (section or "introduction") not in explained["in"]:
            continue
        for sentence in sentences(plain_passage(passage)):
            if any(re.search(pattern, sentence.text) for pattern in explained["patterns"]):
                quote = sentence.printed(0, len(sentence.text))
                note = context.catalogue.say("note.explained", quote=quote)
                return {"severity": Severity.of(explained["severity"]), "note": note}
    return {}


def _undecided(
    rule: Rule, instance: Instance, context: Context, reason: str, cells: Sequence[str]
) -> Outcome:
    """The check left open, the first of the cells that are to blame named."""
    names = context.listed(context.cell_name(concept) for concept in cells[:_MOST_NAMED])
    fact = context.facts.get(cells[0]) if cells else None
    text = fact.figure.text if fact else ""
    other = fact.figure.other if fact else ""
    where, locations = _where(instance, context), _locations(instance, context)
    return context.open(rule, where, reason, locations, cells=names, text=text, other=other)


def _holds(left: Decimal, relation: Relation, right: Decimal) -> bool:
    if relation == "=":
        return left == right
    return left >= right if relation == ">=" else left <= right


def _doubt(instance: Instance, context: Context) -> str:
    """Why a sum that does not hold may not be a wrong sum; empty where nothing speaks for it."""
    facts = context.facts
    left = [facts[term.name].figure for term in instance.left]
    right = [facts[term.name].figure for term in instance.right]
    if any(concept in context.missing_totals for concept in instance.concepts):
        return "blank_total"
    if right and all(figure.empty for figure in right):
        return "blank_parts"
    if any(figure.zero for figure in (*left, *right)):
        return "word_for_zero"
    return ""


def _locations(instance: Instance, context: Context) -> list[Location]:
    """The cells that were read, in the order of the equation: a single total comes first."""
    facts = context.facts
    other = context.previous.source.name if context.previous else ""
    return [
        located(facts[concept], other if concept.startswith(PREVIOUS) else "")
        for concept in instance.concepts
        if concept in facts
    ]


def _where(instance: Instance, context: Context) -> str:
    """The total's cell; where both sides are sums, the column or row that they are in."""
    first = instance.left[0].name
    fact = context.facts.get(first)
    place = fact.place if fact else None
    if len(instance.left) == 1:
        return context.at(place, context.cell_name(first))
    table, row, column = first.split(".")
    return context.at(
        place,
        context.catalogue.say(
            "place.column",
            table=context.table_name(table),
            column=context.column_name(table, row, column),
        ),
    )


def _wording(
    instance: Instance, left: Decimal, right: Decimal, context: Context
) -> dict[str, object]:
    table, row, column = instance.left[0].name.split(".")
    return {
        "table": context.table_name(table),
        "row": context.row_name(table, row),
        "column": context.column_name(table, row, column),
        "actual": number(left),
        "expected": number(right),
        "difference": number(abs(left - right)),
        "left": _working(instance.left, left, context),
        "right": _working(instance.right, right, context),
    }


def _working(terms: Sequence[Term], result: Decimal, context: Context) -> str:
    """A sum written out, such as `10 + 1 + 0 + 0 = 11` with the name of each figure."""
    same_row = len({term.name.rsplit(".", 1)[0] for term in terms}) == 1
    shown: list[str] = []
    for term in terms:
        table, row, column = term.name.removeprefix(PREVIOUS).split(".")
        amount = value(context.facts[term.name]) or Decimal(0)
        if amount == 0 and len(terms) > _MOST_SHOWN:
            continue
        name = context.column_name(table, row, column) if same_row else context.row_name(table, row)
        plus = context.catalogue.say("sum.plus" if term.sign > 0 else "sum.minus")
        if term.name.startswith(PREVIOUS):
            name = context.catalogue.say("place.previous", what=name)
        shown.append(f"{plus if shown or term.sign < 0 else ''}{name} {number(amount)}")
    if len(terms) == 1:
        return shown[0] if shown else number(result)
    if not shown:
        return context.catalogue.say("sum.all_zero")
    return "".join(shown) + context.catalogue.say("sum.equals", total=number(result))
