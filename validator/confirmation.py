"""Failed sums of a PDF read again by a second, independent engine.

An error is to be certain: where the engines read a cell differently, its sums are undetermined.
"""

from collections.abc import Iterator

from validator.model.errors import UserError
from validator.model.finding import Finding
from validator.model.format import Format
from validator.model.report import Fact, FigureState, Report
from validator.reading.pdf import reread
from validator.reading.sniffing import MediaType
from validator.recognition import recognise
from validator.recognition.vocabulary import Vocabulary


def doubted(
    report: Report,
    failed: tuple[Finding, ...],
    data: bytes,
    formats: tuple[Format, ...],
    vocabulary: Vocabulary,
) -> Report:
    """The report, with the cells marked as doubtful that the second engine reads differently.

    `failed` are the findings about sums; only pages on which they have cells are read again.
    The report itself is returned where nothing differs, or nothing can be read again.
    """
    cells = {fact.concept: fact for fact in _cells(report, failed)}
    pages = {fact.place.page for fact in cells.values() if fact.place.page} - report.scanned
    if report.source.media_type != MediaType.PDF or not pages:
        return report
    try:
        again = recognise(reread(data, report.source, pages), formats, vocabulary, report.year)
    except UserError:
        return report
    facts = dict(report.facts)
    for concept, fact in cells.items():
        other = again.facts.get(concept)
        if other is not None and fact.place.page in pages and _differ(fact, other):
            figure = fact.figure._replace(
                state=FigureState.DOUBTFUL, value=None, other=other.figure.text
            )
            facts[concept] = fact._replace(figure=figure)
    return report._replace(facts=facts) if facts != report.facts else report


def _cells(report: Report, failed: tuple[Finding, ...]) -> Iterator[Fact]:
    for finding in failed:
        for spot in finding.locations:
            if spot.cell in report.facts and not spot.document:
                yield report.facts[spot.cell]


def _differ(fact: Fact, other: Fact) -> bool:
    """Whether both readings say something, and not the same."""
    if fact.figure.value is not None and other.figure.value is not None:
        return fact.figure.value != other.figure.value
    return fact.figure.state is not other.figure.state
