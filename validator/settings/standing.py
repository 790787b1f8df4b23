"""How findings stand to what a user settled: known before, new, gone, or let be."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from validator.data.conformance import mistake
from validator.model.errors import UserError
from validator.model.finding import Finding, Run
from validator.settings.config import Suppression

_SCHEMA = "nianbao/baseline/1"


class Known(NamedTuple):
    """A finding of a baseline."""

    fingerprint: str
    issuer: str
    year: int | None
    rule: str
    where: str = ""
    message: str = ""


Baseline = Mapping[str, Known]
"""Known findings by fingerprint."""


def baseline(path: Path) -> Baseline:
    """The baseline in a file; UserError `no_such_file`, `baseline_invalid`."""
    try:
        data: Any = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UserError("no_such_file", name=str(path)) from None
    except (OSError, ValueError) as error:
        raise UserError("baseline_invalid", name=str(path), problem=str(error)) from None
    wrong = mistake(data, "baseline")
    if wrong is not None:
        raise UserError("baseline_invalid", name=str(path), problem=wrong.details["problem"])
    entries = (
        Known(*(entry.get(name, "") for name in Known._fields)) for entry in data["findings"]
    )
    return {entry.fingerprint: entry for entry in entries}


def baseline_text(runs: Iterable[Run]) -> str:
    """The text of a baseline of all findings that are not suppressed."""
    found = {
        f.fingerprint: Known(f.fingerprint, run.issuer, run.year, f.rule, f.where, f.message)
        for run in runs
        if run.findings is not None
        for f in run.findings.findings
        if f.standing != "suppressed"
    }
    ordered = sorted(found.values(), key=lambda k: (k.issuer, k.year or 0, k.rule, k.fingerprint))
    data = {"schema": _SCHEMA, "findings": [known._asdict() for known in ordered]}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def stood(
    run: Run, known: Baseline | None, suppressions: Sequence[Suppression], today: date
) -> Run:
    """A run whose findings say how they stand; those of the baseline that are gone are named."""
    if run.findings is None:
        return run
    own = [s for s in suppressions if s.covers(run.name) and (s.until is None or today <= s.until)]
    findings = tuple(_stood(finding, known, own) for finding in run.findings.findings)
    present = {finding.fingerprint for finding in findings}
    gone = tuple(
        entry.fingerprint
        for entry in (known or {}).values()
        if (entry.issuer, entry.year) == (run.issuer, run.year) and entry.fingerprint not in present
    )
    return run._replace(findings=run.findings._replace(findings=findings, mended=gone))


def _stood(finding: Finding, known: Baseline | None, own: Sequence[Suppression]) -> Finding:
    for one in own:
        named = one.rule in ("", finding.rule, finding.name)
        if named and one.fingerprint in ("", finding.fingerprint):
            return finding._replace(standing="suppressed", excuse=one.reason)
    if known is None:
        return finding
    return finding._replace(standing="known" if finding.fingerprint in known else "new")


def expired(suppressions: Iterable[Suppression], today: date) -> list[Suppression]:
    """The suppressions whose last day has passed."""
    return [one for one in suppressions if one.until is not None and one.until < today]
