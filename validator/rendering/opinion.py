"""A result as a Word file in the form of an official review opinion (核查意见).

Fonts and sizes are those of GB/T 9704-2012 for official documents, a body's places to sign
left blank. One opinion a document, each on a page of its own.
"""

import io

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from validator.model.finding import Finding, Run, Story
from validator.model.result import Result
from validator.rendering import wording

_TITLE, _HEADING, _BODY = "方正小标宋简体", "黑体", "仿宋"
# 二号 and 三号 in points, lines 28 points apart.
_LARGE, _NORMAL, _LINE = 22.0, 16.0, 28.0
_NUMERALS = "一二三四五六七八九十"


def render(result: Result) -> bytes:
    """The bytes of the file."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The same result gives the same file.
    document.core_properties.author = "nianbao"
    for number, run in enumerate(result.runs):
        if number:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _opinion(document, run, result)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opinion(document: Document, run: Run, result: Result) -> None:
    say = result.catalogue.say
    year = run.year if run.year is not None else say("output.year_unknown")
    name = run.issuer or run.name
    _paragraph(document, say("opinion.title", issuer=name, year=year), _TITLE, _LARGE, centred=True)
    _paragraph(document, "", _BODY)
    _paragraph(document, say("opinion.to", issuer=name), _BODY, indent=False)
    if run.findings is None:
        _paragraph(document, wording.refusal(run, result.catalogue), _BODY)
        return
    checks = wording.checks(run.findings, result.catalogue)
    _paragraph(document, say("opinion.opening", issuer=name, year=year, checks=checks), _BODY)
    told = list(run.findings.told())
    grave = [one for one in told if _mends(one[1])]
    mild = [one for one in told if not _mends(one[1])]
    part = 0
    for key, own in (("opinion.to_mend", grave), ("opinion.to_check", mild)):
        if own:
            _paragraph(document, f"{_numeral(part)}、{say(key)}", _HEADING)
            part += 1
            for number, (story, findings) in enumerate(own):
                _item(document, number, story, findings, result)
    if not told:
        _paragraph(document, say("output.clean"), _BODY)
    if run.findings.undetermined:
        _paragraph(document, f"{_numeral(part)}、{say('opinion.open')}", _HEADING)
        part += 1
        for at, check in enumerate(run.findings.undetermined, 1):
            _paragraph(document, f"{at}. {wording.left_open(check, result.catalogue)}", _BODY)
    if told:
        _paragraph(document, f"{_numeral(part)}、{say('opinion.demand')}", _HEADING)
        _paragraph(document, say("opinion.deadline"), _BODY)
    _paragraph(document, "", _BODY)
    for key in ("opinion.office", "opinion.date"):
        paragraph = _paragraph(document, say(key), _BODY, indent=False)
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
        _paragraph(document, f"{head}{story.message}{say('opinion.stop')}", _BODY)
        if not story.decisive:
            for rank, one in enumerate(story.explanations, 1):
                _paragraph(document, f"{rank}. {one.message}{say('opinion.stop')}", _BODY)
        for finding in findings:
            text = f"{wording.told(finding, result.catalogue)}{say('opinion.stop')}"
            _paragraph(document, text, _BODY)
    else:
        finding = findings[0]
        text = f"{head}{wording.told(finding, result.catalogue)}{say('opinion.stop')}{finding.help}"
        _paragraph(document, text, _BODY)
    bases = say("list.comma").join(dict.fromkeys(finding.basis for finding in findings))
    _paragraph(document, say("opinion.basis", basis=bases), _BODY)


def _numeral(number: int) -> str:
    """A small number from 0 on, as 一, 二 …; beyond ten 十一 and so on."""
    tens, ones = divmod(number + 1, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return lead + (_NUMERALS[ones - 1] if ones else "")


def _paragraph(
    document: Document,
    text: str,
    font: str,
    size: float = _NORMAL,
    *,
    centred: bool = False,
    indent: bool = True,
) -> Paragraph:
    """A paragraph of one font, two characters set in unless it is centred."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing, form.space_after, form.space_before = Pt(_LINE), Pt(0), Pt(0)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.line_spacing = Pt(_LARGE * 1.5)
    elif indent:
        form.first_line_indent = Cm(2 * size * 2.54 / 72)
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return paragraph
