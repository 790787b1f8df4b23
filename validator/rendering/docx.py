"""A result as a Word file laid out as an official review opinion (核查意见).

Office and date are left blank. There is one opinion per document, each on a new page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from validator.model.enumeration import numeral
from validator.model.finding import Diagnosis, Finding, Run
from validator.model.result import Result
from validator.rendering import Renderer, official_style, wording
from validator.rendering.official_style import add_paragraph


@dataclass(frozen=True, slots=True)
class OpinionRenderer(Renderer):
    """Renders a Word file with one opinion per run.

    `title` is the message key of the titles; `notes` holds, by run name, sentences that follow the
    opening.
    """

    title: str = "opinion.title"
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def render(self, result: Result) -> bytes:
        """The bytes of the file."""
        document = official_style.new_document()
        for number, run in enumerate(result.runs):
            if number:
                document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
            _add_opinion(document, run, result, self.title, self.notes.get(run.name, ()))
        return official_style.to_bytes(document)


def _add_opinion(
    document: Document, run: Run, result: Result, title: str, notes: Sequence[str]
) -> None:
    say = result.catalogue.say
    year = run.year if run.year is not None else say("output.year_unknown")
    name = run.issuer or run.name
    official_style.add_title(document, say(title, issuer=name, year=year))
    add_paragraph(document, say("opinion.to", issuer=name), indent=False)
    if run.findings is None:
        add_paragraph(document, wording.refusal(run, result.catalogue))
        return
    checks = wording.checks(run.findings, result.catalogue)
    add_paragraph(document, say("opinion.opening", issuer=name, year=year, checks=checks))
    for note in notes:
        add_paragraph(document, note)
    if run.findings.gaps:
        add_paragraph(document, wording.verdict(run.findings, result.catalogue)[0])
        add_paragraph(document, wording.gaps_in_a_line(run.findings, result.catalogue))
    groups = list(run.findings.grouped())
    to_fix = [group for group in groups if _has_error(group[1])]
    to_review = [group for group in groups if not _has_error(group[1])]
    part = 1
    for key, items in (("opinion.to_mend", to_fix), ("opinion.to_check", to_review)):
        if items:
            add_paragraph(document, f"{numeral(part)}、{say(key)}", official_style.HEADING)
            part += 1
            for number, (diagnosis, findings) in enumerate(items, 1):
                _add_item(document, number, diagnosis, findings, result)
    if not groups and not run.findings.gaps:
        add_paragraph(document, say("output.clean"))
    if run.findings.undetermined:
        add_paragraph(document, f"{numeral(part)}、{say('opinion.open')}", official_style.HEADING)
        part += 1
        for at, check in enumerate(run.findings.undetermined, 1):
            add_paragraph(document, f"{at}. {wording.where_and_what(check, result.catalogue)}")
    if aside := [finding for finding in run.findings.findings if not finding.counts]:
        add_paragraph(document, f"{numeral(part)}、{say('page.aside')}", official_style.HEADING)
        part += 1
        for at, finding in enumerate(aside, 1):
            disposition = wording.disposition(finding, result.catalogue)
            add_paragraph(
                document, f"{at}. {disposition} {wording.where_and_what(finding, result.catalogue)}"
            )
    if groups:
        add_paragraph(document, f"{numeral(part)}、{say('opinion.demand')}", official_style.HEADING)
        add_paragraph(document, say("opinion.deadline"))
    add_paragraph(document, "")
    for key in ("opinion.office", "opinion.date"):
        paragraph = add_paragraph(document, say(key), indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _has_error(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity.word == "error" for finding in findings)


def _add_item(
    document: Document,
    number: int,
    diagnosis: Diagnosis | None,
    findings: tuple[Finding, ...],
    result: Result,
) -> None:
    say, word = result.catalogue.say, result.catalogue.word
    head = f"（{numeral(number)}）"
    if diagnosis is not None:
        add_paragraph(document, f"{head}{word(diagnosis.message)}{say('opinion.stop')}")
        if not diagnosis.decisive:
            for rank, explanation in enumerate(diagnosis.explanations, 1):
                add_paragraph(document, f"{rank}. {word(explanation.message)}{say('opinion.stop')}")
        for finding in findings:
            text = f"{wording.where_and_what(finding, result.catalogue)}{say('opinion.stop')}"
            add_paragraph(document, text)
    else:
        finding = findings[0]
        text = f"{head}{wording.where_and_what(finding, result.catalogue)}{say('opinion.stop')}"
        add_paragraph(document, text + word(finding.help))
    bases = say("list.comma").join(dict.fromkeys(finding.basis for finding in findings))
    add_paragraph(document, say("opinion.basis", basis=bases))
