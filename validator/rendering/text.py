"""A result as text for people: place first, then what is wrong, the basis, and the mend."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Findings, Open, Run, State
from validator.model.rule import Severity

Paint = Callable[[str, str], str]
"""Takes a text and a style (error, warning, notice, ok, strong, faint), gives it painted."""

# So many undecided checks of one rule are listed one by one.
_LISTED = 3


def plain(text: str, style: str) -> str:
    """The paint of pipes and files: none."""
    del style
    return text


def findings_text(runs: Sequence[Run], catalogue: Catalogue, paint: Paint = plain) -> str:
    """The whole result, a paragraph a finding, totals at the end."""
    parts = [_run(run, catalogue, paint) for run in runs]
    if len(runs) > 1:
        parts.append(_summary(runs, catalogue, paint))
    return "\n".join(parts)


def _run(run: Run, catalogue: Catalogue, paint: Paint) -> str:
    if run.findings is None:
        refusal = run.refusal
        assert refusal is not None
        said = catalogue.say(f"errors.{refusal.key}", **refusal.details)
        head = catalogue.say("output.heading_unknown", name=run.name)
        label = paint(catalogue.say("output.refused"), "error")
        return f"{paint(head, 'strong')}\n  {label}  {said}\n"
    year = run.year if run.year is not None else catalogue.say("output.year_unknown")
    head = catalogue.say(
        "output.heading", name=run.name, issuer=run.issuer, year=year, format=run.format
    )
    lines = [paint(head, "strong"), ""]
    for finding in run.findings.findings:
        lines.extend([*_finding(finding, catalogue, paint), ""])
    if run.findings.undetermined:
        lines.extend([*_undetermined(run.findings.undetermined, catalogue, paint), ""])
    lines.append(_verdict(run.findings, catalogue, paint))
    lines.append(paint(_checks(run.findings, catalogue), "faint"))
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, catalogue: Catalogue, paint: Paint) -> list[str]:
    severity = finding.severity.word
    grade = paint(catalogue.say(f"severity.{severity}"), severity)
    code = paint(f"{finding.rule} {finding.name}", "faint")
    basis, mend = catalogue.say("output.basis"), catalogue.say("output.help")
    return [
        f"{paint(finding.where, 'strong')}  {grade} {code}",
        f"  {finding.message}",
        f"  {paint(basis, 'faint')}  {finding.basis}",
        f"  {paint(mend, 'faint')}  {finding.help}",
    ]


def _undetermined(checks: Sequence[Open], catalogue: Catalogue, paint: Paint) -> list[str]:
    lines = [paint(catalogue.say("output.undetermined"), "warning")]
    for (rule, name), group in groupby(checks, key=lambda check: (check.rule, check.name)):
        own = list(group)
        code = paint(f"{rule} {name}", "faint")
        lines.extend(f"  {check.where}  {check.reason}  {code}" for check in own[:_LISTED])
        if len(own) > _LISTED:
            rest = catalogue.say("output.and_more", count=len(own) - _LISTED)
            lines.append(f"  {rest}  {code}")
    return lines


def _verdict(findings: Findings, catalogue: Catalogue, paint: Paint) -> str:
    worst = findings.worst()
    if worst is None and findings.undetermined:
        count = len(findings.undetermined)
        return paint(catalogue.say("output.clean_but_open", count=count), "warning")
    if worst is None:
        return paint(catalogue.say("output.clean"), "ok")
    return paint(_counts([findings], catalogue), worst.word)


def _counts(results: Sequence[Findings], catalogue: Catalogue) -> str:
    counts = Counter(f.severity for findings in results for f in findings.findings)
    return catalogue.say(
        "output.counts", **{severity.word: counts[severity] for severity in Severity}
    )


def _checks(findings: Findings, catalogue: Catalogue) -> str:
    counts = {state.value: findings.counts.get(state, 0) for state in State}
    return catalogue.say("output.checks", total=sum(counts.values()), **counts)


def _summary(runs: Sequence[Run], catalogue: Catalogue, paint: Paint) -> str:
    results = [run.findings for run in runs if run.findings is not None]
    said = catalogue.say(
        "output.several",
        documents=len(runs),
        faulty=sum(1 for result in results if result.findings),
        refused=len(runs) - len(results),
        counts=_counts(results, catalogue),
    )
    return paint(said, "strong") + "\n"
