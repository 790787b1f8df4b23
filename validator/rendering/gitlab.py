"""A result as a GitLab code quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from hashlib import sha256
from typing import Any

from validator.model.finding import Finding, Run
from validator.model.result import Result
from validator.rendering import Renderer, wording
from validator.serialization.common import dump

_SEVERITIES = {"error": "major", "warning": "minor", "notice": "info"}


class GitlabRenderer(Renderer):
    """Renders one entry per finding that counts, and one per refused document."""

    def render(self, result: Result) -> str:
        """The JSON text."""
        entries: list[dict[str, Any]] = []
        for run in result.runs:
            if run.findings is None:
                reason = wording.refusal(run, result.catalogue)
                entries.append(_entry(run, "unreadable", reason, "blocker", "refused", 1))
                continue
            if run.findings.gaps:
                reason = wording.gaps_in_a_line(run.findings, result.catalogue)
                entries.append(_entry(run, "partial", reason, "blocker", "partial", 1))
            entries.extend(_issue(run, f, result) for f in run.findings.findings if f.counts)
        return dump(entries)


def _issue(run: Run, finding: Finding, result: Result) -> dict[str, Any]:
    place = finding.place
    line = (place.line if place else None) or 1
    description = wording.where_and_what(finding, result.catalogue)
    grade = _SEVERITIES[finding.severity.word]
    return _entry(run, finding.rule, description, grade, finding.fingerprint, line)


def _entry(
    run: Run, name: str, description: str, grade: str, fingerprint: str, line: int
) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": name,
        # GitLab merges entries with equal fingerprints; copies of a report must stay apart.
        "fingerprint": sha256(f"{run.file}|{name}|{fingerprint}".encode()).hexdigest()[:32],
        "severity": grade,
        "location": {"path": run.file, "lines": {"begin": line}},
    }
