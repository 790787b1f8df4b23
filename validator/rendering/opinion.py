"""A result as a Word file in the form of an official review opinion (核查意见).

The places to sign are left blank. One opinion a document, each on a page of its own.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from validator.model.finding import Finding, Run, Story
from validator.model.result import Result
from validator.rendering import official, wording
from validator.rendering.official import line

_NUMERALS = "一二三四五六七八九十"


def render(result: Result) -> bytes:
    """The bytes of the file."""
    return written(result, "opinion.title")


def written(
    result: Result, title: str, notes: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> bytes:
    """The bytes of a file whose documents have titles of this key.

    `notes` are sentences that follow the opening, by the names of runs.
    """
    document = official.blank()
    for number, run in enumerate(result.runs):
        if number:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _opinion(document, run, result, title, notes.get(run.name, ()))
    return official.saved(document)


def _opinion(
    document: Document, run: Run, result: Result, title: str, notes: Sequence[str]
) -> None:
    say = result.catalogue.say
    year = run.year if run.year is not None else say("output.year_unknown")
    name = run.issuer or run.name
    official.title(document, say(title, issuer=name, year=year))
    line(document, say("opinion.to", issuer=name), indent=False)
    if run.findings is None:
        line(document, wording.refusal(run, result.catalogue))
        return
    checks = wording.checks(run.findings, result.catalogue)
    line(document, say("opinion.opening", issuer=name, year=year, checks=checks))
    for note in notes:
        line(document, note)
    told = list(run.findings.told())
    grave = [one for one in told if _mends(one[1])]
    mild = [one for one in told if not _mends(one[1])]
    part = 0
    for key, own in (("opinion.to_mend", grave), ("opinion.to_check", mild)):
        if own:
            line(document, f"{_numeral(part)}、{say(key)}", official.HEADING)
            part += 1
            for number, (story, findings) in enumerate(own):
                _item(document, number, story, findings, result)
    if not told:
        line(document, say("output.clean"))
    if run.findings.undetermined:
        line(document, f"{_numeral(part)}、{say('opinion.open')}", official.HEADING)
        part += 1
        for at, check in enumerate(run.findings.undetermined, 1):
            line(document, f"{at}. {wording.left_open(check, result.catalogue)}")
    if aside := [finding for finding in run.findings.findings if not finding.counts]:
        line(document, f"{_numeral(part)}、{say('page.aside')}", official.HEADING)
        part += 1
        for at, finding in enumerate(aside, 1):
            stands = wording.standing(finding, result.catalogue)
            line(document, f"{at}. {stands} {wording.told(finding, result.catalogue)}")
    if told:
        line(document, f"{_numeral(part)}、{say('opinion.demand')}", official.HEADING)
        line(document, say("opinion.deadline"))
    line(document, "")
    for key in ("opinion.office", "opinion.date"):
        paragraph = line(document, say(key), indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mends(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity.word == "error" for finding in findings)


def _item(
    document: Document,
    number: int,
    story: Story | None,
    findings: tuple[Finding, ...],
    result: Result,
) -> None:
    say = result.catalogue.say
    head = f"（{_numeral(number)}）"
    if story is not None:
        line(document, f"{head}{story.message}{say('opinion.stop')}")
        if not story.decisive:
            for rank, one in enumerate(story.explanations, 1):
                line(document, f"{rank}. {one.message}{say('opinion.stop')}")
        for finding in findings:
            text = f"{wording.told(finding, result.catalogue)}{say('opinion.stop')}"
            line(document, text)
    else:
        finding = findings[0]
        text = f"{head}{wording.told(finding, result.catalogue)}{say('opinion.stop')}{finding.help}"
        line(document, text)
    bases = say("list.comma").join(dict.fromkeys(finding.basis for finding in findings))
    line(document, say("opinion.basis", basis=bases))


def _numeral(number: int) -> str:
    """A small number from 0 on, as 一, 二 …; beyond ten 十一 and so on."""
    tens, ones = divmod(number + 1, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return lead + (_NUMERALS[ones - 1] if ones else "")
