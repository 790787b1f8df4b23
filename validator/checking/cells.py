"""Which cells a name means, and what stands in them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from validator.checking.expressions import Term, parse_sum
from validator.checking.links import split
from validator.model.format import Format, TableFormat
from validator.model.report import Fact


def cells_of_row(
    table: TableFormat, row: str, column: str, facts: Mapping[str, Fact], prefix: str = ""
) -> list[str]:
    """The cell of a row in a column; for a group of rows theirs, unless it is printed as one."""
    own = f"{table.id}.{row}.{column}"
    group = next((g for g in table.groups if g.label.id == row), None)
    if group is None:
        return [prefix + own]
    members = [f"{table.id}.{member}.{column}" for member in group.members]
    merged = prefix + own in facts and not any(prefix + m in facts for m in members)
    return [prefix + own] if merged else [prefix + member for member in members]


def cells_of(concept: str, official: Format, facts: Mapping[str, Fact]) -> list[str]:
    """The cells that a concept id means, of this report or of another."""
    prefix, own = split(concept)
    table, row, column = own.split(".")
    return cells_of_row(official.table(table), row, column, facts, prefix)


def terms_of(expression: str, official: Format, facts: Mapping[str, Fact]) -> list[Term]:
    """The cells of a sum of concept ids, with their signs."""
    return [
        Term(term.sign, cell)
        for term in parse_sum(expression)
        for cell in cells_of(term.name, official, facts)
    ]


def exists(concept: str, official: Format) -> bool:
    """Whether a format has a cell of this concept id, a group's included."""
    table_id, row, column = concept.split(".")
    table = next((t for t in official.tables if t.id == table_id), None)
    if table is None:
        return False
    try:
        block = table.block_of(row)
    except KeyError:
        return False
    return any(label.id == column for label in block.columns)


def value(fact: Fact) -> Decimal | None:
    """What a cell counts for in a sum: blanks, dashes and words for nothing are zero."""
    figure = fact.figure
    if figure.empty or figure.zero:
        return Decimal(0)
    return figure.value


def total(terms: Iterable[Term], facts: Mapping[str, Fact]) -> Decimal | None:
    """The value of a sum, None where one of its cells is missing or has no number."""
    result = Decimal(0)
    for term in terms:
        fact = facts.get(term.name)
        amount = value(fact) if fact is not None else None
        if amount is None:
            return None
        result += term.sign * amount
    return result


def number(amount: Decimal) -> str:
    """A value as people write it: without exponent and without idle zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
