"""Stored reports: what `nianbao extract` printed, read again."""

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from validator.model.document import Source
from validator.model.errors import UserError
from validator.model.format import Format, TableFormat
from validator.model.message import phrase
from validator.model.place import Place
from validator.model.report import (
    Fact,
    Figure,
    FigureState,
    Passage,
    Period,
    PrintedLabel,
    Report,
    Section,
    Unread,
)
from validator.recognition.prose.claims import read_claims
from validator.recognition.tables.figures import read_figure
from validator.rulebase.conformance import dotted, find_mistake
from validator.rulebase.phrasebook import load_phrasebook
from validator.rulebase.problems import syntax_problem
from validator.rulebase.vocabulary import load_vocabulary
from validator.serialization.common import decode_place

# States that cannot be derived from a cell's text and are taken from the file.
_STORED_STATES = (FigureState.UNREADABLE, FigureState.UNPLACED, FigureState.DOUBTFUL)
# No report that this program stores is larger.
_MOST_MEGABYTES = 16
# Escapes of control characters, and of halves of characters that stand alone.
_UNPRINTABLE = re.compile(
    rb"\\u00[01][0-9a-fA-F]|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|"
    rb"(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)


def read_stored_report(data: bytes, name: str, formats: tuple[Format, ...]) -> Report:
    """Read the report in a JSON file.

    Values are derived from the cell texts, claims from the section texts; those stored in the
    file are ignored. Raise UserError `file_too_large`, `json_damaged` if the JSON cannot be
    parsed, `json_invalid` with the path of what the schema or the format does not allow.
    """
    if len(data) > _MOST_MEGABYTES << 20:
        raise UserError("file_too_large", name=name, most=_MOST_MEGABYTES)
    content = _load_validated(data)
    official = next((f for f in formats if f.id == content["format"]), None)
    if official is None:
        format_ids = "、".join(f.id for f in formats)
        raise UserError(
            "json_invalid", path="format", problem=f"{content['format']} ≠ {format_ids}"
        )
    _require_known(content, official)
    facts = {fact.concept: fact for fact in _decode_facts(content["tables"], official)}
    issuer = content["issuer"]
    report = Report(
        source=Source(name, sha256(data).hexdigest(), "application/json", "json"),
        format=official.id,
        year=content["year"],
        issuer=issuer,
        issuer_kind=content.get("issuer_kind") or load_vocabulary().issuer_kind(issuer),
        title=_decode_passage(content["title"], {}),
        introduction=_decode_passage(content.get("introduction", ""), {}),
        period=_decode_period(content.get("period")),
        sections=tuple(_decode_section(entry) for entry in content["sections"]),
        facts=facts,
        labels=tuple(_decode_label(entry) for entry in content.get("labels", ())),
        tables={
            table: next(iter(f.place for f in facts.values() if f.concept.startswith(f"{table}.")))
            if any(rows.values())
            else Place()
            for table, rows in content["tables"].items()
        },
        doubtful=frozenset(content.get("doubtful", ())),
        scanned=frozenset(content.get("scanned", ())),
        unread=tuple(_decode_unread(entry) for entry in content.get("unread", ())),
    )
    return report._replace(claims=read_claims(report, official, load_phrasebook()))


def _refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(name)


def _load_validated(data: bytes) -> Any:
    if _UNPRINTABLE.search(data):
        raise UserError("json_damaged", problem=phrase("problem.unprintable"))
    try:
        content = json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as damage:
        raise UserError("json_damaged", problem=syntax_problem(damage)) from None
    violation = find_mistake(content, "report")
    if violation is not None:
        path = dotted(violation.path)
        raise UserError("json_invalid", path=path, problem=violation.details["problem"])
    return content


def _decode_facts(tables: Any, official: Format) -> Iterator[Fact]:
    tables_by_id = {table.id: table for table in official.tables}
    for table, rows in tables.items():
        for row, columns in rows.items():
            for column, cell in columns.items():
                concept = f"{table}.{row}.{column}"
                block = next(
                    (b for b in tables_by_id[table].blocks if _has_label(b.rows, row)), None
                )
                if block is None or not _has_label(block.columns, column):
                    raise UserError(
                        "json_invalid", path=f"tables.{concept}", problem=f"∉ {official.id}"
                    )
                state = FigureState(cell.get("state", FigureState.NUMBER))
                value = read_figure(cell["text"])
                if state in _STORED_STATES:
                    value = Figure(cell["text"], state)
                place = decode_place(cell["location"])
                yield Fact(concept, value, place, read_by=cell.get("by", ""))


def _require_known(content: Any, official: Format) -> None:
    """Raise UserError `json_invalid` if the format has not what sections, tables, labels name."""
    tables = {table.id: table for table in official.tables}
    sections = {section.id for section in official.sections}
    named = [
        *((f"sections.{entry['id']}", entry["id"] in sections) for entry in content["sections"]),
        *((f"tables.{table}", table in tables) for table in content["tables"]),
        *(
            (f"unread.{e['table']}", e["table"] in tables or e["kind"] == "page")
            for e in content.get("unread", ())
        ),
        *((f"doubtful.{table}", table in tables) for table in content.get("doubtful", ())),
        *(
            (f"labels.{entry['id']}", _is_known_label(_decode_label(entry), tables))
            for entry in content.get("labels", ())
        ),
    ]
    for path, is_in_format in named:
        if not is_in_format:
            raise UserError("json_invalid", path=path, problem=f"∉ {official.id}")


def _is_known_label(label: PrintedLabel, tables: Mapping[str, TableFormat]) -> bool:
    table = tables.get(label.table)
    if table is None or not 0 <= label.block < len(table.blocks):
        return False
    if not label.id or label.role not in ("row", "column"):
        return True
    groups = (group.label for group in table.groups)
    columns = table.blocks[label.block].columns
    return _has_label((*table.rows, *groups) if label.role == "row" else columns, label.id)


def _decode_unread(entry: Any) -> Unread:
    place = decode_place(entry["location"])
    return Unread(
        entry["table"], place, entry["kind"], entry["rows"], entry["of"], entry.get("fault")
    )


def _has_label(labels: Any, name: str) -> bool:
    return any(label.id == name for label in labels)


def _decode_passage(text: str, location: Any) -> Passage | None:
    return Passage(text, decode_place(location)) if text else None


def _decode_section(entry: Any) -> Section:
    where = decode_place(entry["location"])
    return Section(
        entry["id"], entry.get("number", ""), entry["heading"], Passage(entry["text"], where), where
    )


def _decode_label(entry: Any) -> PrintedLabel:
    return PrintedLabel(
        entry["table"],
        entry["role"],
        entry["id"],
        entry["text"],
        decode_place(entry["location"]),
        entry.get("sure", True),
        entry.get("block", 0),
    )


def _decode_period(entry: Any) -> Period | None:
    if entry is None:
        return None
    return Period(entry["first"], entry["last"], entry["text"], decode_place(entry["location"]))
