"""A result as a GitLab code quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from hashlib import sha256
from typing import Any

from validator.model.finding import Finding, Run
from validator.model.result import Result
from validator.rendering import wording
from validator.rendering.data import dump

_SEVERITIES = {"error": "major", "warning": "minor", "notice": "info"}


def render(result: Result) -> str:
    """One entry a finding that counts, and one for each document not checked."""
    entries: list[dict[str, Any]] = []
    for run in result.runs:
        if run.findings is None:
            said = wording.refusal(run, result.catalogue)
            entries.append(_entry(run, "unreadable", said, "blocker", "refused", 1))
            continue
        entries.extend(_of(run, f, result) for f in run.findings.findings if f.counts)
    return dump(entries)


def _of(run: Run, finding: Finding, result: Result) -> dict[str, Any]:
    place = finding.place
    line = (place.line if place else None) or 1
    said = wording.told(finding, result.catalogue)
    grade = _SEVERITIES[finding.severity.word]
    return _entry(run, finding.rule, said, grade, finding.fingerprint, line)


def _entry(
    run: Run, name: str, said: str, grade: str, fingerprint: str, line: int
) -> dict[str, Any]:
    return {
        "description": said,
        "check_name": name,
        # GitLab takes two entries of one fingerprint for one, the same report twice included.
        "fingerprint": sha256(f"{run.file}|{name}|{fingerprint}".encode()).hexdigest()[:32],
        "severity": grade,
        "location": {"path": run.file, "lines": {"begin": line}},
    }
