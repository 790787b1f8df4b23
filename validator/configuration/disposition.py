"""Dispositions of findings: new or known against a baseline, suppressed, or fixed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from validator.configuration.file import Suppression
from validator.model.errors import UserError
from validator.model.finding import Finding, Run
from validator.rulebase.conformance import find_mistake
from validator.rulebase.problems import syntax_problem
from validator.rulebase.user_files import read_file


class BaselineEntry(NamedTuple):
    """A finding recorded in a baseline."""

    fingerprint: str
    issuer: str
    year: int | None
    rule: str
    where: str = ""
    message: str = ""


Baseline = Mapping[str, BaselineEntry]
"""Known findings by fingerprint."""


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file. Raise UserError `no_such_file` or `baseline_invalid`."""
    try:
        data: Any = json.loads(read_file(path).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UserError("baseline_invalid", name=str(path), problem=syntax_problem(error)) from None
    wrong = find_mistake(data, "baseline")
    if wrong is not None:
        raise UserError("baseline_invalid", name=str(path), problem=wrong.details["problem"])
    entries = (
        BaselineEntry(*(entry.get(name, "") for name in BaselineEntry._fields))
        for entry in data["findings"]
    )
    return {entry.fingerprint: entry for entry in entries}


def set_dispositions(
    run: Run, known_findings: Baseline | None, suppressions: Sequence[Suppression], today: date
) -> Run:
    """Set the disposition of each finding and list the baseline entries that are fixed."""
    if run.findings is None:
        return run
    active = [
        s for s in suppressions if s.covers(run.name) and (s.until is None or today <= s.until)
    ]
    findings = tuple(
        _set_disposition(finding, known_findings, active) for finding in run.findings.findings
    )
    present = {finding.fingerprint for finding in findings}
    # Of a table that was hardly read, nothing is known.
    comparable = {} if run.findings.gaps else known_findings or {}
    fixed = tuple(
        entry.fingerprint
        for entry in comparable.values()
        if (entry.issuer, entry.year) == (run.issuer, run.year) and entry.fingerprint not in present
    )
    return run._replace(findings=run.findings._replace(findings=findings, fixed=fixed))


def _set_disposition(
    finding: Finding, known_findings: Baseline | None, suppressions: Sequence[Suppression]
) -> Finding:
    for suppression in suppressions:
        rule_matches = suppression.rule in ("", finding.rule, finding.name)
        if rule_matches and suppression.fingerprint in ("", finding.fingerprint):
            return finding._replace(disposition="suppressed", excuse=suppression.reason)
    if known_findings is None:
        return finding
    return finding._replace(disposition="known" if finding.fingerprint in known_findings else "new")
