"""Figures as a person read them in the cells of a scan that are not sure."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from validator.model.errors import UserError
from validator.model.format import Format
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
    for line, row in enumerate(csv_rows(path, partial(_invalid, path)), start=2):
        if line == 2 and not set(_COLUMNS) <= row.keys():
            raise _invalid(path, 1, f"{', '.join(_COLUMNS)} ≠ {', '.join(map(str, row))}")
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


def with_readings(report: Report, official: Format, readings: Readings) -> Report:
    """The report with the figures that persons read where the program was not sure.

    Raise UserError `readings_invalid` for a cell that the format has not, and for one that was
    surely read as something else.
    """
    facts = dict(report.facts)
    concepts = {
        f"{table.id}.{row.id}.{column.id}"
        for table in official.tables
        for block in table.blocks
        for row in (*block.rows, *(group.label for group in table.groups))
        for column in block.columns
    }
    for concept, given in readings.cells.items():
        if concept not in concepts:
            raise readings.invalid(given.line, f"{concept} ∉ {official.id}")
        fact = facts.get(concept)
        figure = read_figure(given.text)
        if fact is None:
            fact = Fact(concept, figure, report.tables.get(concept.split(".")[0], Place()))
        elif not _may_be_read(fact, report) and fact.figure.value != figure.value:
            printed = phrase("problem.read_as", text=fact.figure.text)
            raise readings.invalid(given.line, printed)
        facts[concept] = fact._replace(figure=figure, read_by=given.by)
    report = report._replace(facts=facts)
    read = {table.id for table in official.tables if _is_read(table.id, official, report)}
    return report._replace(
        doubtful=report.doubtful - read,
        unread=tuple(unread for unread in report.unread if unread.table not in read),
    )


def _may_be_read(fact: Fact, report: Report) -> bool:
    """Whether a figure is not sure; blank cells of scans may hold ink that was not seen."""
    scanned = fact.place.page in report.scanned
    return fact.figure.is_unsure or (fact.figure.state is FigureState.BLANK and scanned)


def _is_read(table: str, official: Format, report: Report) -> bool:
    """Whether every cell of a table was read by a person or surely."""
    states = {
        concept.rsplit(".", 1)[0]: fact.figure.state
        for concept, fact in report.facts.items()
        if concept.startswith(f"{table}.")
    }
    rows = {f"{table}.{row.id}" for row in official.table(table).rows}
    doubtful = any(
        fact.figure.is_unsure
        for concept, fact in report.facts.items()
        if concept.startswith(f"{table}.")
    )
    return rows <= states.keys() and not doubtful


def _invalid(path: Path, line: int, problem: Value) -> UserError:
    return UserError("readings_invalid", name=str(path), line=line, problem=problem)
