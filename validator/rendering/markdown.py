"""A result as Markdown, for issues, merge requests and notes."""

import re
from collections.abc import Iterator

from validator.model.finding import Finding, Run, Story
from validator.model.result import Result
from validator.rendering import wording

# What would be read as markup, or as HTML, in a report's own words.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def render(result: Result) -> str:
    """A section a document, a heading a story or finding."""
    parts = ["\n".join(_run(run, result)) for run in result.runs]
    if len(result.runs) > 1:
        parts.append(_plain(wording.summary(result.runs, result.catalogue)))
    return "\n\n".join(parts) + "\n"


def _run(run: Run, result: Result) -> Iterator[str]:
    say = result.catalogue.say
    yield f"# {_plain(wording.heading(run, result.catalogue))}"
    yield ""
    if run.findings is None:
        yield f"**{say('output.refused')}** {_plain(wording.refusal(run, result.catalogue))}"
        return
    said, _ = wording.verdict(run.findings, result.catalogue)
    yield f"**{_plain(said)}** {_plain(wording.checks(run.findings, result.catalogue))}"
    for story, findings in run.findings.told():
        yield ""
        yield from _told(story, findings, result)
    if run.findings.undetermined or run.findings.solved:
        yield f"\n## {say('output.undetermined')}\n"
        for check in run.findings.undetermined:
            yield f"- {_plain(wording.left_open(check, result.catalogue))} ({check.rule})"
        yield from (f"- {_plain(cell.message)}" for cell in run.findings.solved)
    aside = [finding for finding in run.findings.findings if not finding.counts]
    if aside or run.findings.mended:
        yield ""
    for finding in aside:
        stands = _plain(wording.standing(finding, result.catalogue))
        yield f"- {stands}: {_plain(wording.told(finding, result.catalogue))} ({finding.rule})"
    if run.findings.mended:
        yield f"- {say('standing.mended', count=len(run.findings.mended))}"


def _told(story: Story | None, findings: tuple[Finding, ...], result: Result) -> Iterator[str]:
    say = result.catalogue.say
    if story is not None:
        yield f"## {_plain(story.message)}\n"
        if not story.decisive:
            for rank, one in enumerate(story.explanations, 1):
                yield f"{rank}. {_plain(one.message)}"
            yield ""
    for finding in findings:
        grade = say(f"severity.{finding.severity.word}")
        code = f"`{finding.rule} {finding.name}`"
        if story is None:
            yield f"## {_plain(finding.where)}\n"
            yield f"- **{grade}** {code} {_plain(finding.message)}"
            yield f"- {say('output.help')}: {_plain(finding.help)}"
        else:
            yield f"- **{grade}** {code} {_plain(wording.told(finding, result.catalogue))}"
    for basis in dict.fromkeys(finding.basis for finding in findings):
        yield f"- {say('output.basis')}: {_plain(basis)}"
    if story is not None and result.explain:
        for step in story.steps:
            after = "after" if story.decisive else "after_first"
            yield f"- {say('output.arithmetic')} `{step.rule}` {_plain(step.where)}"
            yield f"  - {say('output.before')}: {_plain(step.before)}"
            yield f"  - {say(f'output.{after}')}: {_plain(step.after)}"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text.replace("\n", " "))
