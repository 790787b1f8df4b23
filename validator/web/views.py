"""What the page shows of a document: its findings, and where each of them is."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.finding import Explanation, Finding, Findings, Run, Story
from validator.model.place import Place
from validator.model.text import Language
from validator.rendering import wording
from validator.rendering.tables import TableView, figure_name, format_of, marks, tables
from validator.web.shown import Piece, Shown


class Spot(NamedTuple):
    """A place in the document that findings are about: its anchor, and that of their card.

    `mark` is the grade, and whether it is a culprit or only involved.
    """

    id: str
    card: str
    mark: str
    place: Place
    says: str


class Choice(NamedTuple):
    """Figures that may be accepted: what names them in a form, and in words.

    `figure` is that of the cell, empty where several cells are to change.
    """

    value: str
    figure: str
    message: str


class Card(NamedTuple):
    """A story, or a finding of its own: `spots` are anchors of what it is about, the first first.

    `cell` is the concept id of the cell that it is about, where there is one.
    """

    id: str
    grade: str
    story: Story | None
    findings: tuple[Finding, ...]
    spots: tuple[str, ...]
    cell: str
    choices: tuple[Choice, ...]


class Page(NamedTuple):
    """A page of the document: number, size in points, and the spots on it."""

    number: int
    width: float
    height: float
    spots: tuple[Spot, ...]


class Sheet(NamedTuple):
    """All that is shown of a document that was read."""

    run: Run
    findings: Findings
    verdict: str
    grade: str
    checks: str
    cards: tuple[Card, ...]
    aside: tuple[tuple[str, Finding], ...]
    pages: tuple[Page, ...]
    pieces: tuple[tuple[Piece, Mapping[Place, Spot]], ...]
    tables: tuple[TableView, ...]


class Supposed(NamedTuple):
    """What changes where other figures are supposed: cells, findings that go, and that come."""

    cells: tuple[tuple[str, str, str], ...]
    settled: tuple[Finding, ...]
    new: tuple[Finding, ...]


def sheet(run: Run, shown: Shown, said: Catalogue) -> Sheet:
    """What is shown of a run that was not refused."""
    assert run.findings is not None
    assert run.report is not None
    verdict, grade = wording.verdict(run.findings, said)
    spots: dict[Place, Spot] = {}
    cards = tuple(_cards(run.findings, spots, said))
    return Sheet(
        run,
        run.findings,
        verdict,
        grade,
        wording.checks(run.findings, said),
        cards,
        tuple((wording.standing(f, said), f) for f in run.findings.findings if not f.counts),
        tuple(_pages(shown, spots)),
        tuple((piece, _in_piece(piece, spots)) for piece in shown.pieces),
        tuple(tables(run.report, marks(run.findings), said.language)),
    )


def choice_of(run: Run, value: str) -> Explanation | None:
    """The explanation that a form names, None where the run has none such."""
    fingerprint, _, number = value.partition(":")
    for story in run.findings.stories if run.findings else ():
        if fingerprint in story.findings and number.isdecimal():
            return (
                story.explanations[int(number)] if int(number) < len(story.explanations) else None
            )
    return None


def supposed(own: Run, other: Run, cells: Mapping[str, str], language: Language) -> Supposed:
    """What other figures in some cells, by concept id, come to."""
    assert own.findings is not None
    assert own.report is not None
    assert other.findings is not None
    before = {f.fingerprint: f for f in own.findings.findings if f.counts}
    after = {f.fingerprint: f for f in other.findings.findings if f.counts}
    facts, official = own.report.facts, format_of(own.report)
    return Supposed(
        tuple(
            (figure_name(official, concept, language), facts[concept].figure.text, text)
            for concept, text in cells.items()
            if concept in facts
        ),
        tuple(finding for name, finding in before.items() if name not in after),
        tuple(finding for name, finding in after.items() if name not in before),
    )


def _cards(findings: Findings, spots: dict[Place, Spot], said: Catalogue) -> Iterator[Card]:
    for number, (story, own) in enumerate(findings.told(), start=1):
        card = f"f{number}"
        grade = max(finding.severity for finding in own).word
        anchors: list[str] = []
        for place, says, role in _places(story, own):
            name = f"s{len(spots) + 1}"
            spot = spots.setdefault(place, Spot(name, card, f"{grade} {role}".strip(), place, says))
            anchors.append(spot.id)
        cells = [spot.cell for f in own for spot in f.locations if spot.cell and not spot.document]
        if story is not None and story.decisive:
            cells[:0] = [s.cell for s in story.explanations[0].cells if not s.document]
        yield Card(
            card, grade, story, own, tuple(dict.fromkeys(anchors)), cells[0] if cells else "",
            tuple(_choices(story)),
        )  # fmt: skip


def _places(story: Story | None, findings: tuple[Finding, ...]) -> Iterator[tuple[Place, str, str]]:
    """Where a card is about something, in words, and what that is to it; the culprits first."""
    found = story is not None and story.decisive
    if story is not None and found:
        for cell in story.explanations[0].cells:
            if cell.place is not None and not cell.document:
                yield cell.place, cell.where, ""
    for finding in findings:
        for spot in finding.locations:
            if spot.place is not None and not spot.document:
                yield spot.place, finding.where, "involved" if found else ""


def _choices(story: Story | None) -> Iterator[Choice]:
    for number, one in enumerate(story.explanations if story else ()):
        # Cells of other documents cannot be changed in this one.
        if story is not None and not any(cell.document for cell in one.cells):
            alone = f"{one.cells[0].proposed.normalize():f}" if len(one.cells) == 1 else ""
            yield Choice(f"{story.findings[0]}:{number}", alone, one.message)


def _pages(shown: Shown, spots: Mapping[Place, Spot]) -> Iterator[Page]:
    for number, (width, height) in enumerate(shown.pages, start=1):
        own = (spot for place, spot in spots.items() if place.page == number and place.box)
        yield Page(number, width, height, tuple(own))


def _in_piece(piece: Piece, spots: Mapping[Place, Spot]) -> Mapping[Place, Spot]:
    """The spots in a line, or in a table and its cells."""
    places = (
        [piece.place, *(cell.place for cell in piece.grid.cells)] if piece.grid else [piece.place]
    )
    return {place: spots[place] for place in places if place in spots}
