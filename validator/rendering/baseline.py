"""Findings as a baseline file: schemas/baseline.schema.json."""

from collections.abc import Iterable

from validator.configuration.disposition import BaselineEntry
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.serialization.common import dump

_SCHEMA = "nianbao/baseline/1"


def render_baseline(runs: Iterable[Run], catalogue: Catalogue) -> str:
    """The text of a baseline of all findings that are not suppressed."""
    entries = {
        f.fingerprint: BaselineEntry(
            f.fingerprint,
            run.issuer,
            run.year,
            f.rule,
            catalogue.word(f.where),
            catalogue.word(f.message),
        )
        for run in runs
        if run.findings is not None
        for f in run.findings.findings
        if f.disposition != "suppressed"
    }
    ordered = sorted(entries.values(), key=lambda k: (k.issuer, k.year or 0, k.rule, k.fingerprint))
    return dump({"schema": _SCHEMA, "findings": [entry._asdict() for entry in ordered]})
