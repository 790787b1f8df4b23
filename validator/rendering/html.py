"""A result as one self-contained HTML page, without scripts, for reading and printing."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from validator._version import __version__
from validator.model.finding import Location, Run, State
from validator.model.result import Result
from validator.rendering import Content, Renderer, no_content, wording
from validator.rendering.cards import Card, Overview, cards, overview
from validator.rendering.page_pictures import Pages, open_pages, render_strip
from validator.rendering.tables import (
    TableView,
    at_a_glance,
    mark_cells,
    tables,
)
from validator.rendering.templating import template


class Picture(NamedTuple):
    """Part of a page as a data URI; `frame` is CSS with left, top, width, height in percent."""

    data: str
    page: int
    frame: str


class IllustratedCard(NamedTuple):
    """A card with the places that it is about, as pictures, tables or quotations."""

    card: Card
    pictures: tuple[Picture, ...]
    tables: tuple[TableView, ...]
    quotes: tuple[str, ...]


class Check(NamedTuple):
    """A rule with the outcome counts of its checks in a report."""

    id: str
    title: str
    passed: int
    failed: int
    undetermined: int


class Sheet(NamedTuple):
    """A run as displayed."""

    run: Run
    heading: str
    refusal: str = ""
    overview: Overview | None = None
    glance: tuple[tuple[str, str], ...] = ()
    cards: tuple[IllustratedCard, ...] = ()
    rules: tuple[Check, ...] = ()
    tables: tuple[TableView, ...] = ()


@dataclass(frozen=True, slots=True)
class HtmlRenderer(Renderer):
    """Renders one self-contained page, one part per document.

    `explain` adds the arithmetic of each diagnosis; `content` gives the bytes of a run's document,
    whose pages are then shown, or None.
    """

    explain: bool = False
    content: Content = no_content

    def render(self, result: Result) -> str:
        """The HTML text."""
        catalogue = result.catalogue
        several = len(result.runs) > 1
        return template("validator.rendering", "page.html").render(
            sheets=[_sheet(run, result, self.content) for run in result.runs],
            summary=wording.summary(result.runs, catalogue) if several else "",
            language="zh-CN" if catalogue.language == "zh" else "en",
            version=__version__,
            digest=result.digest[:16],
            say=catalogue.say,
            word=catalogue.word,
            told=lambda item: wording.where_and_what(item, catalogue),
            helps=lambda findings: wording.helps(findings, catalogue),
            explain=self.explain,
        )


def _sheet(run: Run, result: Result, content: Content) -> Sheet:
    catalogue = result.catalogue
    heading = wording.heading(run, catalogue)
    if run.findings is None:
        return Sheet(run, heading, refusal=wording.refusal(run, catalogue))
    language = catalogue.language
    return Sheet(
        run,
        heading,
        overview=overview(run.findings, catalogue),
        glance=tuple(at_a_glance(run.report, language)),
        cards=tuple(_illustrate(run, result, content)),
        rules=tuple(
            Check(
                name,
                result.rules[name].title.of(language),
                *(ended.get(s, 0) for s in (State.PASSED, State.FAILED, State.UNDETERMINED)),
            )
            for name, ended in run.findings.by_rule.items()
        ),
        tables=tuple(tables(run.report, mark_cells(run.findings), language)) if run.report else (),
    )


def _illustrate(run: Run, result: Result, content: Content) -> Iterator[IllustratedCard]:
    assert run.findings is not None
    paged = run.source is not None and run.source.pages > 0
    data = content(run) if paged else None
    with open_pages(data or b"") as pages:
        for card in cards(run.findings):
            locations = _locations(card)
            pictures = tuple(_pictures(pages, locations)) if pages else ()
            table_views: tuple[TableView, ...] = ()
            if not pictures and run.report is not None:
                finding_marks = mark_cells(run.findings, {f.fingerprint for f in card.findings})
                language = result.catalogue.language
                table_views = tuple(
                    tables(run.report, finding_marks, language, marked_rows_only=True)
                )
            quotes = tuple(
                dict.fromkeys(
                    s.text for f in card.findings for s in f.locations if s.text and not s.cell
                )
            )
            yield IllustratedCard(card, pictures, table_views, quotes[:3])


def _locations(card: Card) -> list[Location]:
    """Locations to display: the cells of a decisive diagnosis, else the first of each finding."""
    if card.diagnosis is not None and card.diagnosis.decisive:
        return [Location(cell.place, cell.cell) for cell in card.culprits]
    firsts = (
        next((s for s in f.locations if s.place and not s.document), None) for f in card.findings
    )
    return [spot for spot in firsts if spot is not None]


def _pictures(pages: Pages, locations: list[Location]) -> Iterator[Picture]:
    for spot in dict.fromkeys(locations):
        place = spot.place
        if place is None or place.page is None or place.box is None:
            continue
        strip = render_strip(pages, place.page, place.box)
        if strip is not None:
            encoded = b64encode(strip.picture.data).decode()
            data = f"data:{strip.picture.media_type};base64,{encoded}"
            left, top, width, height = (round(100 * share, 2) for share in strip.frame)
            frame = f"left:{left}%;top:{top}%;width:{width}%;height:{height}%"
            yield Picture(data, place.page, frame)
