"""Rules of kind `equation`: sums that must agree within a report."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypedDict

from validator.checking.cells import split_prefix, value_in_sum
from validator.checking.context import Context, Outcome, location_of
from validator.checking.equations import CellEquation, GroundedEquation, Verdict
from validator.checking.kinds.subjects import or_not_applicable
from validator.model.demand import EquationDemand
from validator.model.finding import Location, State
from validator.model.message import Joined, Message, Value, listed, phrase
from validator.model.rule import Rule, Severity
from validator.recognition.prose.sentences import plain_passage, split_sentences
from validator.rulebase.expressions import CHILDREN, PREVIOUS, Term
from validator.rulebase.patterns import search

# With more terms than this, zero terms are left out of a written sum.
_MAX_TERMS = 4
# Maximum number of cells named in a sentence.
_MAX_NAMED = 3


def check(rule: Rule[EquationDemand], context: Context) -> Iterator[Outcome]:
    """Check every row or column that the rule's equation applies to."""
    equations = context.equations.get(rule.id, ())
    yield from or_not_applicable(_check(rule, grounded, context) for grounded in equations)


def identity(equation: CellEquation) -> str:
    """A text that identifies the finding of an equation among those of its rule."""
    return f"{equation.table}.{equation.scope}" if equation.scope else equation.concepts[0]


def _check(rule: Rule[EquationDemand], grounded: GroundedEquation, context: Context) -> Outcome:
    equation, verdict = grounded.cells, grounded.verdict
    if verdict.state is State.PASSED:
        return State.PASSED
    if verdict.state is State.UNDETERMINED:
        return _undetermined(rule, equation, context, verdict)
    left, right = verdict.left, verdict.right
    return context.finding(
        rule,
        describe_place(equation, context),
        _locations(equation, context),
        _message_values(equation, left, right, context),
        identity=identity(equation),
        table=equation.table,
        expected=right,
        actual=left,
        **find_mitigation(rule, context),
    )


class Mitigation(TypedDict, total=False):
    """The lower severity of a finding that the text explains, and the note that says so."""

    severity: Severity
    note: Message


def find_mitigation(rule: Rule[EquationDemand], context: Context) -> Mitigation:
    """The mitigation of a failed equation, empty unless the report explains the failure."""
    explanation = rule.demand.explained
    if explanation is None:
        return {}
    for section, passage in context.report.passages():
        if (section or "introduction") not in explanation.places:
            continue
        for sentence in split_sentences(plain_passage(passage)):
            if any(search(pattern, sentence.text) for pattern in explanation.patterns):
                quote = sentence.printed(0, len(sentence.text))
                note = phrase("note.explained", quote=quote)
                return {"severity": Severity.of(explanation.severity), "note": note}
    return {}


def _undetermined(
    rule: Rule[EquationDemand], equation: CellEquation, context: Context, verdict: Verdict
) -> Outcome:
    """The undetermined check; names the first of the cells that cause it."""
    cells = verdict.cells
    names = listed([context.cell_name(concept) for concept in cells[:_MAX_NAMED]])
    fact = context.facts.get(cells[0]) if cells else None
    text = fact.figure.text if fact else ""
    other = fact.figure.second_reading if fact else ""
    place, locations = describe_place(equation, context), _locations(equation, context)
    return context.undetermined(
        rule, place, verdict.reason, locations, cells=names, text=text, other=other
    )


def _locations(equation: CellEquation, context: Context) -> list[Location]:
    """The locations of the cells present, in the order of the equation: a single total is first."""
    facts = context.facts
    return [
        location_of(facts[concept], context.document_of(concept))
        for concept in equation.concepts
        if concept in facts
    ]


def describe_place(equation: CellEquation, context: Context) -> Message:
    """The total's cell; if the left side is a sum, the column of its first cell."""
    first = equation.left[0].name
    fact = context.facts.get(first)
    place = fact.place if fact else None
    if len(equation.left) == 1:
        return context.at(place, context.cell_name(first))
    table, row, column = first.split(".")
    return context.at(
        place,
        phrase(
            "place.column",
            table=context.table_name(table),
            column=context.column_name(table, row, column),
        ),
    )


def _message_values(
    equation: CellEquation, left: Decimal, right: Decimal, context: Context
) -> dict[str, Value]:
    table, row, column = equation.left[0].name.split(".")
    return {
        "table": context.table_name(table),
        "row": context.row_name(table, row),
        "column": context.column_name(table, row, column),
        "actual": left,
        "expected": right,
        "difference": abs(left - right),
        "left": write_sum(equation.left, left, context),
        "right": write_sum(equation.right, right, context),
    }


def write_sum(terms: Sequence[Term], result: Decimal, context: Context) -> Value:
    """Write out a sum, such as `10 + 1 + 0 + 0 = 11`, with the name of each figure."""
    same_row = len({term.name.rsplit(".", 1)[0] for term in terms}) == 1
    over_bodies = any(term.name.startswith(CHILDREN) for term in terms)
    parts: list[Value] = []
    for term in terms:
        prefix, local_id = split_prefix(term.name)
        table, row, column = local_id.split(".")
        amount = value_in_sum(context.facts[term.name]) or Decimal(0)
        if amount == 0 and len(terms) > _MAX_TERMS:
            continue
        name: Value
        if over_bodies:
            name = context.others[prefix].issuer
        elif same_row:
            name = context.column_name(table, row, column)
        else:
            name = context.row_name(table, row)
        if prefix == PREVIOUS:
            name = phrase("place.previous", what=name)
        if parts or term.sign < 0:
            parts.append(phrase("sum.plus" if term.sign > 0 else "sum.minus"))
        parts += [name, " ", amount]
    if not parts:
        return result if len(terms) == 1 else phrase("sum.all_zero")
    if len(terms) > 1:
        parts.append(phrase("sum.equals", total=result))
    return Joined(tuple(parts))
