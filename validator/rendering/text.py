"""A result as text for people: place first, then what is wrong, the basis, and the mend."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Findings, Run, Story
from validator.model.result import Result
from validator.rendering import wording

Paint = Callable[[str, str], str]
"""Takes a text and a style (error, warning, notice, ok, strong, faint), gives it painted."""

# So many undecided checks of one rule are listed one by one.
_LISTED = 3
# So many cells whose value follows from others are listed.
_SOLVED = 10


def plain(text: str, style: str) -> str:
    """The paint of pipes and files: none."""
    del style
    return text


def render(result: Result) -> str:
    """The whole result without colours, a paragraph a story or finding, totals at the end."""
    return painted(result, plain)


def painted(result: Result, paint: Paint) -> str:
    """The whole result, painted for a terminal."""
    if result.statistics:
        return _statistics(result, paint)
    parts = [_run(run, result, paint) for run in result.runs]
    if len(result.runs) > 1:
        parts.append(paint(wording.summary(result.runs, result.catalogue), "strong") + "\n")
    return "\n".join(parts)


def _run(run: Run, result: Result, paint: Paint) -> str:
    catalogue = result.catalogue
    head = paint(wording.heading(run, catalogue), "strong")
    if run.findings is None:
        label = paint(catalogue.say("output.refused"), "error")
        return f"{head}\n  {label}  {wording.refusal(run, catalogue)}\n"
    lines = [head, ""]
    for story, findings in run.findings.told():
        if story is None or len(findings) == 1:
            lines.extend(_finding(findings[0], story, catalogue, paint))
        else:
            lines.extend(_story(story, findings, catalogue, paint))
        if story is not None and result.explain:
            lines.extend(_arithmetic(story, catalogue, paint))
        lines.append("")
    if run.findings.undetermined or run.findings.solved:
        lines.extend([*_undetermined(run.findings, catalogue, paint), ""])
    if aside := [*_aside(run.findings, catalogue, paint)]:
        lines.extend([*aside, ""])
    said, grade = wording.verdict(run.findings, catalogue)
    lines.append(paint(said, grade))
    lines.append(paint(wording.checks(run.findings, catalogue), "faint"))
    return "\n".join(lines) + "\n"


def _statistics(result: Result, paint: Paint) -> str:
    """How many findings each rule has in how many documents, the most first."""
    findings = [(run.name, f) for run in result.runs if run.findings for f in run.findings.findings]
    counts = Counter(f.rule for _, f in findings if f.counts)
    lines = []
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        documents = len({name for name, f in findings if f.rule == rule and f.counts})
        title = result.rules[rule].title.of(result.catalogue.language)
        in_so_many = result.catalogue.say("output.documents", count=documents)
        lines.append(f"{count:6}  {paint(rule, 'strong')}  {title}  {paint(in_so_many, 'faint')}")
    lines.append(paint(wording.summary(result.runs, result.catalogue), "strong"))
    return "\n".join(lines) + "\n"


def _aside(findings: Findings, catalogue: Catalogue, paint: Paint) -> Iterator[str]:
    """Findings that do not count, a line each, and how many of a baseline are gone."""
    for finding in findings.findings:
        if not finding.counts:
            said = paint(wording.standing(finding, catalogue), "faint")
            code = paint(f"{finding.rule} {finding.name}", "faint")
            yield f"{said}  {finding.where}  {finding.message}  {code}"
    if findings.mended:
        yield paint(catalogue.say("standing.mended", count=len(findings.mended)), "ok")


def _story(
    story: Story, findings: Sequence[Finding], catalogue: Catalogue, paint: Paint
) -> list[str]:
    """What is to be mended, and each finding that it settles in a line."""
    lines = [paint(story.message, "strong"), *_choices(story)]
    for finding in findings:
        grade = _grade(finding, catalogue, paint)
        code = paint(f"{finding.rule} {finding.name}", "faint")
        lines.append(f"  {grade} {finding.where}  {finding.message}  {code}")
    basis = paint(catalogue.say("output.basis"), "faint")
    lines.extend(f"  {basis}  {b}" for b in dict.fromkeys(f.basis for f in findings))
    return lines


def _choices(story: Story) -> list[str]:
    """The explanations between which nothing decides."""
    if len(story.explanations) < 2 or story.decisive:
        return []
    return [f"    {rank}. {one.message}" for rank, one in enumerate(story.explanations, 1)]


def _arithmetic(story: Story, catalogue: Catalogue, paint: Paint) -> list[str]:
    """The sums of a story as printed and, where they can be mended, as proposed."""
    lines = []
    head = paint(catalogue.say("output.arithmetic"), "faint")
    mended = "after" if story.decisive else "after_first"
    before, after = (paint(catalogue.say(f"output.{k}"), "faint") for k in ("before", mended))
    for step in story.steps:
        lines.append(f"  {head}  {step.where}  {paint(step.rule, 'faint')}")
        lines.append(f"    {before}  {step.before}")
        lines.append(f"    {after}  {step.after}")
    return lines


def _finding(
    finding: Finding, story: Story | None, catalogue: Catalogue, paint: Paint
) -> list[str]:
    grade = _grade(finding, catalogue, paint)
    code = paint(f"{finding.rule} {finding.name}", "faint")
    basis, mend = catalogue.say("output.basis"), catalogue.say("output.help")
    suspect = paint(catalogue.say("output.suspect"), "faint")
    return [
        f"{paint(finding.where, 'strong')}  {grade} {code}",
        f"  {finding.message}",
        *([f"  {suspect}  {story.message}", *_choices(story)] if story else []),
        f"  {paint(basis, 'faint')}  {finding.basis}",
        f"  {paint(mend, 'faint')}  {finding.help}",
    ]


def _grade(finding: Finding, catalogue: Catalogue, paint: Paint) -> str:
    """A finding's severity, and whether it is new against a baseline."""
    severity = finding.severity.word
    grade = paint(catalogue.say(f"severity.{severity}"), severity)
    new = finding.standing == "new"
    return f"{grade} {paint(wording.standing(finding, catalogue), severity)}" if new else grade


def _undetermined(result: Findings, catalogue: Catalogue, paint: Paint) -> list[str]:
    """Checks left open, and the cells for which the sums leave one value."""
    checks = result.undetermined
    lines = [paint(catalogue.say("output.undetermined"), "warning")]
    for (rule, name), group in groupby(checks, key=lambda check: (check.rule, check.name)):
        own = list(group)
        code = paint(f"{rule} {name}", "faint")
        lines.extend(f"  {check.where}  {check.reason}  {code}" for check in own[:_LISTED])
        if len(own) > _LISTED:
            rest = catalogue.say("output.and_more", count=len(own) - _LISTED)
            lines.append(f"  {rest}  {code}")
    lines.extend(f"  {cell.message}" for cell in result.solved[:_SOLVED])
    if len(result.solved) > _SOLVED:
        lines.append(f"  {catalogue.say('output.and_more', count=len(result.solved) - _SOLVED)}")
    return lines
