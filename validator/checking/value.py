"""Rules of kind `value`: what single figures must be."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from validator.checking.bodies import may_be_same
from validator.checking.context import Context, Outcome, located
from validator.model.finding import Location, State
from validator.model.report import Fact, FigureState
from validator.model.rule import Rule
from validator.recognition.vocabulary import vocabulary

# So many cells are named in a sentence about many.
_NAMED = 4


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every figure, or every table, that the rule speaks of."""
    yield from _SUBJECTS[rule.demand["subject"]](rule, context)


def _figures(rule: Rule, context: Context) -> Iterator[Outcome]:
    test = _TESTS[rule.demand["must"]]
    kinds = frozenset(rule.demand.get("kinds", ("count", "amount", "change")))
    found = False
    for table in context.official.tables:
        if table.id not in context.report.tables:
            continue
        known = (context.report.facts.get(concept) for concept in table.concepts(kinds))
        facts = [f for f in known if f and f.figure.state is not FigureState.DOUBTFUL]
        if rule.demand["must"] == "be_filled":
            facts = [fact for fact in facts if fact.concept not in context.missing_totals]
        failed = _one_a_row([fact for fact in facts if test(fact, rule, context)])
        if rule.demand["must"] == "be_alike":
            # A table written one way throughout has nothing mixed in.
            usual = re.compile(rule.demand["usual"])
            failed = failed if any(usual.search(fact.figure.text) for fact in facts) else []
        found = found or bool(facts)
        if rule.demand.get("once") == "table":
            yield _together(rule, context, table.id, failed) if failed else State.PASSED
            continue
        yield from [State.PASSED] * (len(facts) - len(failed))
        for fact in failed:
            yield _alone(rule, context, fact)
    if not found:
        yield State.NOT_APPLICABLE


def _totals(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Totals that are empty although their parts are not: one finding a table."""
    for table in context.official.tables:
        if table.id not in context.report.tables:
            yield State.NOT_APPLICABLE
            continue
        own = [
            context.report.facts[concept]
            for concept in context.missing_totals
            if concept.startswith(f"{table.id}.")
        ]
        yield _together(rule, context, table.id, own) if own else State.PASSED


def _alone(rule: Rule, context: Context, fact: Fact) -> Outcome:
    values = _values(context, [fact])
    where = context.at(fact.place, context.cell_name(fact.concept))
    return context.finding(
        rule,
        where,
        [located(fact)],
        values,
        identity=fact.concept,
        table=fact.concept.split(".")[0],
        actual=fact.figure.value,
    )


def _together(rule: Rule, context: Context, table: str, facts: Sequence[Fact]) -> Outcome:
    where = context.at(facts[0].place, context.table_name(table))
    spots = [located(fact) for fact in facts]
    values = _values(context, facts)
    return context.finding(rule, where, spots, values, identity=table, table=table)


def _one_a_row(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, of each row whose figures have no place only the first."""
    kept: dict[str, Fact] = {}
    for fact in facts:
        unplaced = fact.figure.state is FigureState.UNPLACED
        kept.setdefault(fact.concept.rsplit(".", 1)[0] if unplaced else fact.concept, fact)
    return list(kept.values())


def _name(context: Context, fact: Fact) -> str:
    """The cell, or only its row where the figures have no place."""
    if fact.figure.state is not FigureState.UNPLACED:
        return context.cell_name(fact.concept)
    table, row, _ = fact.concept.split(".")
    return context.row_of_table(table, row)


def _values(context: Context, facts: Sequence[Fact]) -> dict[str, object]:
    first = facts[0]
    table, row, column = first.concept.split(".")
    names = context.listed(_name(context, fact) for fact in facts[:_NAMED])
    more = context.catalogue.say("list.more") if len(facts) > _NAMED else ""
    return {
        "text": first.figure.text,
        "unit": first.figure.unit,
        "count": len(facts),
        "cells": names + more,
        "table": context.table_name(table),
        "row": context.row_name(table, row),
        "column": context.column_name(table, row, column),
    }


def _period(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The statistics period must be that of the report's year."""
    period, year = context.report.period, context.report.year
    if period is None or year is None:
        yield State.NOT_APPLICABLE
    elif period.first == period.last == year:
        yield State.PASSED
    else:
        where = context.at(period.place, context.catalogue.say("place.period"))
        spot = Location(place=period.place, text=period.text)
        values = {"text": period.text, "year": year}
        yield context.finding(rule, where, [spot], values, identity="period")


def _previous_year(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Last year's report must be that of the year before."""
    previous, year = context.previous, context.report.year
    if previous is None or year is None or previous.year is None:
        yield State.NOT_APPLICABLE
    elif context.same_series():
        yield State.PASSED
    else:
        values = {"year": year, "previous_year": previous.year, "wanted": year - 1}
        yield _about_previous(rule, context, values)


def _previous_body(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Last year's report must be that of the same body."""
    previous, issuer = context.previous, context.report.issuer
    if previous is None or not previous.issuer or not issuer:
        yield State.NOT_APPLICABLE
    elif may_be_same(previous.issuer, issuer, vocabulary()):
        yield State.PASSED
    else:
        values = {"issuer": issuer, "previous_issuer": previous.issuer}
        yield _about_previous(rule, context, values)


def _about_previous(rule: Rule, context: Context, values: Mapping[str, object]) -> Outcome:
    """A finding about both titles."""
    title, earlier = context.report.title, context.previous.title if context.previous else None
    name = context.previous.source.name if context.previous else ""
    spots = [
        Location(place=passage.place, text=passage.text, document=document)
        for passage, document in ((title, ""), (earlier, name))
        if passage is not None
    ]
    where = context.at(title.place if title else None, context.catalogue.say("place.title"))
    return context.finding(rule, where, spots, values, identity=rule.demand["subject"])


def _odd(fact: Fact, rule: Rule, context: Context) -> bool:
    del context
    return re.search(rule.demand["odd"], fact.figure.text) is not None


def _implausible(fact: Fact, rule: Rule, context: Context) -> bool:
    limit = rule.demand["at_most"].get(context.report.issuer_kind)
    value = fact.figure.value
    return limit is not None and value is not None and value > limit


_TESTS: dict[str, Callable[[Fact, Rule, Context], bool]] = {
    "be_a_number": lambda fact, *_: fact.figure.state is FigureState.WORD,
    "be_readable": lambda fact, *_: fact.figure.state is FigureState.UNREADABLE,
    "be_filled": lambda fact, *_: fact.figure.empty or fact.figure.state is FigureState.UNPLACED,
    "be_whole": lambda fact, *_: fact.figure.value is not None and fact.figure.value % 1 != 0,
    "not_be_negative": lambda fact, *_: fact.figure.value is not None and fact.figure.value < 0,
    "have_no_unit": lambda fact, *_: fact.figure.unit != "",
    "be_alike": _odd,
    "not_look_like": _odd,
    "be_plausible": _implausible,
}

_SUBJECTS: dict[str, Callable[[Rule, Context], Iterator[Outcome]]] = {
    "figures": _figures,
    "totals": _totals,
    "period": _period,
    "previous_year": _previous_year,
    "previous_body": _previous_body,
}
