"""The tables of a report put together again, with cells marked that findings are about."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from validator.data.declarations import load
from validator.data.files import RULES
from validator.model.finding import Findings
from validator.model.format import Format, TableBlock, TableFormat
from validator.model.report import Report
from validator.model.text import Language
from validator.recognition.formats import formats

Mark = Literal["", "involved", "culprit"]


class CellView(NamedTuple):
    """A cell: its concept id, the print, what findings make of it, the figure proposed."""

    concept: str
    text: str
    mark: Mark = ""
    proposed: str = ""


class RowView(NamedTuple):
    """A row: its label, and a cell for each column."""

    label: str
    cells: tuple[CellView, ...]


class TableView(NamedTuple):
    """A block of a table: name of the table, caption of the block, column labels, rows."""

    table: str
    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]


class Marks(NamedTuple):
    """Cells by concept id: how they are marked, and what is proposed for them."""

    marks: Mapping[str, Mark]
    proposed: Mapping[str, str]


def marks(result: Findings, only: Collection[str] | None = None) -> Marks:
    """The cells that findings are about, those of some fingerprints `only` where given."""
    found: dict[str, Mark] = {}
    proposed: dict[str, str] = {}
    for finding in result.findings:
        if finding.counts and (only is None or finding.fingerprint in only):
            for spot in finding.locations:
                if spot.cell and not spot.document:
                    found.setdefault(spot.cell, "involved")
            if len(finding.locations) == 1 and finding.locations[0].cell:
                found[finding.locations[0].cell] = "culprit"
    for story in result.stories:
        if story.decisive and (only is None or not set(only).isdisjoint(story.findings)):
            for cell in story.explanations[0].cells:
                if not cell.document:
                    found[cell.cell] = "culprit"
                    proposed[cell.cell] = f"{cell.proposed.normalize():f}"
    return Marks(found, proposed)


def tables(
    report: Report, marked: Marks, language: Language, *, marked_rows_only: bool = False
) -> list[TableView]:
    """The tables of a report that were read, a view a block; of some blocks only marked rows."""
    official = format_of(report)
    views = [
        view
        for table in official.tables
        if table.id in report.tables
        for view in _blocks(table, report, marked, language)
    ]
    if not marked_rows_only:
        return views
    shorter = (
        view._replace(rows=tuple(row for row in view.rows if any(c.mark for c in row.cells)))
        for view in views
    )
    return [view for view in shorter if view.rows]


def format_of(report: Report) -> Format:
    """The format that a report follows; of a format of the user's own the newest known."""
    return next((f for f in formats() if f.id == report.format), formats()[-1])


@cache
def _glance() -> tuple[str, ...]:
    """The concept ids of the figures that are shown at a glance."""
    data: Any = load(RULES / "outputs.yaml", "outputs")
    return tuple(data["glance"])


def at_a_glance(report: Report | None, language: Language) -> Iterator[tuple[str, str]]:
    """Names and prints of the figures at a glance, as far as they were read."""
    if report is None:
        return
    official = format_of(report)
    for concept in _glance():
        fact = report.facts.get(concept)
        if fact is not None:
            yield figure_name(official, concept, language), fact.figure.text or "—"


class Trend(NamedTuple):
    """The concept ids that an audit sums over the reports of a year."""

    received: str
    outcomes: tuple[str, ...]


@cache
def trend() -> Trend:
    """The figures that are shown over the years."""
    data: Any = load(RULES / "outputs.yaml", "outputs")
    return Trend(data["trend"]["received"], tuple(data["trend"]["outcomes"]))


def figure_name(official: Format, concept: str, language: Language) -> str:
    """Row and column of a cell in words, the table's and a total's left out."""
    table_id, row, column = concept.split(".")
    table = official.table(table_id)
    named = table.row_label(row).name.of(language)
    label = next(c for c in table.block_of(row).columns if c.id == column)
    return named if column == "total" else f"{named} {label.name.of(language)}"


def _blocks(
    table: TableFormat, report: Report, marked: Marks, language: Language
) -> Iterator[TableView]:
    for block in table.blocks:
        rows = tuple(_rows(table, block, report, marked, language))
        if rows:
            yield TableView(
                table.id,
                table.name.of(language),
                block.caption,
                tuple(column.name.of(language) for column in block.columns),
                rows,
            )


def _rows(
    table: TableFormat, block: TableBlock, report: Report, marked: Marks, language: Language
) -> Iterator[RowView]:
    own = {row.id for row in block.rows}
    groups = (g.label for g in table.groups if g.members[0] in own)
    for row in (*block.rows, *groups):
        concepts = [f"{table.id}.{row.id}.{column.id}" for column in block.columns]
        if not any(concept in report.facts for concept in concepts):
            continue
        cells = tuple(
            CellView(
                concept,
                report.facts[concept].figure.text if concept in report.facts else "",
                marked.marks.get(concept, ""),
                marked.proposed.get(concept, ""),
            )
            for concept in concepts
        )
        yield RowView(row.name.of(language), cells)
