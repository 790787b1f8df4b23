"""Database rows of a run."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from validator.audit.bodies import declarations
from validator.checking.copies import sentence_hashes
from validator.model.finding import Run
from validator.model.message import Value
from validator.model.report import FigureState, Report
from validator.rulebase.normal_form import plain
from validator.serialization.messages import encode_value

_UNSURE = (FigureState.UNREADABLE, FigureState.UNPLACED, FigureState.DOUBTFUL)


def document_row(run: Run, data: bytes, body: str) -> dict[str, Any]:
    """The columns of a document that follow from its run; `data` is the encoded run."""
    report = run.report
    facts = report.facts.values() if report else ()
    return {
        "name": run.name,
        "body": body,
        "issuer": run.issuer,
        "year": run.year,
        "format": run.format,
        "kind": report.issuer_kind if report else "",
        "media": run.source.media_type if run.source else "",
        "dated": closing_date(report) if report else "",
        "figures": len(facts),
        "unsure": sum(fact.figure.state in _UNSURE for fact in facts),
        "refusal": run.refusal.key if run.refusal else "",
        "gaps": len(run.findings.gaps) if run.findings else 0,
        "standalone": data,
        "links": "",
        "with_related": data,
        "present": True,
        "used": False,
    }


def closing_date(report: Report) -> str:
    """The date at the end of a report, as YYYY-MM-DD; empty if there is none."""
    text = plain(report.sections[-1].text) if report.sections else ""
    match = re.search(declarations()["dated"], text)
    if match is None:
        return ""
    try:
        return date(*(int(match[part]) for part in ("year", "month", "day"))).isoformat()
    except ValueError:
        return ""


def cell_rows(report: Report | None) -> Iterator[dict[str, Any]]:
    """The rows of a report's figures."""
    for fact in report.facts.values() if report else ():
        yield {
            "concept": fact.concept,
            "text": fact.figure.text,
            "value": fact.figure.value,
            "state": fact.figure.state.value,
            "page": fact.place.page,
        }


def marks(report: Report | None) -> Iterator[int]:
    """The hashes of a report's sentences."""
    return sentence_hashes(report) if report else iter(())


def finding_rows(run: Run) -> Iterator[dict[str, Any]]:
    """The rows of a run's findings."""
    for position, finding in enumerate(run.findings.findings if run.findings else ()):
        cell = next((spot.cell for spot in finding.locations if spot.cell), "")
        yield {
            "position": position,
            "rule": finding.rule,
            "severity": int(finding.severity),
            "fingerprint": finding.fingerprint,
            "place": _to_json(finding.where),
            "message": _to_json(finding.message),
            "basis": finding.basis,
            "cell": cell,
            "page": finding.place.page if finding.place else None,
            "disposition": finding.disposition,
            "excuse": finding.excuse,
        }


def _to_json(value: Value) -> str:
    return json.dumps(encode_value(value), ensure_ascii=False)
