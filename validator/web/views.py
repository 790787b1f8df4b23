"""View models of the page: a document with its findings and their places."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.finding import Diagnosis, Explanation, Finding, Findings, Run
from validator.model.message import Message
from validator.model.place import Box, Place
from validator.model.report import Report
from validator.model.text import Language
from validator.rendering.cards import Card, Overview, cards, overview
from validator.rendering.tables import TableView, figure_name, format_of, mark_cells, tables
from validator.web.display import Piece, Preview

# What is shown around a figure that is not sure, in points.
_MARGIN = 14.0


class Spot(NamedTuple):
    """A place in the document that findings are about: its anchor, and the anchor of their card.

    `mark` is the grade, followed by `involved` if the place is not itself the error.
    """

    id: str
    card: str
    mark: str
    place: Place
    label: str


class Choice(NamedTuple):
    """A proposed correction that the user may accept: its form value and its wording.

    `figure` is the proposed figure, empty if several cells are to change.
    """

    value: str
    figure: str
    message: str


class AnchoredCard(NamedTuple):
    """A card with its anchor; `spots` are the anchors of its places, the main one first.

    `cell` is the concept id of the cell it is about, empty if there is none.
    """

    id: str
    card: Card
    spots: tuple[str, ...]
    cell: str
    choices: tuple[Choice, ...]


class Page(NamedTuple):
    """A page of the document: number, size in points, and its spots."""

    number: int
    width: float
    height: float
    spots: tuple[Spot, ...]


class Unsure(NamedTuple):
    """A figure that is not sure: its concept id, its cell in words, what was made of it.

    `box` is where it is printed on the page `page`, of `width` and `height`, with a margin; None
    where no page is shown.
    """

    concept: str
    label: str
    text: str
    page: int = 0
    width: float = 0.0
    height: float = 0.0
    box: Box | None = None


class Sheet(NamedTuple):
    """Everything the page shows of a checked document."""

    run: Run
    findings: Findings
    overview: Overview
    cards: tuple[AnchoredCard, ...]
    pages: tuple[Page, ...]
    pieces: tuple[tuple[Piece, Mapping[Place, Spot]], ...]
    tables: tuple[TableView, ...]
    unsure: tuple[Unsure, ...] = ()


class Changes(NamedTuple):
    """The effect of replaced figures: changed cells, settled findings and new findings."""

    cells: tuple[tuple[str, str, str], ...]
    settled: tuple[Finding, ...]
    new: tuple[Finding, ...]


def build_sheet(run: Run, preview: Preview, catalogue: Catalogue) -> Sheet:
    """The sheet of a run that was not refused."""
    assert run.findings is not None
    assert run.report is not None
    spots: dict[Place, Spot] = {}
    anchored = tuple(_anchor(run.findings, spots, catalogue))
    return Sheet(
        run,
        run.findings,
        overview(run.findings, catalogue),
        anchored,
        tuple(_pages(preview, spots)),
        tuple((piece, _in_piece(piece, spots)) for piece in preview.pieces),
        tuple(tables(run.report, mark_cells(run.findings), catalogue.language)),
        tuple(_unsure(run.report, preview, catalogue.language)),
    )


def _unsure(report: Report, preview: Preview, language: Language) -> Iterator[Unsure]:
    official = format_of(report)
    for concept, fact in report.facts.items():
        if not report.is_unsure(fact):
            continue
        unsure = Unsure(concept, figure_name(official, concept, language), fact.figure.text)
        page, box = fact.place.page, fact.place.box
        if page is not None and box is not None and page <= len(preview.pages):
            width, height = preview.pages[page - 1]
            x0, y0 = max(box.x0 - _MARGIN, 0), max(box.y0 - _MARGIN / 2, 0)
            x1, y1 = min(box.x1 + _MARGIN, width), min(box.y1 + _MARGIN / 2, height)
            unsure = unsure._replace(
                page=page, width=width, height=height, box=Box(x0, y0, max(x1, x0), max(y1, y0))
            )
        yield unsure


def find_explanation(run: Run, value: str) -> Explanation | None:
    """The explanation with a form value or None if the run has no such explanation."""
    fingerprint, _, number = value.partition(":")
    for diagnosis in run.findings.diagnoses if run.findings else ():
        if fingerprint in diagnosis.findings and number.isdecimal():
            return (
                diagnosis.explanations[int(number)]
                if int(number) < len(diagnosis.explanations)
                else None
            )
    return None


def compare_runs(
    original: Run, hypothetical: Run, cells: Mapping[str, str], language: Language
) -> Changes:
    """The changes between two runs; `cells` are the replaced figures by concept id."""
    assert original.findings is not None
    assert original.report is not None
    assert hypothetical.findings is not None
    before = {f.fingerprint: f for f in original.findings.findings if f.counts}
    after = {f.fingerprint: f for f in hypothetical.findings.findings if f.counts}
    facts, official = original.report.facts, format_of(original.report)
    return Changes(
        tuple(
            (figure_name(official, concept, language), facts[concept].figure.text, text)
            for concept, text in cells.items()
            if concept in facts
        ),
        tuple(finding for name, finding in before.items() if name not in after),
        tuple(finding for name, finding in after.items() if name not in before),
    )


def _anchor(
    findings: Findings, spots: dict[Place, Spot], catalogue: Catalogue
) -> Iterator[AnchoredCard]:
    for number, card in enumerate(cards(findings), start=1):
        anchor = f"f{number}"
        places: list[str] = []
        for place, label, role in _places(card):
            name, mark = f"s{len(spots) + 1}", f"{card.grade} {role}".strip()
            spot = spots.setdefault(place, Spot(name, anchor, mark, place, catalogue.word(label)))
            places.append(spot.id)
        cells = [cell.cell for cell in card.culprits]
        cells += [
            location.cell
            for finding in card.findings
            for location in finding.locations
            if location.cell and not location.document
        ]
        yield AnchoredCard(
            anchor, card, tuple(dict.fromkeys(places)), cells[0] if cells else "",
            tuple(_choices(card.diagnosis, catalogue)),
        )  # fmt: skip


def _places(card: Card) -> Iterator[tuple[Place, Message, str]]:
    """The places of a card with their labels and roles; located errors first."""
    decisive = card.diagnosis is not None and card.diagnosis.decisive
    for cell in card.culprits:
        if cell.place is not None:
            yield cell.place, cell.where, ""
    for finding in card.findings:
        for spot in finding.locations:
            if spot.place is not None and not spot.document:
                yield spot.place, finding.where, "involved" if decisive else ""


def _choices(diagnosis: Diagnosis | None, catalogue: Catalogue) -> Iterator[Choice]:
    for number, one in enumerate(diagnosis.explanations if diagnosis else ()):
        # Cells of other documents cannot be changed in this one.
        if diagnosis is not None and not any(cell.document for cell in one.cells):
            alone = f"{one.cells[0].proposed.normalize():f}" if len(one.cells) == 1 else ""
            yield Choice(f"{diagnosis.findings[0]}:{number}", alone, catalogue.word(one.message))


def _pages(preview: Preview, spots: Mapping[Place, Spot]) -> Iterator[Page]:
    for number, (width, height) in enumerate(preview.pages, start=1):
        page_spots = (spot for place, spot in spots.items() if place.page == number and place.box)
        yield Page(number, width, height, tuple(page_spots))


def _in_piece(piece: Piece, spots: Mapping[Place, Spot]) -> Mapping[Place, Spot]:
    """The spots in a line, or in a table and its cells."""
    places = (
        [piece.place, *(cell.place for cell in piece.grid.cells)] if piece.grid else [piece.place]
    )
    return {place: spots[place] for place in places if place in spots}
