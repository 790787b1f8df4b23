"""A run as JSON data, and back: schemas/findings.schema.json.

What is worded in the catalogue's language stands beside its key and values, so that a program can
word it again or work with the values. `decode_run` gives what `encode_run` wrote, but for the
report, which findings do not repeat.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from validator.model.catalogue import Catalogue
from validator.model.document import Source
from validator.model.finding import (
    Diagnosis,
    Explanation,
    Finding,
    Findings,
    Imputed,
    Location,
    Refusal,
    Run,
    State,
    Step,
    Suspect,
    Undetermined,
)
from validator.model.message import Message
from validator.model.place import Place
from validator.model.rule import Severity
from validator.serialization.common import decode_place, number, place, source
from validator.serialization.messages import (
    decode_message,
    decode_values,
    encode_message,
    encode_values,
)


def encode_run(run: Run, catalogue: Catalogue) -> dict[str, Any]:
    """One run as JSON data."""
    if run.findings is None or run.source is None:
        refusal = run.refusal
        assert refusal is not None
        message = catalogue.say(f"errors.{refusal.key}", **refusal.details)
        return {
            "source": {"name": run.name},
            "report": None,
            "error": {"code": refusal.key, "message": message, "values": dict(refusal.details)},
            "findings": [],
            "stories": [],
            "undetermined": [],
            "solved": [],
            "checks": {state.value: 0 for state in State},
        }
    result = run.findings
    encoder = _Encoder(catalogue)
    return {
        "source": source(run.source),
        "report": {"issuer": run.issuer, "year": run.year, "format": run.format},
        "findings": [encoder.finding(finding) for finding in result.findings],
        "stories": [encoder.diagnosis(diagnosis) for diagnosis in result.diagnoses],
        "undetermined": [encoder.undetermined(check) for check in result.undetermined],
        "solved": [encoder.imputed(cell) for cell in result.imputed],
        "checks": {state.value: count for state, count in result.counts.items()},
        "mended": list(result.fixed),
    }


def decode_run(data: Mapping[str, Any]) -> Run:
    """The run in JSON data that satisfies the schema and has the keys of its messages."""
    if "error" in data:
        error = data["error"]
        return Run(data["source"]["name"], refusal=Refusal(error["code"], error["values"]))
    origin = Source(**data["source"])
    report = data["report"]
    findings = Findings(
        findings=tuple(_finding(entry) for entry in data["findings"]),
        undetermined=tuple(_undetermined(entry) for entry in data["undetermined"]),
        counts={State(state): count for state, count in data["checks"].items()},
        diagnoses=tuple(_diagnosis(entry) for entry in data["stories"]),
        imputed=tuple(_imputed(entry) for entry in data["solved"]),
        fixed=tuple(data["mended"]),
    )
    return Run(origin.name, origin, report["issuer"], report["year"], report["format"], findings)


class _Encoder:
    """Encodes what a run holds; each object has its worded texts and, as `phrases`, their keys."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.word = catalogue.word

    def finding(self, finding: Finding) -> dict[str, Any]:
        return {
            "rule": finding.rule,
            "name": finding.name,
            "severity": finding.severity.word,
            "where": self.word(finding.where),
            "message": self.word(finding.message),
            "basis": finding.basis,
            "help": self.word(finding.help),
            "locations": [_encode_location(location) for location in finding.locations],
            "expected": number(finding.expected),
            "actual": number(finding.actual),
            "suspects": [self.suspect(suspect) for suspect in finding.suspects],
            "fingerprint": finding.fingerprint,
            "standing": finding.disposition,
            **({"excuse": finding.excuse} if finding.excuse else {}),
            "key": f"{finding.rule}.message",
            "values": encode_values(finding.values),
            "phrases": {
                "where": encode_message(finding.where),
                "notes": [encode_message(note) for note in finding.notes],
            },
        }

    def suspect(self, suspect: Suspect) -> dict[str, Any]:
        data = {
            "cell": suspect.cell,
            "where": self.word(suspect.where),
            "printed": suspect.printed,
            "proposed": str(number(suspect.proposed)),
            "reason": self.word(suspect.reason),
            "clue": suspect.clue,
            "share": suspect.share,
            "explanation": suspect.explanation,
            **place(suspect.place),
        }
        if suspect.document:
            data["document"] = suspect.document
        return data | {"phrases": _phrases(where=suspect.where, reason=suspect.reason)}

    def diagnosis(self, diagnosis: Diagnosis) -> dict[str, Any]:
        return {
            "message": self.word(diagnosis.message),
            "decisive": diagnosis.decisive,
            "findings": list(diagnosis.findings),
            "explanations": [
                {
                    "message": self.word(explanation.message),
                    "cells": [self.suspect(cell) for cell in explanation.cells],
                    "phrases": _phrases(message=explanation.message),
                }
                for explanation in diagnosis.explanations
            ],
            "steps": [
                {
                    "rule": step.rule,
                    "where": self.word(step.where),
                    "before": self.word(step.before),
                    "after": self.word(step.after),
                    "phrases": _phrases(where=step.where, before=step.before, after=step.after),
                }
                for step in diagnosis.steps
            ],
            "phrases": _phrases(message=diagnosis.message),
        }

    def imputed(self, cell: Imputed) -> dict[str, Any]:
        return {
            "cell": cell.cell,
            "where": self.word(cell.where),
            "printed": cell.printed,
            "value": number(cell.value),
            "message": self.word(cell.message),
            **place(cell.place),
            "phrases": _phrases(where=cell.where, message=cell.message),
        }

    def undetermined(self, check: Undetermined) -> dict[str, Any]:
        return {
            "rule": check.rule,
            "name": check.name,
            "where": self.word(check.where),
            "message": self.word(check.reason),
            "locations": [_encode_location(location) for location in check.locations],
            "phrases": _phrases(where=check.where, message=check.reason),
        }


