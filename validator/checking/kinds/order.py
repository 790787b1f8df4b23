"""Rules of kind `order`: what must be in the official order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from validator.checking.context import Context, Outcome
from validator.checking.kinds.subjects import Subject
from validator.model.demand import OrderDemand
from validator.model.finding import Location, State
from validator.model.message import Value, phrase
from validator.model.report import PrintedLabel
from validator.model.rule import Rule


def check(rule: Rule[OrderDemand], context: Context) -> Iterator[Outcome]:
    """Check every sequence that the rule applies to."""
    yield from SUBJECTS[rule.demand.subject].check(rule, context)


def _check_sections(rule: Rule[OrderDemand], context: Context) -> Iterator[Outcome]:
    official = [section.id for section in context.official.sections]
    printed = list(context.report.sections)
    ranks = [official.index(section.id) for section in printed]
    yield from _check_sequence(ranks)
    for position in out_of_order(ranks):
        section = printed[position]
        predecessors = [s for s, rank in zip(printed, ranks, strict=True) if rank < ranks[position]]
        after = max(predecessors, key=lambda s: official.index(s.id), default=None)
        where = context.section_at(section)
        values: dict[str, Value] = {
            "section": section.heading,
            "after": after.heading if after else phrase("place.introduction"),
        }
        location = Location(place=section.place, section=section.id, text=section.heading)
        yield context.finding(rule, where, [location], values, identity=section.id)


def _check_rows(rule: Rule[OrderDemand], context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        order = {row.id: rank for rank, row in enumerate(table.rows)}
        for group in table.groups:
            order[group.label.id] = order[group.members[0]]
        printed = [
            lb
            for lb in context.report.labels
            if lb.table == table.id and lb.role == "row" and lb.id in order
        ]
        yield from _check_labels(rule, context, printed, [order[label.id] for label in printed])


def _check_columns(rule: Rule[OrderDemand], context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for number, block in enumerate(table.blocks):
            order = {column.id: rank for rank, column in enumerate(block.columns)}
            printed = [
                lb
                for lb in context.report.labels
                if lb.table == table.id
                and lb.role == "column"
                and lb.block == number
                and lb.id in order
            ]
            if block.single_row:
                # Columns repeated in each row are identified by their position: no order to check.
                yield State.NOT_APPLICABLE
                continue
            yield from _check_labels(rule, context, printed, [order[label.id] for label in printed])


def _check_labels(
    rule: Rule[OrderDemand], context: Context, printed: Sequence[PrintedLabel], ranks: Sequence[int]
) -> Iterator[Outcome]:
    yield from _check_sequence(ranks)
    for position in out_of_order(ranks):
        label = printed[position]
        key = "place.row" if label.role == "row" else "place.column"
        table = context.table_name(label.table)
        where = phrase(key, table=table, row=label.text, column=label.text)
        values: dict[str, Value] = {"label": label.text, "table": table}
        location = Location(place=label.place, text=label.text)
        identity = f"{label.table}.{label.role}.{label.id}"
        yield context.finding(
            rule,
            context.at(label.place, where),
            [location],
            values,
            identity=identity,
            table=label.table,
        )


def _check_sequence(ranks: Sequence[int]) -> Iterator[State]:
    """Yield the outcome of a sequence unless something in it is out of order."""
    if len(ranks) < 2:
        yield State.NOT_APPLICABLE
    elif not out_of_order(ranks):
        yield State.PASSED


def out_of_order(ranks: Sequence[int]) -> list[int]:
    """The fewest positions to move so that the other ranks increase; on a tie, the last ones."""
    tails: list[int] = []
    ends: list[int] = []
    predecessors: list[int] = []
    for position, rank in enumerate(ranks):
        index = bisect_left(tails, rank)
        predecessors.append(ends[index - 1] if index else -1)
        if index == len(tails):
            tails.append(rank)
            ends.append(position)
        else:
            tails[index], ends[index] = rank, position
    in_order = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        in_order.add(position)
        position = predecessors[position]
    return [position for position in range(len(ranks)) if position not in in_order]


SUBJECTS: dict[str, Subject] = {
    "sections": Subject(_check_sections),
    "rows": Subject(_check_rows, of_tables=True),
    "columns": Subject(_check_columns, of_tables=True),
}
