"""A Report as JSON: schemas/report.schema.json."""

from typing import Any

from validator.model.report import Claim, Fact, Report
from validator.rendering.data import dump, number, place, source


def report_json(report: Report) -> str:
    """The JSON text of a report."""
    return dump(report_data(report))


def report_data(report: Report) -> dict[str, Any]:
    """A report as JSON data. Tables hold the cells that were read, and no others."""
    tables: dict[str, dict[str, dict[str, Any]]] = {table: {} for table in report.tables}
    for fact in report.facts.values():
        table, row, column = fact.concept.split(".")
        tables.setdefault(table, {}).setdefault(row, {})[column] = _cell(fact)
    period = report.period
    return {
        "schema": "nianbao/report/1",
        "source": source(report.source),
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
            "location": place(period.place),
        },
        "introduction": report.introduction.text if report.introduction else "",
        "sections": [
            {
                "id": section.id,
                "number": section.number,
                "heading": section.heading,
                "text": section.text,
                "location": place(section.place),
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
                "sure": label.sure,
                "block": label.block,
                "location": place(label.place),
            }
            for label in report.labels
        ],
        "claims": [_claim(claim) for claim in report.claims if claim.means],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "concept": claim.means[0],
        "value": number(claim.value),
        "text": claim.text,
        "sentence": claim.sentence,
        "section": claim.section,
        "approximate": claim.approximate,
        "scope": claim.scope,
        "year": claim.year,
        "location": place(claim.place),
    }


def _cell(fact: Fact) -> dict[str, Any]:
    figure = fact.figure
    return {
        "text": figure.text,
        "value": number(figure.value),
        "state": figure.state.value,
        "location": place(fact.place),
    }
