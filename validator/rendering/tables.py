"""A report's tables for display, with the cells of findings marked."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from validator.model.finding import Findings
from validator.model.format import Format, TableBlock, TableFormat
from validator.model.report import Report
from validator.model.text import Language
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.rulebase.formats import load_formats

Mark = Literal["", "involved", "culprit"]


class CellView(NamedTuple):
    """A cell: its concept id, printed text, mark, and proposed figure."""

    concept: str
    text: str
    mark: Mark = ""
    proposed: str = ""


class RowView(NamedTuple):
    """A row: its label and its cells."""

    label: str
    cells: tuple[CellView, ...]


class TableView(NamedTuple):
    """A block of a table: id and name of the table, caption of the block, column labels, rows."""

    table: str
    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]


class Marks(NamedTuple):
    """Marks and proposed figures by concept id."""

    marks: Mapping[str, Mark]
    proposed: Mapping[str, str]


def mark_cells(result: Findings, only: Collection[str] | None = None) -> Marks:
    """Mark the cells of findings; `only` restricts them to some fingerprints."""
    cell_marks: dict[str, Mark] = {}
    proposed: dict[str, str] = {}
    for finding in result.findings:
        if finding.counts and (only is None or finding.fingerprint in only):
            for spot in finding.locations:
                if spot.cell and not spot.document:
                    cell_marks.setdefault(spot.cell, "involved")
            if len(finding.locations) == 1 and finding.locations[0].cell:
                cell_marks[finding.locations[0].cell] = "culprit"
    for diagnosis in result.diagnoses:
        if diagnosis.decisive and (only is None or not set(only).isdisjoint(diagnosis.findings)):
            for cell in diagnosis.explanations[0].cells:
                if not cell.document:
                    cell_marks[cell.cell] = "culprit"
                    proposed[cell.cell] = f"{cell.proposed.normalize():f}"
    return Marks(cell_marks, proposed)


def tables(
    report: Report, finding_marks: Marks, language: Language, *, marked_rows_only: bool = False
) -> list[TableView]:
    """The tables of a report that were read, one view per block, optionally marked rows only."""
    official = format_of(report)
    views = [
        view
        for table in official.tables
        if table.id in report.tables
        for view in _blocks(table, report, finding_marks, language)
    ]
    if not marked_rows_only:
        return views
    shorter = (
        view._replace(rows=tuple(row for row in view.rows if any(c.mark for c in row.cells)))
        for view in views
    )
    return [view for view in shorter if view.rows]


def format_of(report: Report) -> Format:
    """The format that a report follows, or the newest built-in one for a user-defined format."""
    return next((f for f in load_formats() if f.id == report.format), load_formats()[-1])


@cache
def _glance_concepts() -> tuple[str, ...]:
    """The concept ids of the key figures."""
    data: Any = load(RULES / "outputs.yaml", "outputs")
    return tuple(data["glance"])


def at_a_glance(report: Report | None, language: Language) -> Iterator[tuple[str, str]]:
    """Names and printed texts of the key figures, as far as they were read."""
    if report is None:
        return
    official = format_of(report)
    for concept in _glance_concepts():
        fact = report.facts.get(concept)
        if fact is not None:
            yield figure_name(official, concept, language), fact.figure.text or "—"


class Trend(NamedTuple):
    """The concept ids that an audit sums over the reports of a year."""

    received: str
    outcomes: tuple[str, ...]


@cache
def trend() -> Trend:
    """The figures charted over the years."""
    data: Any = load(RULES / "outputs.yaml", "outputs")
    return Trend(data["trend"]["received"], tuple(data["trend"]["outcomes"]))


def figure_name(official: Format, concept: str, language: Language) -> str:
    """Names of a cell's row and column; the column is omitted if it is the total."""
    table_id, row, column = concept.split(".")
    table = official.table(table_id)
    row_name = table.row_label(row).name.of(language)
    label = next(c for c in table.block_of(row).columns if c.id == column)
    return row_name if column == "total" else f"{row_name} {label.name.of(language)}"


def _blocks(
    table: TableFormat, report: Report, finding_marks: Marks, language: Language
) -> Iterator[TableView]:
    for block in table.blocks:
        rows = tuple(_rows(table, block, report, finding_marks, language))
        if rows:
            yield TableView(
                table.id,
                table.name.of(language),
                block.caption,
                tuple(column.name.of(language) for column in block.columns),
                rows,
            )


def _rows(
    table: TableFormat, block: TableBlock, report: Report, finding_marks: Marks, language: Language
) -> Iterator[RowView]:
    row_ids = {row.id for row in block.rows}
    groups = (g.label for g in table.groups if g.members[0] in row_ids)
    for row in (*block.rows, *groups):
        concepts = [f"{table.id}.{row.id}.{column.id}" for column in block.columns]
        if not any(concept in report.facts for concept in concepts):
            continue
        cells = tuple(
            CellView(
                concept,
                report.facts[concept].figure.text if concept in report.facts else "",
                finding_marks.marks.get(concept, ""),
                finding_marks.proposed.get(concept, ""),
            )
            for concept in concepts
        )
        yield RowView(row.name.of(language), cells)
