"""The cells that a name refers to, in this report or another, and their values.

A cell of another report is named by its concept id with a prefix: `previous.` for last year's,
`children.0.` for the first body whose figures are summed.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from validator.model.format import Format, TableFormat
from validator.model.related import RelatedReports
from validator.model.report import Fact, Report
from validator.rulebase.expressions import CHILDREN, PREVIOUS, Term, parse_sum

_PARTS = 3


def split_prefix(concept: str) -> tuple[str, str]:
    """Split a concept id into its prefix (empty for the report's own cells) and the rest."""
    parts = concept.split(".")
    rest = ".".join(parts[-_PARTS:])
    return concept[: len(concept) - len(rest)], rest


def strip_prefix(concept: str) -> str:
    """A concept id without its prefix."""
    return split_prefix(concept)[1]


def related_reports(related: RelatedReports) -> Iterator[tuple[str, Report]]:
    """Yield the related reports, each with the prefix of its cells."""
    if related.previous is not None:
        yield PREVIOUS, related.previous
    for number, child in enumerate(related.children):
        yield f"{CHILDREN}{number}.", child


def cells_of_row(
    table: TableFormat, row: str, column: str, facts: Mapping[str, Fact], prefix: str = ""
) -> list[str]:
    """The cell ids of a row in a column; for a row group, its rows', unless printed as one line."""
    local_id = f"{table.id}.{row}.{column}"
    group = next((g for g in table.groups if g.label.id == row), None)
    if group is None:
        return [prefix + local_id]
    members = [f"{table.id}.{member}.{column}" for member in group.members]
    merged = prefix + local_id in facts and not any(prefix + m in facts for m in members)
    return [prefix + local_id] if merged else [prefix + member for member in members]


def cells_of(concept: str, official: Format, facts: Mapping[str, Fact]) -> list[str]:
    """The cell ids that a concept id refers to, in this report or another."""
    prefix, local_id = split_prefix(concept)
    table, row, column = local_id.split(".")
    return cells_of_row(official.table(table), row, column, facts, prefix)


def terms_of(expression: str, official: Format, facts: Mapping[str, Fact]) -> list[Term]:
    """The terms of a sum of concept ids, one per cell."""
    return [
        Term(term.sign, cell)
        for term in parse_sum(expression)
        for cell in cells_of(term.name, official, facts)
    ]


def value_in_sum(fact: Fact) -> Decimal | None:
    """The value of a cell in a sum, or None; blanks, dashes and words for “none” are zero."""
    figure = fact.figure
    if figure.empty or figure.zero:
        return Decimal(0)
    return figure.value


def total(terms: Iterable[Term], facts: Mapping[str, Fact]) -> Decimal | None:
    """The value of a sum, or None if one of its cells is missing or has no number."""
    result = Decimal(0)
    for term in terms:
        fact = facts.get(term.name)
        amount = value_in_sum(fact) if fact is not None else None
        if amount is None:
            return None
        result += term.sign * amount
    return result
