"""A result as text for people: place first, then what is wrong, the basis, and the mend."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Findings, Run, State, Story
from validator.model.rule import Severity

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


def findings_text(
    runs: Sequence[Run], catalogue: Catalogue, paint: Paint = plain, *, explain: bool = False
) -> str:
    """The whole result, a paragraph a story or finding, totals at the end.

    With `explain`, each story shows the arithmetic that its culprit settles.
    """
    parts = [_run(run, catalogue, paint, explain) for run in runs]
    if len(runs) > 1:
        parts.append(_summary(runs, catalogue, paint))
    return "\n".join(parts)


def _run(run: Run, catalogue: Catalogue, paint: Paint, explain: bool) -> str:
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
    for story, findings in _told(run.findings):
        if story is None or len(findings) == 1:
            lines.extend(_finding(findings[0], story, catalogue, paint))
        else:
            lines.extend(_story(story, findings, catalogue, paint))
        if story is not None and explain:
            lines.extend(_arithmetic(story, catalogue, paint))
        lines.append("")
    if run.findings.undetermined or run.findings.solved:
        lines.extend([*_undetermined(run.findings, catalogue, paint), ""])
    lines.append(_verdict(run.findings, catalogue, paint))
    lines.append(paint(_checks(run.findings, catalogue), "faint"))
    return "\n".join(lines) + "\n"


def _told(result: Findings) -> Iterator[tuple[Story | None, list[Finding]]]:
    """Findings in their order, those of one story together where its first one is."""
    story_of = {name: story for story in result.stories for name in story.findings}
    seen: set[int] = set()
    for finding in result.findings:
        story = story_of.get(finding.fingerprint)
        if story is None:
            yield None, [finding]
        elif id(story) not in seen:
            seen.add(id(story))
            yield story, [f for f in result.findings if f.fingerprint in story.findings]


def _story(
    story: Story, findings: Sequence[Finding], catalogue: Catalogue, paint: Paint
) -> list[str]:
    """What is to be mended, and each finding that it settles in a line."""
    lines = [paint(story.message, "strong"), *_choices(story)]
    for finding in findings:
        grade = paint(catalogue.say(f"severity.{finding.severity.word}"), finding.severity.word)
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
    severity = finding.severity.word
    grade = paint(catalogue.say(f"severity.{severity}"), severity)
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
