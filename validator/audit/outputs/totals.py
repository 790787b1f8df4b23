"""What all reports of a year add up to."""

from collections import Counter, defaultdict

from validator.audit.outputs.views import Filed
from validator.checking.cells import cells_of, total
from validator.checking.expressions import Term
from validator.model.report import Report
from validator.model.rule import Severity
from validator.rendering.tables import format_of, trend

# Gravest first, as everywhere in outputs.
GRADES = tuple(sorted(Severity, reverse=True))


class Totals:
    """By year: how many reports there are, the sums of `trend` in its order, findings by grade."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.reports: Counter[int] = Counter()
        self.sums: dict[int, list[float]] = {}
        self.found: defaultdict[int, Counter[Severity]] = defaultdict(Counter)

    @property
    def years(self) -> list[int]:
        """The years that have a report."""
        return sorted(self.reports)

    def add(self, filed: Filed) -> None:
        """A document that stands for its body and year."""
        year, report = filed.kept.year, filed.run.report
        if year is None or report is None or filed.run.findings is None:
            return
        concepts = (trend().received, *trend().outcomes)
        self.reports[year] += 1
        sums = self.sums.setdefault(year, [0.0] * len(concepts))
        for at, concept in enumerate(concepts):
            sums[at] += _summed(concept, report)
        counted = Counter(f.severity for f in filed.run.findings.findings if f.counts)
        self.found[year].update(counted)


def _summed(concept: str, report: Report) -> float:
    """The value of a cell or of a group of rows; what cannot be read counts for nothing."""
    terms = [Term(1, cell) for cell in cells_of(concept, format_of(report), report.facts)]
    return float(total(terms, report.facts) or 0)
