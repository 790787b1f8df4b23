"""A result as plain text: place, message, basis and help of each finding."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from validator.model.catalogue import Catalogue
from validator.model.finding import Diagnosis, Finding, Findings, Run
from validator.model.result import Result
from validator.rendering import Renderer, wording

Paint = Callable[[str, str], str]
"""Applies a style (error, warning, notice, ok, strong, faint) to a text."""

# Maximum number of undetermined checks listed per rule.
_MAX_LISTED = 3
# Maximum number of imputed values listed.
_MAX_IMPUTED = 10


def plain(text: str, style: str) -> str:
    """Return the text unstyled, for pipes and files."""
    del style
    return text


@dataclass(frozen=True, slots=True)
class TextRenderer(Renderer):
    """Renders text: one paragraph per diagnosis or finding, totals at the end.

    `explain` adds the arithmetic of each diagnosis, `statistics` asks for the number of findings of
    each rule and nothing else, `paint` applies styles.
    """

    explain: bool = False
    statistics: bool = False
    paint: Paint = plain

    def render(self, result: Result) -> str:
        """The text of a result."""
        if self.statistics:
            return _statistics(result, self.paint)
        parts = [_run(run, result, self.paint, self.explain) for run in result.runs]
        if len(result.runs) > 1:
            summary = wording.summary(result.runs, result.catalogue)
            parts.append(self.paint(summary, "strong") + "\n")
        return "\n".join(parts)


def _run(run: Run, result: Result, paint: Paint, explain: bool) -> str:
    catalogue = result.catalogue
    head = paint(wording.heading(run, catalogue), "strong")
    if run.findings is None:
        label = paint(catalogue.say("output.refused"), "error")
        return f"{head}\n  {label}  {wording.refusal(run, catalogue)}\n"
    lines = [head, ""]
    for diagnosis, findings in run.findings.grouped():
        if diagnosis is None or len(findings) == 1:
            lines.extend(_finding(findings[0], diagnosis, catalogue, paint))
        else:
            lines.extend(_diagnosis(diagnosis, findings, catalogue, paint))
        if diagnosis is not None and explain:
            lines.extend(_arithmetic(diagnosis, catalogue, paint))
        lines.append("")
    if run.findings.undetermined or run.findings.imputed:
        lines.extend([*_undetermined(run.findings, catalogue, paint), ""])
    if aside := [*_aside(run.findings, catalogue, paint)]:
        lines.extend([*aside, ""])
    if gaps := wording.gaps(run.findings, catalogue):
        label = paint(catalogue.say("output.partial"), "warning")
        allow = catalogue.say("output.partial_allow")
        lines.extend([label, *(f"  {sentence}" for sentence in [*gaps, allow]), ""])
    verdict, grade = wording.verdict(run.findings, catalogue)
    lines.append(paint(verdict, grade))
    lines.append(paint(wording.checks(run.findings, catalogue), "faint"))
    return "\n".join(lines) + "\n"


def _statistics(result: Result, paint: Paint) -> str:
    """Findings and documents per rule, most findings first."""
    findings = [(run.name, f) for run in result.runs if run.findings for f in run.findings.findings]
    counts = Counter(f.rule for _, f in findings if f.counts)
    lines = []
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        documents = len({name for name, f in findings if f.rule == rule and f.counts})
        title = result.rules[rule].title.of(result.catalogue.language)
        document_count = result.catalogue.say("output.documents", count=documents)
        lines.append(
            f"{count:6}  {paint(rule, 'strong')}  {title}  {paint(document_count, 'faint')}"
        )
    lines.append(paint(wording.summary(result.runs, result.catalogue), "strong"))
    return "\n".join(lines) + "\n"


def _aside(findings: Findings, catalogue: Catalogue, paint: Paint) -> Iterator[str]:
    """Findings that do not count, one line each, and the number of fixed baseline entries."""
    word = catalogue.word
    for finding in findings.findings:
        if not finding.counts:
            disposition = paint(wording.disposition(finding, catalogue), "faint")
            code = paint(f"{finding.rule} {finding.name}", "faint")
            yield f"{disposition}  {word(finding.where)}  {word(finding.message)}  {code}"
    if findings.fixed:
        yield paint(catalogue.say("standing.mended", count=len(findings.fixed)), "ok")


def _diagnosis(
    diagnosis: Diagnosis, findings: Sequence[Finding], catalogue: Catalogue, paint: Paint
) -> list[str]:
    """A diagnosis, and its findings one line each."""
    word = catalogue.word
    lines = [paint(word(diagnosis.message), "strong"), *_choices(diagnosis, catalogue)]
    for finding in findings:
        grade = _grade(finding, catalogue, paint)
        code = paint(f"{finding.rule} {finding.name}", "faint")
        lines.append(f"  {grade} {word(finding.where)}  {word(finding.message)}  {code}")
    basis = paint(catalogue.say("output.basis"), "faint")
    lines.extend(f"  {basis}  {b}" for b in dict.fromkeys(f.basis for f in findings))
    return lines


def _choices(diagnosis: Diagnosis, catalogue: Catalogue) -> list[str]:
    """The alternative explanations of an indecisive diagnosis."""
    if len(diagnosis.explanations) < 2 or diagnosis.decisive:
        return []
    return [
        f"    {rank}. {catalogue.word(explanation.message)}"
        for rank, explanation in enumerate(diagnosis.explanations, 1)
    ]


def _arithmetic(diagnosis: Diagnosis, catalogue: Catalogue, paint: Paint) -> list[str]:
    """The sums of a diagnosis as printed and as proposed."""
    lines = []
    head = paint(catalogue.say("output.arithmetic"), "faint")
    after_key = "after" if diagnosis.decisive else "after_first"
    before, after = (paint(catalogue.say(f"output.{k}"), "faint") for k in ("before", after_key))
    word = catalogue.word
    for step in diagnosis.steps:
        lines.append(f"  {head}  {word(step.where)}  {paint(step.rule, 'faint')}")
        lines.append(f"    {before}  {word(step.before)}")
        lines.append(f"    {after}  {word(step.after)}")
    return lines


def _finding(
    finding: Finding, diagnosis: Diagnosis | None, catalogue: Catalogue, paint: Paint
) -> list[str]:
    grade = _grade(finding, catalogue, paint)
    code = paint(f"{finding.rule} {finding.name}", "faint")
    basis, help_label = catalogue.say("output.basis"), catalogue.say("output.help")
    suspect = paint(catalogue.say("output.suspect"), "faint")
    word = catalogue.word
    lines = [
        f"{paint(word(finding.where), 'strong')}  {grade} {code}",
        f"  {word(finding.message)}",
    ]
    if diagnosis is not None:
        lines += [f"  {suspect}  {word(diagnosis.message)}", *_choices(diagnosis, catalogue)]
    lines.append(f"  {paint(basis, 'faint')}  {finding.basis}")
    lines.append(f"  {paint(help_label, 'faint')}  {word(finding.help)}")
    return lines


def _grade(finding: Finding, catalogue: Catalogue, paint: Paint) -> str:
    """A finding's severity, with its disposition if it is new against a baseline."""
    severity = finding.severity.word
    grade = paint(catalogue.say(f"severity.{severity}"), severity)
    new = finding.disposition == "new"
    return f"{grade} {paint(wording.disposition(finding, catalogue), severity)}" if new else grade


