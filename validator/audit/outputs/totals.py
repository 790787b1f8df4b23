"""Totals over all reports of a year."""

from collections import Counter, defaultdict

from validator.audit.outputs.bodies import FiledDocument
from validator.checking.cells import cells_of, total
from validator.model.finding import Status
from validator.model.report import Report
from validator.model.rule import Severity
from validator.rendering.tables import format_of, trend
from validator.rulebase.expressions import Term

# Most severe first, as in all outputs.
GRADES = tuple(sorted(Severity, reverse=True))


class Totals:
    """By year: number of reports, sums of the concepts of `trend` in order, findings by grade."""

    def __init__(self) -> None:
        """Start empty."""
        self.reports: Counter[int] = Counter()
        self.sums: dict[int, list[float]] = {}
        self.findings: defaultdict[int, Counter[Severity]] = defaultdict(Counter)

    @property
    def years(self) -> list[int]:
        """The years that have a report."""
        return sorted(self.reports)

    def add(self, filed: FiledDocument) -> None:
        """Add a used document."""
        year, report = filed.record.year, filed.run.report
        if year is None or report is None or filed.run.findings is None:
            return
        counted = Counter(f.severity for f in filed.run.findings.findings if f.counts)
        self.findings[year].update(counted)
        if filed.run.status is Status.PARTIAL:
            # Figures that were not read are no zeros.
            return
        concepts = (trend().received, *trend().outcomes)
        self.reports[year] += 1
        sums = self.sums.setdefault(year, [0.0] * len(concepts))
        for position, concept in enumerate(concepts):
            sums[position] += _sum(concept, report)


def _sum(concept: str, report: Report) -> float:
    """The value of a cell or the total of a group of rows; unreadable figures count as 0."""
    terms = [Term(1, cell) for cell in cells_of(concept, format_of(report), report.facts)]
    return float(total(terms, report.facts) or 0)
