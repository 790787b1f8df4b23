"""A result as one page of HTML: no script, nothing fetched, made to be read and printed."""

from base64 import b64encode
from collections.abc import Iterator
from typing import NamedTuple

from pypdfium2_raw import FPDF_DOCUMENT

from validator.model.finding import Finding, Location, Run, State, Story
from validator.model.result import Result
from validator.rendering import pages, wording
from validator.rendering.tables import (
    TableView,
    at_a_glance,
    marks,
    tables,
)
from validator.rendering.templating import template


class Picture(NamedTuple):
    """A part of a page as a data URI, and the frames in it: left, top, width, height in percent."""

    data: str
    page: int
    frame: str


class Card(NamedTuple):
    """What is shown of a story or finding."""

    story: Story | None
    findings: tuple[Finding, ...]
    grade: str
    pictures: tuple[Picture, ...]
    tables: tuple[TableView, ...]
    quotes: tuple[str, ...]


class Check(NamedTuple):
    """A rule and how its checks ended in a report."""

    id: str
    title: str
    passed: int
    failed: int
    undetermined: int


class Sheet(NamedTuple):
    """What is shown of a run."""

    run: Run
    heading: str
    refusal: str = ""
    verdict: str = ""
    grade: str = ""
    checks: str = ""
    glance: tuple[tuple[str, str], ...] = ()
    cards: tuple[Card, ...] = ()
    aside: tuple[tuple[str, Finding], ...] = ()
    rules: tuple[Check, ...] = ()
    tables: tuple[TableView, ...] = ()


def render(result: Result) -> str:
    """The page, a part a document."""
    say = result.catalogue.say
    return template("validator.rendering", "page.html").render(
        sheets=[_sheet(run, result) for run in result.runs],
        summary=wording.summary(result.runs, result.catalogue) if len(result.runs) > 1 else "",
        language="zh-CN" if result.catalogue.language == "zh" else "en",
        version=result.version,
        digest=result.digest[:16],
        say=say,
        explain=result.explain,
    )


def _sheet(run: Run, result: Result) -> Sheet:
    catalogue = result.catalogue
    heading = wording.heading(run, catalogue)
    if run.findings is None:
        return Sheet(run, heading, refusal=wording.refusal(run, catalogue))
    verdict, grade = wording.verdict(run.findings, catalogue)
    language = catalogue.language
    return Sheet(
        run,
        heading,
        verdict=verdict,
        grade=grade,
        checks=wording.checks(run.findings, catalogue),
        glance=tuple(at_a_glance(run.report, language)),
        cards=tuple(_cards(run, result)),
        aside=tuple(
            (wording.standing(f, catalogue), f) for f in run.findings.findings if not f.counts
        ),
        rules=tuple(
            Check(
                name,
                result.rules[name].title.of(language),
                *(ended.get(s, 0) for s in (State.PASSED, State.FAILED, State.UNDETERMINED)),
            )
            for name, ended in run.findings.by_rule.items()
        ),
        tables=tuple(tables(run.report, marks(run.findings), language)) if run.report else (),
    )


def _cards(run: Run, result: Result) -> Iterator[Card]:
    assert run.findings is not None
    paged = run.source is not None and run.source.media_type == "application/pdf"
    data = result.content(run) if paged else None
    with pages.opened(data or b"") as document:
        for story, findings in run.findings.told():
            spots = _spots(story, findings)
            pictures = tuple(_pictures(document, spots)) if document else ()
            own: tuple[TableView, ...] = ()
            if not pictures and run.report is not None:
                marked = marks(run.findings, {f.fingerprint for f in findings})
                language = result.catalogue.language
                own = tuple(tables(run.report, marked, language, marked_rows_only=True))
            quotes = tuple(
                dict.fromkeys(
                    s.text for f in findings for s in f.locations if s.text and not s.cell
                )
            )
            grade = max(f.severity for f in findings).word
            yield Card(story, findings, grade, pictures, own, quotes[:3])


def _spots(story: Story | None, findings: tuple[Finding, ...]) -> list[Location]:
    """The places to be shown: of a culprit its cells, else where each finding is."""
    if story is not None and story.decisive:
        return [
            Location(cell.place, cell.cell)
            for cell in story.explanations[0].cells
            if not cell.document
        ]
    firsts = (next((s for s in f.locations if s.place and not s.document), None) for f in findings)
    return [spot for spot in firsts if spot is not None]


def _pictures(document: FPDF_DOCUMENT, spots: list[Location]) -> Iterator[Picture]:
    for spot in dict.fromkeys(spots):
        place = spot.place
        if place is None or place.page is None or place.box is None:
            continue
        strip = pages.strip(document, place.page, place.box)
        if strip is not None:
            data = f"data:image/png;base64,{b64encode(strip.png).decode()}"
            left, top, width, height = (round(100 * share, 2) for share in strip.frame)
            frame = f"left:{left}%;top:{top}%;width:{width}%;height:{height}%"
            yield Picture(data, place.page, frame)
