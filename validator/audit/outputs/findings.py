"""findings.json: the runs of all documents, as the command check writes them."""

from pathlib import Path
from typing import Any

from validator import __version__
from validator.audit.outputs.totals import Totals
from validator.audit.outputs.views import Body, Filed, Office
from validator.rendering import findings_json


class Findings:
    """Writes a run a document as bodies come."""

    def __init__(self, path: Path, office: Office, _: Totals) -> None:
        """Begin the file."""
        self.said = office.plan.said
        self.count = 0
        self.file = path.open("w", encoding="utf-8")
        self.file.write(findings_json.opening(__version__, office.plan.asked.rules().digest))

    def add(self, body: Body) -> None:
        """The runs of a body's documents."""
        for filed in body.documents:
            data = findings_json.run_data(filed.run, self.said)
            data["audit"] = _audit(body, filed)
            self.file.write(findings_json.entry(data, self.count))
            self.count += 1

    def close(self) -> None:
        """End the file."""
        self.file.write(findings_json.closing(self.count))
        self.file.close()


def _audit(body: Body, filed: Filed) -> dict[str, Any]:
    data: dict[str, Any] = {"body": body.name, "used": filed.used}
    if filed.version is not None and filed.version.others:
        data["versions"] = {
            "used": filed.version.used.name,
            "reason": filed.version.reason,
            "others": [kept.name for kept in filed.version.others],
        }
    if filed.others:
        data["differences"] = [
            {"document": name, "cells": [difference._asdict() for difference in cells]}
            for name, cells in filed.others
        ]
    if filed.earlier is not None:
        data["progress"] = {name: list(own) for name, own in filed.earlier._asdict().items()}
    return data
