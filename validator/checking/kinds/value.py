"""Rules of kind `value`: what single figures must be."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from validator.checking.body_names import may_be_same
from validator.checking.cells import value_in_sum
from validator.checking.context import Context, Outcome, location_of
from validator.checking.kinds.subjects import Subject
from validator.model.demand import ValueDemand
from validator.model.finding import Location, State
from validator.model.message import Joined, Message, Value, listed, phrase
from validator.model.report import Fact, FigureState
from validator.model.rule import Rule
from validator.recognition.prose.titles import match_title
from validator.rulebase.normal_form import plain

# Maximum number of cells named in a sentence.
_MAX_NAMED = 4
# Rows in which figures are equal before it is no chance.
_COINCIDENCES = 2
# Smaller figures are often equal.
_SIZE = 5


def check(rule: Rule[ValueDemand], context: Context) -> Iterator[Outcome]:
    """Check every figure or table that the rule applies to."""
    yield from SUBJECTS[rule.demand.subject].check(rule, context)


def _check_figures(rule: Rule[ValueDemand], context: Context) -> Iterator[Outcome]:
    test = _TESTS[rule.demand.must]
    kinds = frozenset(rule.demand.kinds)
    applicable = False
    for table in context.official.tables:
        if table.id not in context.report.tables:
            continue
        table_facts = (context.report.facts.get(concept) for concept in table.concepts(kinds))
        facts = [f for f in table_facts if f and f.figure.state is not FigureState.DOUBTFUL]
        if rule.demand.rows:
            facts = [f for f in facts if f.concept.rsplit(".", 1)[0] in rule.demand.rows]
        if rule.demand.must == "be_filled":
            facts = [fact for fact in facts if fact.concept not in context.missing_totals]
        failed = _one_per_row([fact for fact in facts if test(fact, rule, context)])
        if rule.demand.must == "be_alike":
            # A table written the same way throughout has no mixed notation.
            usual = re.compile(rule.demand.usual)
            failed = failed if any(usual.search(fact.figure.text) for fact in facts) else []
        applicable = applicable or bool(facts)
        if rule.demand.once == "table":
            yield _fail_all(rule, context, table.id, failed) if failed else State.PASSED
            continue
        yield from [State.PASSED] * (len(facts) - len(failed))
        for fact in failed:
            yield _fail_one(rule, context, fact)
    if not applicable:
        yield State.NOT_APPLICABLE


def _check_totals(rule: Rule[ValueDemand], context: Context) -> Iterator[Outcome]:
    """Check for totals left blank although their parts are not: one finding per table."""
    for table in context.official.tables:
        if table.id not in context.report.tables:
            yield State.NOT_APPLICABLE
            continue
        blank_totals = [
            context.report.facts[concept]
            for concept in context.missing_totals
            if concept.startswith(f"{table.id}.")
        ]
        yield _fail_all(rule, context, table.id, blank_totals) if blank_totals else State.PASSED


def _fail_one(rule: Rule[ValueDemand], context: Context, fact: Fact) -> Outcome:
    values = _values(context, [fact])
    where = context.at(fact.place, context.cell_name(fact.concept))
    return context.finding(
        rule,
        where,
        [location_of(fact)],
        values,
        identity=fact.concept,
        table=fact.concept.split(".")[0],
        actual=fact.figure.value,
    )


def _fail_all(
    rule: Rule[ValueDemand], context: Context, table: str, facts: Sequence[Fact]
) -> Outcome:
    where = context.at(facts[0].place, context.table_place(table))
    locations = [location_of(fact) for fact in facts]
    values = _values(context, facts)
    return context.finding(rule, where, locations, values, identity=table, table=table)


def _one_per_row(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, but only the first of each row whose figures have no known column."""
    facts_by_key: dict[str, Fact] = {}
    for fact in facts:
        unplaced = fact.figure.state is FigureState.UNPLACED
        facts_by_key.setdefault(fact.concept.rsplit(".", 1)[0] if unplaced else fact.concept, fact)
    return list(facts_by_key.values())


def _name(context: Context, fact: Fact) -> Message:
    """The cell, or only its row if the figures have no known column."""
    if fact.figure.state is not FigureState.UNPLACED:
        return context.cell_name(fact.concept)
    table, row, _ = fact.concept.split(".")
    return context.row_of_table(table, row)


def _values(context: Context, facts: Sequence[Fact]) -> dict[str, Value]:
    first = facts[0]
    table, row, column = first.concept.split(".")
    cells: Value = listed([_name(context, fact) for fact in facts[:_MAX_NAMED]])
    if len(facts) > _MAX_NAMED:
        cells = Joined((cells, phrase("list.more")))
    return {
        "text": first.figure.text,
        "unit": first.figure.unit,
        "count": len(facts),
        "cells": cells,
        "table": context.table_name(table),
        "row": context.row_name(table, row),
        "column": context.column_name(table, row, column),
    }


def _check_period(rule: Rule[ValueDemand], context: Context) -> Iterator[Outcome]:
    """Check that the statistics period is the report's year."""
    period, year = context.report.period, context.report.year
    if period is None or year is None:
        yield State.NOT_APPLICABLE
    elif period.first == period.last == year:
        yield State.PASSED
    else:
        where = context.at(period.place, phrase("place.period"))
        location = Location(place=period.place, text=period.text)
        values: dict[str, Value] = {"text": period.text, "year": year}
        yield context.finding(rule, where, [location], values, identity="period")


