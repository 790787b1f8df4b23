"""What is to be said at which place of a document: for comments in it and frames around it."""

from collections.abc import Iterator
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Findings, Story
from validator.model.place import Place
from validator.model.rule import Severity


class Note(NamedTuple):
    """A note at a place, None for the document as a whole: its lines, how grave it is.

    `findings` are the fingerprints of those that it tells of.
    """

    place: Place | None
    lines: tuple[str, ...]
    severity: Severity
    findings: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def notes(result: Findings, catalogue: Catalogue) -> list[Note]:
    """The notes of a result: a culprit's at its cell, where one is named, others where found."""
    return [note for story, own in result.told() for note in _of(story, own, catalogue)]


def _of(story: Story | None, own: tuple[Finding, ...], catalogue: Catalogue) -> Iterator[Note]:
    names = tuple(finding.fingerprint for finding in own)
    worst = max(finding.severity for finding in own)
    if story is not None and story.decisive:
        told = (story.message, *_lines(own, catalogue, where=True))
        for cell in story.explanations[0].cells:
            if not cell.document:
                yield Note(cell.place, told, worst, names)
        return
    choices = (story.message, *_choices(story)) if story is not None else ()
    for finding in own:
        lines = (*_lines((finding,), catalogue, where=False), *choices)
        yield Note(finding.place, lines, finding.severity, (finding.fingerprint,))


def _choices(story: Story) -> tuple[str, ...]:
    return tuple(f"{rank}. {one.message}" for rank, one in enumerate(story.explanations, 1))


def _lines(findings: tuple[Finding, ...], catalogue: Catalogue, *, where: bool) -> Iterator[str]:
    """Findings in lines; of several only what and on what basis, the mend is said elsewhere."""
    say = catalogue.say
    for finding in findings:
        grade = say(f"severity.{finding.severity.word}")
        place = f"{finding.where} " if where else ""
        yield f"{grade} {finding.rule} {place}{finding.message}"
    for basis in dict.fromkeys(finding.basis for finding in findings):
        yield f"{say('output.basis')} {basis}"
    if not where:
        yield from (f"{say('output.help')} {finding.help}" for finding in findings)
