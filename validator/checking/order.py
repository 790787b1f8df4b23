"""Rules of kind `order`: what must stand in the official order."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from validator.checking.context import Context, Outcome
from validator.model.finding import Location, State
from validator.model.report import PrintedLabel
from validator.model.rule import Rule


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every sequence that the rule speaks of."""
    yield from _SUBJECTS[rule.demand["subject"]](rule, context)


def _sections(rule: Rule, context: Context) -> Iterator[Outcome]:
    official = [section.id for section in context.official.sections]
    printed = list(context.report.sections)
    ranks = [official.index(section.id) for section in printed]
    yield from _held(ranks)
    for position in out_of_order(ranks):
        section = printed[position]
        follows = [s for s, rank in zip(printed, ranks, strict=True) if rank < ranks[position]]
        after = max(follows, key=lambda s: official.index(s.id), default=None)
        where = context.section_at(section)
        values = {
            "section": section.heading,
            "after": after.heading if after else context.catalogue.say("place.introduction"),
        }
        spot = Location(place=section.place, section=section.id, text=section.heading)
        yield context.finding(rule, where, [spot], values, identity=section.id)


def _rows(rule: Rule, context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        order = {row.id: rank for rank, row in enumerate(table.rows)}
        for group in table.groups:
            order[group.label.id] = order[group.members[0]]
        printed = [
            lb
            for lb in context.report.labels
            if lb.table == table.id and lb.role == "row" and lb.id in order
        ]
        yield from _labels(rule, context, printed, [order[label.id] for label in printed])


def _columns(rule: Rule, context: Context) -> Iterator[Outcome]:
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
            if block.across:
                # Columns that come again in each row are told apart by where they stand.
                yield State.NOT_APPLICABLE
                continue
            yield from _labels(rule, context, printed, [order[label.id] for label in printed])


def _labels(
    rule: Rule, context: Context, printed: Sequence[PrintedLabel], ranks: Sequence[int]
) -> Iterator[Outcome]:
    yield from _held(ranks)
    for position in out_of_order(ranks):
        label = printed[position]
        key = "place.row" if label.role == "row" else "place.column"
        table = context.table_name(label.table)
        where = context.catalogue.say(key, table=table, row=label.text, column=label.text)
        values = {"label": label.text, "table": table}
        spot = Location(place=label.place, text=label.text)
        identity = f"{label.table}.{label.role}.{label.id}"
        yield context.finding(
            rule,
            context.at(label.place, where),
            [spot],
            values,
            identity=identity,
            table=label.table,
        )


def _held(ranks: Sequence[int]) -> Iterator[State]:
    """How the check of a sequence ends where nothing in it is out of order."""
    if len(ranks) < 2:
        yield State.NOT_APPLICABLE
    elif not out_of_order(ranks):
        yield State.PASSED


def out_of_order(ranks: Sequence[int]) -> list[int]:
    """The positions to move so that the rest rises: the fewest there are, the last ones."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, rank in enumerate(ranks):
        at = bisect_left(tails, rank)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(rank)
            ends.append(position)
        else:
            tails[at], ends[at] = rank, position
    kept = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return [position for position in range(len(ranks)) if position not in kept]


_SUBJECTS: dict[str, Callable[[Rule, Context], Iterator[Outcome]]] = {
    "sections": _sections,
    "rows": _rows,
    "columns": _columns,
}
