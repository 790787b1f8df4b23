"""Figures as a person read them in the cells of a scan that are not sure."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from validator.model.errors import UserError
from validator.model.format import Format, TableBlock, TableFormat
from validator.model.message import Value, phrase
from validator.model.place import Place
from validator.model.report import Fact, FigureState, Report
from validator.recognition.tables.figures import read_figure
from validator.rulebase.user_files import csv_rows

_COLUMNS = ("concept", "value", "by")


class PersonReading(NamedTuple):
    """The text of a cell as someone read it, and who did; `line` is that in the file."""

    text: str
    by: str
    line: int = 0


class Readings(NamedTuple):
    """What persons read in a file of readings, by concept id."""

    path: Path
    cells: Mapping[str, PersonReading]

    def invalid(self, line: int, problem: Value) -> UserError:
        """The error of a line that cannot be used."""
        return _invalid(self.path, line, problem)


def read_readings(path: Path) -> Readings:
    """The readings in a CSV file with the columns concept, value and by.

    Raise UserError `readings_invalid` with the faulty line, or as `read_file` does.
    """
    cells: dict[str, PersonReading] = {}
    for line, row in csv_rows(path, _COLUMNS, partial(_invalid, path)):
        concept, text, by = ((row.get(name) or "").strip() for name in _COLUMNS)
        if not text:
            # Not filled in.
            continue
        if not by:
            raise _invalid(path, line, phrase("problem.nobody"))
        if concept in cells:
            raise _invalid(path, line, phrase("problem.twice", name=concept))
        cells[concept] = PersonReading(text, by, line)
    return Readings(path, cells)


def with_readings(report: Report, formats: Sequence[Format], readings: Readings) -> Report:
    """The report with the figures that persons read where the program was not sure.

    Raise UserError `readings_invalid` for a cell that the format has not, and for one that was
    surely read as something else.
    """
    official = next(one for one in formats if one.id == report.format)
    facts = dict(report.facts)
    concepts = {
        f"{table.id}.{row.id}.{column.id}"
        for table in official.tables
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    }
    for concept, given in readings.cells.items():
        if concept not in concepts and concept not in facts:
            raise readings.invalid(given.line, f"{concept} ∉ {official.id}")
        figure = read_figure(given.text)
        if not figure.is_recognised:
            raise readings.invalid(given.line, phrase("problem.no_figure", text=given.text))
        fact = facts.get(concept)
        if not _may_be_read(fact, concept, report):
            text = fact.figure.text if fact else ""
            raise readings.invalid(given.line, phrase("problem.read_as", text=text))
        place = report.tables.get(concept.split(".")[0], Place())
        fact = fact or Fact(concept, figure, place)
        facts[concept] = fact._replace(figure=figure, read_by=given.by)
    report = report._replace(facts=facts)
    typed = {concept.split(".")[0] for concept in readings.cells}
    read = {table for table in typed if _is_read(official.table(table), report)}
    return report._replace(
        doubtful=report.doubtful - read,
        unread=tuple(unread for unread in report.unread if unread.table not in read),
    )


def _may_be_read(fact: Fact | None, concept: str, report: Report) -> bool:
    """Whether a figure is not sure; where scans are blank there may be ink that was not seen."""
    if fact is None:
        table = concept.split(".")[0]
        return bool(report.scanned) or any(unread.table == table for unread in report.unread)
    blank = fact.figure.state is FigureState.BLANK and fact.place.page in report.scanned
    return blank or report.is_unsure(fact)


def _is_read(table: TableFormat, report: Report) -> bool:
    """Whether every cell of a table was read, by a person or surely."""
    rows = {concept.split(".")[1] for concept in report.facts if concept.startswith(f"{table.id}.")}
    grouped = {m for group in table.groups if group.label.id in rows for m in group.members}
    cells = (
        report.facts.get(f"{table.id}.{row}.{column.id}")
        for block in table.blocks
        for row in ({row.id for row in block.rows} - grouped) | (rows & _groups(table, block))
        for column in block.columns
    )
    return all(fact is not None and not fact.figure.is_unsure for fact in cells)


def _groups(table: TableFormat, block: TableBlock) -> set[str]:
    """The groups of a block's rows."""
    ids = {row.id for row in block.rows}
    return {group.label.id for group in table.groups if ids & set(group.members)}


def _invalid(path: Path, line: int, problem: Value) -> UserError:
    return UserError("readings_invalid", name=str(path), line=line, problem=problem)