def _check_title_year(rule: Rule[ValueDemand], context: Context) -> Iterator[Outcome]:
    """Check that the year in the title is that on which period and text agree."""
    title, year = context.report.title, context.report.year
    match = match_title(plain(title.text)) if title else None
    if title is None or match is None or year is None:
        yield State.NOT_APPLICABLE
    elif int(match["year"]) == year:
        yield State.PASSED
    else:
        where = context.at(title.place, phrase("place.title"))
        values: dict[str, Value] = {"text": match["year"], "year": year}
        location = Location(place=title.place, text=title.text)
        yield context.finding(rule, where, [location], values, identity="title")


def _check_previous_year(rule: Rule[ValueDemand], context: Context) -> Iterator[Outcome]:
    """Check that the previous report is of the year before."""
    previous, year = context.previous, context.report.year
    if previous is None or year is None or previous.year is None:
        yield State.NOT_APPLICABLE
    elif context.has_previous_year():
        yield State.PASSED
    else:
        values: dict[str, Value] = {
            "year": year,
            "previous_year": previous.year,
            "wanted": year - 1,
        }
        yield _fail_previous(rule, context, values)


def _check_previous_body(rule: Rule[ValueDemand], context: Context) -> Iterator[Outcome]:
    """Check that the previous report is of the same body."""
    previous, issuer = context.previous, context.report.issuer
    if previous is None or not previous.issuer or not issuer:
        yield State.NOT_APPLICABLE
    elif may_be_same(previous.issuer, issuer):
        yield State.PASSED
    else:
        values: dict[str, Value] = {"issuer": issuer, "previous_issuer": previous.issuer}
        yield _fail_previous(rule, context, values)


def _fail_previous(
    rule: Rule[ValueDemand], context: Context, values: Mapping[str, Value]
) -> Outcome:
    """A finding about both titles."""
    title, earlier = context.report.title, context.previous.title if context.previous else None
    name = context.previous.source.name if context.previous else ""
    locations = [
        Location(place=passage.place, text=passage.text, document=document)
        for passage, document in ((title, ""), (earlier, name))
        if passage is not None
    ]
    where = context.at(title.place if title else None, phrase("place.title"))
    return context.finding(rule, where, locations, values, identity=rule.demand.subject)


def _is_odd(fact: Fact, rule: Rule[ValueDemand], context: Context) -> bool:
    del context
    return re.search(rule.demand.odd, fact.figure.text) is not None


def _is_implausible(fact: Fact, rule: Rule[ValueDemand], context: Context) -> bool:
    kind, value = context.report.issuer_kind, fact.figure.value
    limit, limit_each = rule.demand.at_most.get(kind), rule.demand.at_most_each.get(kind)
    if value is None:
        return False
    if limit is not None and value > limit:
        return True
    number = _number_before(fact, context)
    return limit_each is not None and bool(number) and value > limit_each * float(number or 1)


def _number_before(fact: Fact, context: Context) -> Decimal | None:
    """The number in the cell before one in its row, None if there is none."""
    table, row, column = fact.concept.split(".")
    columns = [label.id for label in context.official.table(table).block_of(row).columns]
    at = columns.index(column)
    before = context.report.facts.get(f"{table}.{row}.{columns[at - 1]}") if at else None
    return before.figure.value if before else None


def _check_coincidence(rule: Rule[ValueDemand], context: Context) -> Iterator[Outcome]:
    """Check that a column is not just the sum of others in all rows that are filled in."""
    facts = context.report.facts
    sums: list[Fact] = []
    for row in rule.demand.rows:
        cells = [facts.get(f"{row}.{column}") for column in (rule.demand.cell, *rule.demand.sum)]
        values = [value_in_sum(fact) if fact else None for fact in cells]
        if None in values or not any(values):
            continue
        if (values[0] or 0) < _SIZE:
            continue
        numbers = [value for value in values if value is not None]
        if numbers[0] != sum(numbers[1:]):
            yield State.PASSED
            return
        sums.extend(fact for fact in cells[:1] if fact)
    if len(sums) < _COINCIDENCES:
        yield State.NOT_APPLICABLE
    else:
        yield _fail_all(rule, context, sums[0].concept.split(".")[0], sums)


_TESTS: dict[str, Callable[[Fact, Rule[ValueDemand], Context], bool]] = {
    "be_a_number": lambda fact, *_: fact.figure.state is FigureState.WORD,
    "be_readable": lambda fact, *_: fact.figure.state is FigureState.UNREADABLE,
    "be_filled": lambda fact, *_: fact.figure.empty or fact.figure.state is FigureState.UNPLACED,
    "be_whole": lambda fact, *_: (
        (value := fact.figure.value) is not None and value != value.to_integral_value()
    ),
    "not_be_negative": lambda fact, *_: fact.figure.value is not None and fact.figure.value < 0,
    "have_no_unit": lambda fact, *_: fact.figure.unit != "",
    "be_alike": _is_odd,
    "not_look_like": _is_odd,
    "be_plausible": _is_implausible,
    "be_zero": lambda fact, *_: bool(fact.figure.value),
}

SUBJECTS: dict[str, Subject] = {
    "figures": Subject(_check_figures, of_tables=True, needs=("must",)),
    "totals": Subject(_check_totals, of_tables=True),
    "period": Subject(_check_period),
    "coincidence": Subject(_check_coincidence, of_tables=True, needs=("rows", "cell", "sum")),
    "title_year": Subject(_check_title_year),
    "previous_year": Subject(_check_previous_year),
    "previous_body": Subject(_check_previous_body),
}
