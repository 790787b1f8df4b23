"""A Report as JSON: schemas/report.schema.json, what `nianbao extract` prints."""

from typing import Any

from validator.model.report import (
    Claim,
    Fact,
    Report,
    Unread,
)
from validator.serialization.common import (
    dump,
    encode_number,
    encode_place,
    encode_source,
)

# The percentage that all of something is.
_ALL = 100


def report_json(report: Report) -> str:
    """The JSON text of a report."""
    return dump(encode_report(report))


def encode_report(report: Report) -> dict[str, Any]:
    """A report as JSON data; tables hold only the cells that were read."""
    tables: dict[str, dict[str, dict[str, Any]]] = {table: {} for table in report.tables}
    for fact in report.facts.values():
        table, row, column = fact.concept.split(".")
        tables.setdefault(table, {}).setdefault(row, {})[column] = _encode_cell(fact)
    period = report.period
    return {
        "schema": "nianbao/report/1",
        "source": encode_source(report.source),
        "format": report.format,
        "year": report.year,
        "issuer": report.issuer,
        "issuer_kind": report.issuer_kind,
        "title": report.title.text if report.title else "",
        "period": None
        if period is None
        else {
            "first": period.first,
            "last": period.last,
            "text": period.text,
            "location": encode_place(period.place),
        },
        "introduction": report.introduction.text if report.introduction else "",
        "sections": [
            {
                "id": section.id,
                "number": section.number,
                "heading": section.heading,
                "text": section.text,
                "location": encode_place(section.place),
            }
            for section in report.sections
        ],
        "tables": tables,
        "labels": [
            {
                "table": label.table,
                "role": label.role,
                "id": label.id,
                "text": label.text,
                "sure": label.reliable,
                "block": label.block,
                "location": encode_place(label.place),
            }
            for label in report.labels
        ],
        "claims": [_encode_claim(claim) for claim in report.claims if claim.meanings],
        **({"scanned": sorted(report.scanned)} if report.scanned else {}),
        **({"doubtful": sorted(report.doubtful)} if report.doubtful else {}),
        **({"unread": [_encode_unread(one) for one in report.unread]} if report.unread else {}),
    }


def _encode_unread(unread: Unread) -> dict[str, Any]:
    return {
        "table": unread.table,
        "kind": unread.kind,
        "rows": unread.rows,
        "of": unread.of,
        **({"fault": unread.fault} if unread.fault else {}),
        "location": encode_place(unread.place),
    }


def _encode_claim(claim: Claim) -> dict[str, Any]:
    stated: dict[str, Any]
    if claim.wholes:
        share, whole = claim.value, claim.wholes[0]
        stated_whole = whole if share == _ALL else f"{share:f}% * ({whole})"
        stated = {"relation": f"{claim.meanings[0]} = {stated_whole}"}
    else:
        stated = {"concept": claim.meanings[0], "value": encode_number(claim.value)}
    return {
        **stated,
        "text": claim.text,
        "sentence": claim.sentence,
        "features": dict(claim.features),
        "section": claim.section,
        "approximate": claim.approximate,
        "scope": claim.scope,
        "year": claim.year,
        "location": encode_place(claim.place),
    }


def _encode_cell(fact: Fact) -> dict[str, Any]:
    figure = fact.figure
    return {
        "text": figure.text,
        "value": encode_number(figure.value),
        "state": figure.state.value,
        **({"left_out": list(fact.left_out)} if fact.left_out else {}),
        **({"by": fact.read_by} if fact.read_by else {}),
        "location": encode_place(fact.place),
    }
