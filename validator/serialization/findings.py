"""A run as JSON data: schemas/findings.schema.json.

What is worded in the catalogue's language stands beside its key and values, so that a program can
work with the values. Nothing reads this JSON back: runs are kept as bytes (packing.py).
"""

from typing import Any

from validator.model.catalogue import Catalogue
from validator.model.finding import (
    Diagnosis,
    Finding,
    Gap,
    Imputed,
    Location,
    Run,
    State,
    Suspect,
    Undetermined,
)
from validator.model.message import Message
from validator.serialization.common import encode_number, encode_place, encode_source
from validator.serialization.messages import (
    encode_message,
    encode_values,
)


def encode_run(run: Run, catalogue: Catalogue) -> dict[str, Any]:
    """One run as JSON data."""
    if run.findings is None or run.source is None:
        refusal = run.refusal
        assert refusal is not None
        message = catalogue.word(refusal.message)
        return {
            "source": {"name": run.name},
            "status": run.status.value,
            "report": None,
            "error": {
                "code": refusal.key,
                "message": message,
                "values": encode_values(refusal.details),
            },
            "findings": [],
            "stories": [],
            "undetermined": [],
            "solved": [],
            "checks": {state.value: 0 for state in State},
        }
    result = run.findings
    encoder = _Encoder(catalogue)
    return {
        "source": encode_source(run.source),
        "status": run.status.value,
        "report": {"issuer": run.issuer, "year": run.year, "format": run.format},
        "findings": [encoder.finding(finding) for finding in result.findings],
        "stories": [encoder.diagnosis(diagnosis) for diagnosis in result.diagnoses],
        "undetermined": [encoder.undetermined(check) for check in result.undetermined],
        **({"unread": [encoder.gap(gap) for gap in result.gaps]} if result.gaps else {}),
        **({"read_by": dict(result.read_by)} if result.read_by else {}),
        "solved": [encoder.imputed(cell) for cell in result.imputed],
        "checks": {state.value: count for state, count in result.counts.items()},
        "mended": list(result.fixed),
    }


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
            "expected": encode_number(finding.expected),
            "actual": encode_number(finding.actual),
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
            "proposed": str(encode_number(suspect.proposed)),
            "reason": self.word(suspect.reason),
            "clue": suspect.clue,
            "share": suspect.share,
            "explanation": suspect.explanation,
            **encode_place(suspect.place),
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
            "value": encode_number(cell.value),
            "message": self.word(cell.message),
            **encode_place(cell.place),
            "phrases": _phrases(where=cell.where, message=cell.message),
        }

    def gap(self, gap: Gap) -> dict[str, Any]:
        return {
            "table": gap.table,
            "where": self.word(gap.where),
            "message": self.word(gap.reason),
            "locations": [_encode_location(location) for location in gap.locations],
            "phrases": _phrases(where=gap.where, message=gap.reason),
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
    data.update(encode_place(location.place))
    data["text"] = location.text
    if location.document:
        data["document"] = location.document
    return data
