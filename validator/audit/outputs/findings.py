"""findings.json: the runs of all documents, in the format of `nianbao check`."""

from pathlib import Path
from typing import Any

from validator.audit.outputs.bodies import Body, FiledDocument, OutputContext
from validator.audit.outputs.totals import Totals
from validator.rendering import json
from validator.serialization.findings import encode_run


class FindingsWriter:
    """Writes the runs of one body after the other."""

    def __init__(self, path: Path, context: OutputContext, _: Totals) -> None:
        """Open the file and write its beginning."""
        self.catalogue = context.plan.catalogue
        self.count = 0
        self.passed_over = context.result.passed_over
        self.file = path.open("w", encoding="utf-8")
        self.file.write(json.opening(context.plan.config.rules.digest))

    def add(self, body: Body) -> None:
        """Write the runs of a body's documents."""
        for filed in body.documents:
            data = encode_run(filed.run, self.catalogue)
            data["audit"] = _audit_data(body, filed)
            self.file.write(json.entry(data, self.count))
            self.count += 1

    def close(self) -> None:
        """Write the end of the file and close it."""
        self.file.write(json.closing(self.count, self.passed_over))
        self.file.close()


def _audit_data(body: Body, filed: FiledDocument) -> dict[str, Any]:
    data: dict[str, Any] = {"body": body.name, "used": filed.used}
    if filed.version is not None and filed.version.others:
        data["versions"] = {
            "used": filed.version.used.name,
            "reason": filed.version.reason,
            "others": [record.name for record in filed.version.others],
        }
    if filed.differences:
        data["differences"] = [
            {"document": name, "cells": [difference._asdict() for difference in cells]}
            for name, cells in filed.differences
        ]
    if filed.progress is not None:
        data["progress"] = {
            name: list(fingerprints) for name, fingerprints in filed.progress._asdict().items()
        }
    return data