def _phrases(**messages: Message) -> dict[str, Any]:
    return {name: encode_message(message) for name, message in messages.items()}


def _encode_location(location: Location) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if location.cell:
        data["cell"] = location.cell
    if location.section:
        data["section"] = location.section
    data.update(place(location.place))
    data["text"] = location.text
    if location.document:
        data["document"] = location.document
    return data


def _finding(data: Any) -> Finding:
    phrases = data["phrases"]
    return Finding(
        rule=data["rule"],
        name=data["name"],
        severity=Severity.of(data["severity"]),
        where=decode_message(phrases["where"]),
        basis=data["basis"],
        locations=tuple(_location(entry) for entry in data["locations"]),
        fingerprint=data["fingerprint"],
        values=decode_values(data["values"]),
        notes=tuple(decode_message(note) for note in phrases["notes"]),
        expected=_decimal(data["expected"]),
        actual=_decimal(data["actual"]),
        suspects=tuple(_suspect(entry) for entry in data["suspects"]),
        disposition=data["standing"],
        excuse=data.get("excuse", ""),
    )


def _suspect(data: Any) -> Suspect:
    return Suspect(
        cell=data["cell"],
        where=decode_message(data["phrases"]["where"]),
        printed=data["printed"],
        proposed=Decimal(data["proposed"]),
        reason=decode_message(data["phrases"]["reason"]),
        share=data["share"],
        explanation=data["explanation"],
        place=_place(data),
        document=data.get("document", ""),
    )


def _diagnosis(data: Any) -> Diagnosis:
    return Diagnosis(
        findings=tuple(data["findings"]),
        explanations=tuple(
            Explanation(
                decode_message(entry["phrases"]["message"]),
                tuple(_suspect(cell) for cell in entry["cells"]),
            )
            for entry in data["explanations"]
        ),
        decisive=data["decisive"],
        message=decode_message(data["phrases"]["message"]),
        steps=tuple(
            Step(
                entry["rule"],
                *(decode_message(entry["phrases"][name]) for name in ("where", "before", "after")),
            )
            for entry in data["steps"]
        ),
    )


def _imputed(data: Any) -> Imputed:
    return Imputed(
        cell=data["cell"],
        where=decode_message(data["phrases"]["where"]),
        printed=data["printed"],
        value=Decimal(str(data["value"])),
        message=decode_message(data["phrases"]["message"]),
        place=_place(data),
    )


def _undetermined(data: Any) -> Undetermined:
    return Undetermined(
        data["rule"],
        data["name"],
        decode_message(data["phrases"]["where"]),
        decode_message(data["phrases"]["message"]),
        tuple(_location(entry) for entry in data["locations"]),
    )


def _location(data: Any) -> Location:
    return Location(
        _place(data),
        data.get("cell", ""),
        data.get("section", ""),
        data["text"],
        data.get("document", ""),
    )


def _place(data: Any) -> Place | None:
    where = decode_place(data)
    return None if where == Place() else where


def _decimal(value: int | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
