"""A result as JSON: schemas/findings.schema.json."""

from collections.abc import Sequence
from typing import Any

from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Location, Open, Run, State
from validator.rendering.data import dump, number, place, source


def findings_json(
    runs: Sequence[Run], version: str, rules_digest: str, catalogue: Catalogue
) -> str:
    """The JSON text of a result, one run a document; refused documents stand in it too."""
    return dump(
        {
            "schema": "nianbao/findings/1",
            "tool": {"name": "nianbao", "version": version, "rules": rules_digest[:16]},
            "runs": [_run(run, catalogue) for run in runs],
        }
    )


def _run(run: Run, catalogue: Catalogue) -> dict[str, Any]:
    if run.findings is None or run.source is None:
        refusal = run.refusal
        assert refusal is not None
        message = catalogue.say(f"errors.{refusal.key}", **refusal.details)
        return {
            "source": {"name": run.name},
            "report": None,
            "error": {"code": refusal.key, "message": message},
            "findings": [],
            "undetermined": [],
            "checks": {state.value: 0 for state in State},
        }
    result = run.findings
    return {
        "source": source(run.source),
        "report": {"issuer": run.issuer, "year": run.year, "format": run.format},
        "findings": [_finding(finding) for finding in result.findings],
        "undetermined": [_open(check) for check in result.undetermined],
        "checks": {state.value: count for state, count in result.counts.items()},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.word,
        "where": finding.where,
        "message": finding.message,
        "basis": finding.basis,
        "help": finding.help,
        "locations": [_location(spot) for spot in finding.locations],
        "expected": number(finding.expected),
        "actual": number(finding.actual),
        "suspects": [
            {
                "cell": suspect.cell,
                "printed": suspect.printed,
                "proposed": number(suspect.proposed),
                "reason": suspect.reason,
            }
            for suspect in finding.suspects
        ],
        "fingerprint": finding.fingerprint,
    }


def _open(check: Open) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "name": check.name,
        "where": check.where,
        "message": check.reason,
        "locations": [_location(spot) for spot in check.locations],
    }


def _location(spot: Location) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if spot.cell:
        data["cell"] = spot.cell
    if spot.section:
        data["section"] = spot.section
    data.update(place(spot.place))
    data["text"] = spot.text
    if spot.document:
        data["document"] = spot.document
    return data
