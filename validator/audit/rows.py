"""A run as rows of the database."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from validator.audit.bodies import declared
from validator.checking.copies import sentence_marks
from validator.model.finding import Run
from validator.model.report import FigureState, Report
from validator.recognition.wording import plain

_UNSURE = (FigureState.UNREADABLE, FigureState.UNPLACED, FigureState.DOUBTFUL)


def document(run: Run, data: bytes, body: str) -> dict[str, Any]:
    """The columns of a document that its run, with the same as bytes, decides."""
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
        "dated": dated(report) if report else "",
        "figures": len(facts),
        "unsure": sum(fact.figure.state in _UNSURE for fact in facts),
        "refusal": run.refusal.key if run.refusal else "",
        "own": data,
        "links": "",
        "final": data,
        "present": True,
        "used": False,
    }


def dated(report: Report) -> str:
    """The date that a report ends with, as YYYY-MM-DD; empty where it tells none."""
    text = plain(report.sections[-1].text) if report.sections else ""
    found = re.search(declared()["dated"], text)
    if found is None:
        return ""
    try:
        return date(*(int(found[part]) for part in ("year", "month", "day"))).isoformat()
    except ValueError:
        return ""


def cells(report: Report | None) -> Iterator[dict[str, Any]]:
    """The figures of a report."""
    for fact in report.facts.values() if report else ():
        yield {
            "concept": fact.concept,
            "text": fact.figure.text,
            "value": fact.figure.value,
            "state": fact.figure.state.value,
            "page": fact.place.page,
        }


def marks(report: Report | None) -> Iterator[int]:
    """The sentences of a report."""
    return sentence_marks(report) if report else iter(())


def findings(run: Run) -> Iterator[dict[str, Any]]:
    """What was found in a document."""
    for position, finding in enumerate(run.findings.findings if run.findings else ()):
        cell = next((spot.cell for spot in finding.locations if spot.cell), "")
        yield {
            "position": position,
            "rule": finding.rule,
            "severity": int(finding.severity),
            "fingerprint": finding.fingerprint,
            "place": finding.where,
            "message": finding.message,
            "basis": finding.basis,
            "help": finding.help,
            "cell": cell,
            "page": finding.place.page if finding.place else None,
            "standing": finding.standing,
            "excuse": finding.excuse,
        }
