"""Cross-check errors in the tables of a PDF with a second, independent PDF engine.

Errors must be certain: if the engines disagree on a cell, what depends on it is undetermined. What
an engine makes of a page depends on fonts, on order, and on what is hidden or struck out.
"""

from collections.abc import Collection, Iterator, Mapping

from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.finding import Finding
from validator.model.format import Format
from validator.model.report import Fact, Figure, FigureState, Report
from validator.reading.pdf.reader import reread
from validator.reading.sniffing import MediaType
from validator.recognition import recognise


def cross_check(
    report: Report,
    failed: tuple[Finding, ...],
    data: bytes,
    formats: tuple[Format, ...],
    document: Document | None = None,
) -> Report:
    """Mark as doubtful the cells that the second engine reads differently, or alone.

    `failed` are the findings about figures and rows; only the pages that they are on are read
    again. `document` is what the report was recognised in, if it is at hand.
    Return the same object if nothing differs or nothing can be read again.
    """
    cells = {fact.concept: fact for fact in _facts_of_findings(report, failed)}
    spots = [spot.place for finding in failed for spot in finding.locations if not spot.document]
    pages = {fact.place.page for fact in cells.values() if fact.place.page}
    pages |= {place.page for place in spots if place is not None and place.page}
    pages -= report.scanned
    if report.source.media_type != MediaType.PDF or not pages:
        return report
    try:
        second_report = recognise(
            reread(data, report.source, pages, document), formats, report.year
        )
    except UserError:
        return report
    facts = dict(report.facts)
    for concept, fact in cells.items():
        second_fact = second_report.facts.get(concept)
        if second_fact is not None and fact.place.page in pages and _differ(fact, second_fact):
            figure = fact.figure._replace(
                state=FigureState.DOUBTFUL, value=None, second_reading=second_fact.figure.text
            )
            facts[concept] = fact._replace(figure=figure)
    if any(not any(spot.cell for spot in finding.locations) for finding in failed):
        facts.update(_read_alone(second_report, facts, pages))
    return report._replace(facts=facts) if facts != report.facts else report


def _read_alone(
    second_report: Report, facts: Mapping[str, Fact], pages: Collection[int]
) -> Iterator[tuple[str, Fact]]:
    """The cells that only the second engine read, on the pages read again: all are doubtful."""
    for concept, fact in second_report.facts.items():
        if concept not in facts and fact.place.page in pages:
            figure = Figure("", FigureState.DOUBTFUL, second_reading=fact.figure.text)
            yield concept, fact._replace(figure=figure)


def _facts_of_findings(report: Report, failed: tuple[Finding, ...]) -> Iterator[Fact]:
    for finding in failed:
        for spot in finding.locations:
            if spot.cell in report.facts and not spot.document:
                yield report.facts[spot.cell]


def _differ(fact: Fact, other: Fact) -> bool:
    """Whether the readings differ in value, or in state if either has no value."""
    if fact.figure.value is not None and other.figure.value is not None:
        return fact.figure.value != other.figure.value
    return fact.figure.state is not other.figure.state
