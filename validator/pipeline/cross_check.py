"""Cross-check failed sums of a PDF with a second, independent PDF engine.

Errors must be certain: if the engines disagree on a cell, its sums are undetermined.
"""

from collections.abc import Iterator

from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.finding import Finding
from validator.model.format import Format
from validator.model.report import Fact, FigureState, Report
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
    """Mark as doubtful the cells that the second engine reads differently.

    `failed` are the findings about sums; only the pages with their cells are read again.
    `document` is what the report was recognised in, if it is at hand.
    Return the same object if nothing differs or nothing can be read again.
    """
    cells = {fact.concept: fact for fact in _facts_of_findings(report, failed)}
    pages = {fact.place.page for fact in cells.values() if fact.place.page} - report.scanned
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
    return report._replace(facts=facts) if facts != report.facts else report


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
