"""Notes on places of a document, for comments in Word files, PDFs and workbooks."""

from collections.abc import Iterator
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.finding import Diagnosis, Finding, Findings
from validator.model.place import Place
from validator.model.rule import Severity


class Note(NamedTuple):
    """A note at a place, or on the whole document if the place is None.

    `findings` holds the fingerprints of the findings that it covers, `words` the print at the
    place that they are about, if it is only a part of what stands there.
    """

    place: Place | None
    lines: tuple[str, ...]
    severity: Severity
    findings: tuple[str, ...]
    words: str = ""

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def notes(result: Findings, catalogue: Catalogue) -> list[Note]:
    """The notes of a result: at the cells of a decisive diagnosis, else at each finding."""
    return [
        note
        for diagnosis, findings in result.grouped()
        for note in _group_notes(diagnosis, findings, catalogue)
    ]


def _group_notes(
    diagnosis: Diagnosis | None, findings: tuple[Finding, ...], catalogue: Catalogue
) -> Iterator[Note]:
    names = tuple(finding.fingerprint for finding in findings)
    worst = max(finding.severity for finding in findings)
    if diagnosis is not None and diagnosis.decisive:
        diagnosis_lines = (
            catalogue.word(diagnosis.message),
            *_lines(findings, catalogue, where=True),
        )
        for cell in diagnosis.explanations[0].cells:
            if not cell.document:
                yield Note(cell.place, diagnosis_lines, worst, names)
        return
    choices = _choices(diagnosis, catalogue) if diagnosis is not None else ()
    for finding in findings:
        lines = (*_lines((finding,), catalogue, where=False), *choices)
        spot = next((s for s in finding.locations if s.place == finding.place), None)
        words = spot.text if spot and not spot.cell else ""
        yield Note(finding.place, lines, finding.severity, (finding.fingerprint,), words)


def _choices(diagnosis: Diagnosis, catalogue: Catalogue) -> tuple[str, ...]:
    """The message of an indecisive diagnosis, and its explanations."""
    word = catalogue.word
    return (
        word(diagnosis.message),
        *(f"{rank}. {word(one.message)}" for rank, one in enumerate(diagnosis.explanations, 1)),
    )


def _lines(findings: tuple[Finding, ...], catalogue: Catalogue, *, where: bool) -> Iterator[str]:
    """Message and basis of each finding; `where` adds its place and omits the help."""
    say, word = catalogue.say, catalogue.word
    for finding in findings:
        grade = say(f"severity.{finding.severity.word}")
        place = f"{word(finding.where)} " if where else ""
        yield f"{grade} {finding.rule} {place}{word(finding.message)}"
    for basis in dict.fromkeys(finding.basis for finding in findings):
        yield f"{say('output.basis')} {basis}"
    if not where:
        yield from (f"{say('output.help')} {word(finding.help)}" for finding in findings)
