"""Rules of kind `equation`: sums that must agree within a report."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, TypedDict

from validator.checking.cells import number, total, value
from validator.checking.context import Context, Outcome, located
from validator.checking.expressions import Relation, Term
from validator.checking.instances import Instance, instances
from validator.checking.links import CHILDREN, PREVIOUS, split
from validator.model.finding import Location, State
from validator.model.report import FigureState
from validator.model.rule import Rule, Severity
from validator.recognition.prose import plain_passage, sentences

# With more terms than this, those that are zero are left out of the working shown.
_MOST_SHOWN = 4
# So many cells are named in a sentence.
_MOST_NAMED = 3


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every row or column that the rule's equation speaks of."""
    found = False
    for instance in instances(rule, context):
        found = True
        yield _decide(rule, instance, context)
    if not found:
        yield State.NOT_APPLICABLE


class Verdict(NamedTuple):
    """What an equation comes to: its state, both sides where they have a value, and doubts.

    Undetermined for a `reason`, a key of its wording, that lies with `cells`.
    """

    state: State
    left: Decimal = Decimal(0)
    right: Decimal = Decimal(0)
    reason: str = ""
    cells: tuple[str, ...] = ()


def judged(instance: Instance, context: Context) -> Verdict:
    """Whether an equation holds, fails, or cannot be decided."""
    facts = context.facts
    if missing := tuple(c for c in instance.concepts if c not in facts):
        return Verdict(State.UNDETERMINED, reason="missing", cells=missing)
    if unknown := tuple(c for c in instance.concepts if value(facts[c]) is None):
        figure = facts[unknown[0]].figure
        reason = "unsure" if figure.state is FigureState.DOUBTFUL else "unreadable"
        reason = "two_readings" if figure.other else reason
        return Verdict(State.UNDETERMINED, reason=reason, cells=unknown)
    left, right = (total(side, facts) or Decimal(0) for side in (instance.left, instance.right))
    if _holds(left, instance.relation, right):
        return Verdict(State.PASSED, left, right)
    reason, cells = _doubt(instance, context)
    state = State.UNDETERMINED if reason else State.FAILED
    return Verdict(state, left, right, reason, cells)


def identity(instance: Instance) -> str:
    """What tells the finding about an equation from others of its rule."""
    return f"{instance.table}.{instance.scope}" if instance.scope else instance.concepts[0]


def _decide(rule: Rule, instance: Instance, context: Context) -> Outcome:
    verdict = judged(instance, context)
    if verdict.state is State.PASSED:
        return State.PASSED
    if verdict.state is State.UNDETERMINED:
        return _undecided(rule, instance, context, verdict)
    left, right = verdict.left, verdict.right
    return context.finding(
        rule,
        where(instance, context),
        _locations(instance, context),
        _wording(instance, left, right, context),
        identity=identity(instance),
        table=instance.table,
        expected=right,
        actual=left,
        **softened(rule, context),
    )


class Softened(TypedDict, total=False):
    """By how much an explanation in the text makes a finding quieter, and the note of it."""

    severity: Severity
    note: str


def softened(rule: Rule, context: Context) -> Softened:
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


def _undecided(rule: Rule, instance: Instance, context: Context, verdict: Verdict) -> Outcome:
    """The check left open, the first of the cells that are to blame named."""
    cells = verdict.cells
    names = context.listed(context.cell_name(concept) for concept in cells[:_MOST_NAMED])
    fact = context.facts.get(cells[0]) if cells else None
    text = fact.figure.text if fact else ""
    other = fact.figure.other if fact else ""
    place, locations = where(instance, context), _locations(instance, context)
    return context.open(rule, place, verdict.reason, locations, cells=names, text=text, other=other)


def _holds(left: Decimal, relation: Relation, right: Decimal) -> bool:
    if relation == "=":
        return left == right
    return left >= right if relation == ">=" else left <= right


def _doubt(instance: Instance, context: Context) -> tuple[str, tuple[str, ...]]:
    """Why a sum that does not hold may not be a wrong sum, and the cells with which that lies."""
    facts = context.facts
    if totals := tuple(c for c in instance.concepts if c in context.missing_totals):
        return "blank_total", totals
    right = [term.name for term in instance.right]
    if right and all(facts[concept].figure.empty for concept in right):
        return "blank_parts", tuple(right)
    if words := tuple(c for c in instance.concepts if facts[c].figure.zero):
        return "word_for_zero", words
    return "", ()


def _locations(instance: Instance, context: Context) -> list[Location]:
    """The cells that were read, in the order of the equation: a single total comes first."""
    facts = context.facts
    return [
        located(facts[concept], context.document_of(concept))
        for concept in instance.concepts
        if concept in facts
    ]


def where(instance: Instance, context: Context) -> str:
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
        "left": working(instance.left, left, context),
        "right": working(instance.right, right, context),
    }


def working(terms: Sequence[Term], result: Decimal, context: Context) -> str:
    """A sum written out, such as `10 + 1 + 0 + 0 = 11` with the name of each figure."""
    same_row = len({term.name.rsplit(".", 1)[0] for term in terms}) == 1
    over_bodies = any(term.name.startswith(CHILDREN) for term in terms)
    shown: list[str] = []
    for term in terms:
        prefix, own = split(term.name)
        table, row, column = own.split(".")
        amount = value(context.facts[term.name]) or Decimal(0)
        if amount == 0 and len(terms) > _MOST_SHOWN:
            continue
        if over_bodies:
            name = context.others[prefix].issuer
        elif same_row:
            name = context.column_name(table, row, column)
        else:
            name = context.row_name(table, row)
        plus = context.catalogue.say("sum.plus" if term.sign > 0 else "sum.minus")
        if prefix == PREVIOUS:
            name = context.catalogue.say("place.previous", what=name)
        shown.append(f"{plus if shown or term.sign < 0 else ''}{name} {number(amount)}")
    if len(terms) == 1:
        return shown[0] if shown else number(result)
    if not shown:
        return context.catalogue.say("sum.all_zero")
    return "".join(shown) + context.catalogue.say("sum.equals", total=number(result))
