"""A result as Markdown, for issues, merge requests and notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from validator.model.finding import Diagnosis, Finding, Run
from validator.model.result import Result
from validator.rendering import Renderer, wording

# Characters in report text that Markdown would take for markup or HTML.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class MarkdownRenderer(Renderer):
    """Renders Markdown: one section per document, one heading per diagnosis or finding.

    `explain` adds the arithmetic of each diagnosis.
    """

    explain: bool = False

    def render(self, result: Result) -> str:
        """The text of a result."""
        parts = ["\n".join(_run(run, result, self.explain)) for run in result.runs]
        if len(result.runs) > 1:
            parts.append(_escape(wording.summary(result.runs, result.catalogue)))
        return "\n\n".join(parts) + "\n"


def _run(run: Run, result: Result, explain: bool) -> Iterator[str]:
    say, word = result.catalogue.say, result.catalogue.word
    yield f"# {_escape(wording.heading(run, result.catalogue))}"
    yield ""
    if run.findings is None:
        yield f"**{say('output.refused')}** {_escape(wording.refusal(run, result.catalogue))}"
        return
    verdict, _ = wording.verdict(run.findings, result.catalogue)
    yield f"**{_escape(verdict)}** {_escape(wording.checks(run.findings, result.catalogue))}"
    if gaps := wording.gaps(run.findings, result.catalogue):
        yield ""
        yield from (f"- {_escape(sentence)}" for sentence in gaps)
    for diagnosis, findings in run.findings.grouped():
        yield ""
        yield from _group(diagnosis, findings, result, explain)
    if run.findings.undetermined or run.findings.imputed:
        yield f"\n## {say('output.undetermined')}\n"
        for check in run.findings.undetermined:
            yield f"- {_escape(wording.where_and_what(check, result.catalogue))} ({check.rule})"
        yield from (f"- {_escape(word(cell.message))}" for cell in run.findings.imputed)
    aside = [finding for finding in run.findings.findings if not finding.counts]
    if aside or run.findings.fixed:
        yield ""
    for finding in aside:
        disposition = _escape(wording.disposition(finding, result.catalogue))
        text = _escape(wording.where_and_what(finding, result.catalogue))
        yield f"- {disposition}: {text} ({finding.rule})"
    if run.findings.fixed:
        yield f"- {say('standing.mended', count=len(run.findings.fixed))}"


def _group(
    diagnosis: Diagnosis | None, findings: tuple[Finding, ...], result: Result, explain: bool
) -> Iterator[str]:
    say, word = result.catalogue.say, result.catalogue.word
    if diagnosis is not None:
        yield f"## {_escape(word(diagnosis.message))}\n"
        if not diagnosis.decisive:
            for rank, explanation in enumerate(diagnosis.explanations, 1):
                yield f"{rank}. {_escape(word(explanation.message))}"
            yield ""
    for finding in findings:
        grade = say(f"severity.{finding.severity.word}")
        code = f"`{finding.rule} {finding.name}`"
        if diagnosis is None:
            yield f"## {_escape(word(finding.where))}\n"
            yield f"- **{grade}** {code} {_escape(word(finding.message))}"
            yield f"- {say('output.help')}: {_escape(word(finding.help))}"
        else:
            text = _escape(wording.where_and_what(finding, result.catalogue))
            yield f"- **{grade}** {code} {text}"
    for basis in dict.fromkeys(finding.basis for finding in findings):
        yield f"- {say('output.basis')}: {_escape(basis)}"
    if diagnosis is not None and explain:
        for step in diagnosis.steps:
            after = "after" if diagnosis.decisive else "after_first"
            yield f"- {say('output.arithmetic')} `{step.rule}` {_escape(word(step.where))}"
            yield f"  - {say('output.before')}: {_escape(word(step.before))}"
            yield f"  - {say(f'output.{after}')}: {_escape(word(step.after))}"


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text.replace("\n", " "))
