"""What every page shows of the findings of a run: a verdict, cards, and what does not count."""

from collections.abc import Iterator
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.finding import Diagnosis, Finding, Findings, Suspect
from validator.rendering import wording


class Overview(NamedTuple):
    """The verdict in words with its grade, the counts of checks, and findings that do not count.

    `grade` is that of the worst finding that counts, `ok` if there is none. `aside` has the
    findings that do not count, each with its disposition in words. `gaps` say what was hardly read.
    """

    verdict: str
    grade: str
    checks: str
    aside: tuple[tuple[str, Finding], ...]
    gaps: tuple[str, ...]


class Card(NamedTuple):
    """A diagnosis with its findings, or a single finding, with the grade of the worst.

    `culprits` are the cells of the document itself that a decisive diagnosis names.
    """

    diagnosis: Diagnosis | None
    findings: tuple[Finding, ...]
    grade: str
    culprits: tuple[Suspect, ...]


def overview(findings: Findings, catalogue: Catalogue) -> Overview:
    """The overview of the findings of a run."""
    verdict, grade = wording.verdict(findings, catalogue)
    aside = [
        (wording.disposition(finding, catalogue), finding)
        for finding in findings.findings
        if not finding.counts
    ]
    return Overview(
        verdict,
        grade,
        wording.checks(findings, catalogue),
        tuple(aside),
        tuple(wording.gaps(findings, catalogue)),
    )


def cards(findings: Findings) -> Iterator[Card]:
    """The cards of a run, in the order in which they are shown."""
    for diagnosis, group in findings.grouped():
        culprits: tuple[Suspect, ...] = ()
        if diagnosis is not None and diagnosis.decisive:
            cells = diagnosis.explanations[0].cells
            culprits = tuple(cell for cell in cells if not cell.document)
        grade = max(finding.severity for finding in group).word
        yield Card(diagnosis, group, grade, culprits)