def _undetermined(result: Findings, catalogue: Catalogue, paint: Paint) -> list[str]:
    """Undetermined checks and imputed values."""
    checks, word = result.undetermined, catalogue.word
    lines = [paint(catalogue.say("output.undetermined"), "warning")]
    alike = Counter((word(check.where), word(check.reason)) for check in checks)
    # One reason for many checks is told once.
    lines.extend(
        f"  {where}  {reason}  {paint(catalogue.say('output.checks_alike', count=count), 'faint')}"
        for (where, reason), count in alike.items()
        if count > 1
    )
    others = [c for c in checks if alike[word(c.where), word(c.reason)] == 1]
    for (rule, name), group in groupby(others, key=lambda check: (check.rule, check.name)):
        group_checks = list(group)
        code = paint(f"{rule} {name}", "faint")
        lines.extend(
            f"  {word(check.where)}  {word(check.reason)}  {code}"
            for check in group_checks[:_MAX_LISTED]
        )
        if len(group_checks) > _MAX_LISTED:
            rest = catalogue.say("output.and_more", count=len(group_checks) - _MAX_LISTED)
            lines.append(f"  {rest}  {code}")
    lines.extend(f"  {word(cell.message)}" for cell in result.imputed[:_MAX_IMPUTED])
    if len(result.imputed) > _MAX_IMPUTED:
        lines.append(
            f"  {catalogue.say('output.and_more', count=len(result.imputed) - _MAX_IMPUTED)}"
        )
    return lines
