"""Whether what a rule names exists: formats, tables, rows, columns, sections."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from validator.checking.cells import exists
from validator.checking.expressions import parse, parse_sum
from validator.checking.instances import CELL
from validator.checking.links import CHILDREN, PREVIOUS
from validator.model.format import Format, TableFormat
from validator.recognition.phrasebook import phrasebook

# What rules may look through besides sections.
_BESIDE_SECTIONS = ("title", "introduction")


class Mistake(NamedTuple):
    """The key of a rule that names something unknown, and what is wrong with it."""

    key: str
    problem: str


def mistakes(entry: Any, formats: tuple[Format, ...]) -> Iterator[Mistake]:
    """The references of a rule, as its file declares it, that lead nowhere."""
    known = {official.id: official for official in formats}
    for name in entry["formats"]:
        if name not in known:
            yield Mistake("formats", f"{name!r} is no format; there are {_list(known)}")
    used = [known[name] for name in entry["formats"] if name in known]
    if "equation" in entry:
        yield from _equation(entry, used)
    sections = {section.id for official in used for section in official.sections}
    for key in ("sections", "in"):
        for name in entry.get(key, ()):
            if name not in sections and not (key == "in" and name in _BESIDE_SECTIONS):
                yield Mistake(key, f"{name!r} is no section; there are {_list(sections)}")
    statements = {phrases.id for phrases in phrasebook().phrases}
    for name in entry.get("claims", ()):
        if name not in statements:
            yield Mistake(
                "claims", f"{name!r} is no entry of phrases; there are {_list(statements)}"
            )
    sums = [("wholes", text) for text in entry.get("wholes", ())]
    sums += [("when", entry["when"])] if "when" in entry else []
    for key, text in sums:
        yield from _sum(key, text, used)


def _sum(key: str, text: str, used: list[Format]) -> Iterator[Mistake]:
    try:
        names = [term.name for term in parse_sum(text)]
    except ValueError as error:
        yield Mistake(key, str(error))
        return
    for name in names:
        if name.count(".") != 2 or not any(exists(name, official) for official in used):
            yield Mistake(key, f"{name!r} is no cell")


def _equation(entry: Any, used: list[Format]) -> Iterator[Mistake]:
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
        known = {c.id for table in tables for block in table.blocks for c in block.columns}
    else:
        known = {row for table in tables for row in _rows(table)}
    what = "column" if entry["in_each"] == "row" else "row"
    for name in names:
        if name not in known:
            yield Mistake("equation", f"{name!r} is no {what} of {entry['table']}")


def _rows(table: TableFormat) -> list[str]:
    return [row.id for row in table.rows] + [group.label.id for group in table.groups]


def _list(names: Any) -> str:
    return ", ".join(sorted(names))
