"""Reports stored as JSON, as `nianbao extract` prints them: schemas/report.schema.json."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from validator.data.conformance import dotted, mistake
from validator.model.document import Source
from validator.model.errors import UserError
from validator.model.format import Format
from validator.model.place import Box, Place
from validator.model.report import (
    Fact,
    Figure,
    FigureState,
    Passage,
    Period,
    PrintedLabel,
    Report,
    Section,
)
from validator.recognition.claims import read_claims
from validator.recognition.figures import figure
from validator.recognition.phrasebook import phrasebook
from validator.recognition.vocabulary import Vocabulary

# States that do not follow from the text of a cell alone.
_TOLD = (FigureState.UNREADABLE, FigureState.UNPLACED, FigureState.DOUBTFUL)


def stored_report(
    data: bytes, name: str, formats: tuple[Format, ...], vocabulary: Vocabulary
) -> Report:
    """The report in a JSON file.

    Values follow from the texts of the cells, claims from the texts of the sections: what the
    file says of them is not looked at. Raises UserError `json_damaged`, or `json_invalid` with
    the path of what the schema or the format does not allow.
    """
    content = _validated(data)
    official = next((f for f in formats if f.id == content["format"]), None)
    if official is None:
        known = "、".join(f.id for f in formats)
        raise UserError("json_invalid", path="format", problem=f"{content['format']} ≠ {known}")
    facts = {fact.concept: fact for fact in _facts(content["tables"], official, vocabulary)}
    issuer = content["issuer"]
    report = Report(
        source=Source(name, sha256(data).hexdigest(), "application/json", "json"),
        format=official.id,
        year=content["year"],
        issuer=issuer,
        issuer_kind=content.get("issuer_kind") or vocabulary.issuer_kind(issuer),
        title=_passage(content["title"], {}),
        introduction=_passage(content.get("introduction", ""), {}),
        period=_period(content.get("period")),
        sections=tuple(_section(entry) for entry in content["sections"]),
        facts=facts,
        labels=tuple(_label(entry) for entry in content.get("labels", ())),
        tables={
            table: next(iter(f.place for f in facts.values() if f.concept.startswith(f"{table}.")))
            if any(rows.values())
            else Place()
            for table, rows in content["tables"].items()
        },
    )
    return report._replace(claims=read_claims(report, official, phrasebook()))


def _validated(data: bytes) -> Any:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as damage:
        raise UserError("json_damaged", problem=str(damage)[:120]) from None
    wrong = mistake(content, "report")
    if wrong is not None:
        path = dotted(wrong.path)
        raise UserError("json_invalid", path=path, problem=wrong.details["problem"])
    return content


def _facts(tables: Any, official: Format, vocabulary: Vocabulary) -> Iterator[Fact]:
    known = {table.id: table for table in official.tables}
    for table, rows in tables.items():
        for row, columns in rows.items():
            for column, cell in columns.items():
                concept = f"{table}.{row}.{column}"
                block = next((b for b in known[table].blocks if _has(b.rows, row)), None)
                if block is None or not _has(block.columns, column):
                    raise UserError(
                        "json_invalid", path=f"tables.{concept}", problem=f"∉ {official.id}"
                    )
                state = FigureState(cell.get("state", FigureState.NUMBER))
                read = figure(cell["text"], vocabulary)
                if state in _TOLD:
                    read = Figure(cell["text"], state)
                yield Fact(concept, read, _place(cell["location"]))


def _has(labels: Any, name: str) -> bool:
    return any(label.id == name for label in labels)


def _passage(text: str, location: Any) -> Passage | None:
    return Passage(text, _place(location)) if text else None


def _section(entry: Any) -> Section:
    place = _place(entry["location"])
    return Section(
        entry["id"], entry.get("number", ""), entry["heading"], Passage(entry["text"], place), place
    )


def _label(entry: Any) -> PrintedLabel:
    return PrintedLabel(
        entry["table"],
        entry["role"],
        entry["id"],
        entry["text"],
        _place(entry["location"]),
        entry.get("sure", True),
        entry.get("block", 0),
    )


def _period(entry: Any) -> Period | None:
    if entry is None:
        return None
    return Period(entry["first"], entry["last"], entry["text"], _place(entry["location"]))


def _place(location: Any) -> Place:
    box = location.get("box")
    return Place(
        location.get("page"),
        Box(*box) if box else None,
        location.get("line"),
        location.get("paragraph"),
        location.get("table"),
        location.get("row"),
        location.get("column"),
    )
