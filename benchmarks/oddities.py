"""What files hide, put at random places of reports: `python -m benchmarks.oddities`.

For each form and kind, faultless reports and reports with one planted fault are written with
struck, hidden, covered, raised and other text beside some of their figures. Counts the documents,
figures that are read wrong with certainty, errors on the faultless, and faults that were missed:
neither found nor left undetermined.
"""

from collections import Counter
from typing import NamedTuple

from tests.generator.bodies import report
from tests.generator.faults import FAULTS, planted
from tests.generator.oddities import KINDS, odd
from validator.checking import check
from validator.model.related import NO_RELATED_REPORTS
from validator.model.report import FigureState
from validator.model.rule import Severity
from validator.reading import read
from validator.recognition import recognise
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import builtin
from validator.specimen import specimen

# Of each kind, this many faultless reports, and as many with a fault.
EACH = 4
# Faults in figures, which what is hidden beside them may conceal.
FAULTS_IN_FIGURES = ("row_total", "done_total", "balance", "cell_off", "dispute_total")


class Tally(NamedTuple):
    """What came of some documents; `unsure` are cells of a figure that were not read as one."""

    documents: int = 0
    cells: int = 0
    unsure: int = 0
    wrong: int = 0
    errors: int = 0
    warnings: int = 0
    missed: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """The sum of two tallies."""
        return Tally(*(one + more for one, more in zip(self, other, strict=True)))


def tally(form: str, kind: str, seed: int, fault: str = "") -> Tally:
    """What comes of one document, faultless unless a kind of fault is planted."""
    edits = planted(fault, seed) if fault else report(seed, "2021")
    document = specimen(load_formats(), edits)
    truth = recognise(document, load_formats())
    reading = recognise(read(odd(document, form, kind, seed), "odd"), load_formats())
    unsure = wrong = 0
    for concept, fact in truth.facts.items():
        fact_read = reading.facts.get(concept)
        if fact_read is None or fact_read.figure.state is not fact.figure.state:
            unsure += fact.figure.state is FigureState.NUMBER
        if fact_read is not None and fact_read.figure.value not in (None, fact.figure.value):
            wrong += 1
    result = check(reading, builtin(), NO_RELATED_REPORTS)
    graded = Counter(finding.severity for finding in result.findings)
    if not fault:
        return Tally(
            1, len(truth.facts), unsure, wrong, graded[Severity.ERROR], graded[Severity.WARNING]
        )
    rules = {finding.rule for finding in result.findings}
    rules |= {undetermined.rule for undetermined in result.undetermined}
    missed = not FAULTS[fault].rules <= rules
    return Tally(1, len(truth.facts), unsure, wrong, 0, 0, int(missed))


def of_kind(form: str, kind: str, each: int = EACH) -> Tally:
    """What comes of documents of a form with a kind of oddity."""
    total = Tally()
    for seed in range(each):
        fault = FAULTS_IN_FIGURES[seed % len(FAULTS_IN_FIGURES)]
        total = total.plus(tally(form, kind, seed)).plus(tally(form, kind, seed, fault))
    return total


def main() -> None:
    """Print a table of the kinds."""
    columns = ("form", "hidden", *Tally._fields)
    print(f"| {' | '.join(columns)} |\n|---|---|{'---:|' * len(Tally._fields)}")
    every = Tally()
    for form, (_, kinds) in KINDS.items():
        for kind in kinds:
            counted = of_kind(form, kind)
            every = every.plus(counted)
            print(f"| {form} | {kind} | {' | '.join(map(str, counted))} |", flush=True)
    print(f"| all | | {' | '.join(map(str, every))} |")


if __name__ == "__main__":
    main()
