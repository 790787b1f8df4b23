"""Check that what a rule refers to exists: formats, tables, rows, columns, sections."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from validator.model.format import Format, TableFormat
from validator.rulebase.expressions import CELL, CHILDREN, PREVIOUS, parse, parse_sum
from validator.rulebase.phrasebook import load_phrasebook

# Parts of a report that rules may search besides sections.
_BESIDE_SECTIONS = ("title", "introduction")


class Mistake(NamedTuple):
    """The key of a rule that names something unknown, and what is wrong with it."""

    key: str
    problem: str


def find_mistakes(entry: Any, formats: tuple[Format, ...]) -> Iterator[Mistake]:
    """Yield the references of a rule entry that do not exist."""
    formats_by_id = {official.id: official for official in formats}
    for name in entry["formats"]:
        if name not in formats_by_id:
            yield Mistake(
                "formats", f"{name!r} is no format; there are {_join_sorted(formats_by_id)}"
            )
    used = [formats_by_id[name] for name in entry["formats"] if name in formats_by_id]
    if "equation" in entry:
        yield from _check_equation(entry, used)
    sections = {section.id for official in used for section in official.sections}
    for key in ("sections", "in"):
        for name in entry.get(key, ()):
            if name not in sections and not (key == "in" and name in _BESIDE_SECTIONS):
                yield Mistake(key, f"{name!r} is no section; there are {_join_sorted(sections)}")
    statements = {phrases.id for phrases in load_phrasebook().phrases}
    for name in entry.get("claims", ()):
        if name not in statements:
            yield Mistake(
                "claims", f"{name!r} is no entry of phrases; there are {_join_sorted(statements)}"
            )
    sums = [("wholes", text) for text in entry.get("wholes", ())]
    sums += [("when", entry["when"])] if "when" in entry else []
    for key, text in sums:
        yield from _check_sum(key, text, used)


def _exists(concept: str, official: Format) -> bool:
    """Whether a format has a cell with this concept id, including the cells of row groups."""
    table_id, row, column = concept.split(".")
    table = next((t for t in official.tables if t.id == table_id), None)
    if table is None:
        return False
    try:
        block = table.block_of(row)
    except KeyError:
        return False
    return any(label.id == column for label in block.columns)


def _check_sum(key: str, text: str, used: list[Format]) -> Iterator[Mistake]:
    try:
        names = [term.name for term in parse_sum(text)]
    except ValueError as error:
        yield Mistake(key, str(error))
        return
    for name in names:
        if name.count(".") != 2 or not any(_exists(name, official) for official in used):
            yield Mistake(key, f"{name!r} is no cell")


def _check_equation(entry: Any, used: list[Format]) -> Iterator[Mistake]:
    try:
        names = [
            name.removeprefix(PREVIOUS).removeprefix(CHILDREN)
            for name in parse(entry["equation"]).names
        ]
    except ValueError as error:
        yield Mistake("equation", str(error))
        return
    if "in_each" not in entry:
        cells = {
            f"{table.id}.{row}.{column.id}"
            for official in used
            for table in official.tables
            for block in table.blocks
            for row in _rows(table)
            if table.block_of(row) is block
            for column in block.columns
        }
        yield from (Mistake("equation", f"{n!r} is no cell") for n in names if n not in cells)
        return
    if entry["in_each"] == "cell":
        yield from (Mistake("equation", f"{n!r} is not {CELL!r}") for n in names if n != CELL)
        return
    tables = [t for official in used for t in official.tables if t.id == entry["table"]]
    if entry["in_each"] == "row":
        valid_names = {c.id for table in tables for block in table.blocks for c in block.columns}
    else:
        valid_names = {row for table in tables for row in _rows(table)}
    what = "column" if entry["in_each"] == "row" else "row"
    for name in names:
        if name not in valid_names:
            yield Mistake("equation", f"{name!r} is no {what} of {entry['table']}")


def _rows(table: TableFormat) -> list[str]:
    return [row.id for row in table.rows] + [group.label.id for group in table.groups]


def _join_sorted(names: Any) -> str:
    return ", ".join(sorted(names))
