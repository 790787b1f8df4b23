"""workbook.xlsx: bodies, findings, all figures per body and year, and charts of the trend."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from validator.audit.outputs.bodies import Body, FiledDocument, OutputContext
from validator.audit.outputs.totals import GRADES, Totals
from validator.model.message import listed
from validator.rendering import wording
from validator.rendering.tables import figure_name, trend

_HEADER_FILL = PatternFill("solid", fgColor="FFE7E6E0")
_BOLD = Font(bold=True)
# Characters that openpyxl refuses to write.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class WorkbookWriter:
    """Writes the rows of one body after the other; no sheet is held in memory."""

    def __init__(self, path: Path, context: OutputContext, totals: Totals) -> None:
        """Create the sheets with their header rows."""
        self.path, self.context, self.totals = path, context, totals
        catalogue = context.plan.catalogue
        say = catalogue.say
        self.book = Workbook(write_only=True)
        formats = context.plan.config.rules.formats
        self.labels = {
            f"{table.id}.{row.id}.{column.id}": (
                table.name.of(catalogue.language),
                row.name.of(catalogue.language),
                column.name.of(catalogue.language),
            )
            for official in reversed(formats)
            for table in official.tables
            for row, column in table.cells()
        }
        grade_names = [say(f"severity.{grade.word}") for grade in GRADES]
        common = [say("workbook.issuer"), say("workbook.year")]
        self.bodies = self._sheet(
            say("audit.bodies"),
            [say("workbook.issuer"), say("audit.parent"), say("workbook.year"),
             say("audit.document"), *grade_names, say("workbook.standing"), say("audit.missing")],
            (28, 20, 8, 34, 8, 8, 8, 30, 16),
        )  # fmt: skip
        names = ("severity", "where", "message", "basis", "help", "suspect", "standing")
        self.findings = self._sheet(
            say("workbook.findings"),
            [*common, say("audit.document"), "ID", *(say(f"workbook.{name}") for name in names),
             "fingerprint"],
            (28, 8, 30, 9, 8, 40, 60, 26, 40, 30, 12, 18),
        )  # fmt: skip
        self.figures = self._sheet(
            say("audit.figures"),
            [*common, say("audit.document"), *(" ".join(label) for label in self.labels.values())],
            (28, 8, 30),
        )

    def _sheet(self, title: str, head: Sequence[str], widths: Sequence[int]) -> "_Sheet":
        return _Sheet(self.book, title, head, widths)

    def add(self, body: Body) -> None:
        """Write the rows of a body."""
        catalogue = self.context.plan.catalogue
        entries = self.context.plan.roster.entries
        parent = entries[body.parent].name if body.parent in entries else ""
        for filed in body.documents:
            status = ""
            if filed.run.refusal is not None:
                status = wording.refusal(filed.run, catalogue)
            elif not filed.used and filed.version is not None:
                status = catalogue.say("audit.not_used", name=filed.version.used.name)
            elif filed.run.findings is not None and filed.run.findings.gaps:
                status = wording.gaps_in_a_line(filed.run.findings, catalogue)
            grades = Counter(
                f.severity
                for f in (filed.run.findings.findings if filed.run.findings else ())
                if f.counts
            )
            counts = [grades[grade] if filed.used else None for grade in GRADES]
            self.bodies.add(
                [body.name, parent, filed.record.year, filed.record.name, *counts, status]
            )
            if filed.used:
                self._add_document(body, filed)
        if body.missing:
            years = catalogue.word(listed(body.missing))
            self.bodies.add([body.name, parent, None, "", None, None, None, "", years])

    def _add_document(self, body: Body, filed: FiledDocument) -> None:
        catalogue, report, year = self.context.plan.catalogue, filed.run.report, filed.record.year
        word = catalogue.word
        assert report is not None
        assert year is not None
        assert filed.run.findings is not None
        start: list[object] = [body.name, year, filed.record.name]
        for finding in filed.run.findings.findings:
            likeliest = (s for s in finding.suspects if s.explanation == 1)
            suspects = catalogue.say("list.comma").join(
                f"{word(s.where)} → {s.proposed.normalize():f}" for s in likeliest
            )
            severity = catalogue.say(f"severity.{finding.severity.word}")
            self.findings.add(
                [*start, finding.rule, severity, word(finding.where), word(finding.message),
                 finding.basis, word(finding.help), suspects,
                 wording.disposition(finding, catalogue), finding.fingerprint]
            )  # fmt: skip
        values = (report.facts.get(concept) for concept in self.labels)
        self.figures.add(
            [
                *start,
                *(None if v is None else _value(v.figure.value, v.figure.text) for v in values),
            ]
        )

    def close(self) -> None:
        """Add the sheet of the trend and save the file."""
        say, language = self.context.plan.catalogue.say, self.context.plan.catalogue.language
        official = self.context.plan.config.rules.formats[-1]
        names = [figure_name(official, concept, language) for concept in trend().outcomes]
        grade_names = [say(f"severity.{grade.word}") for grade in GRADES]
        head = [say("workbook.year"), say("audit.chart_received"), *names, *grade_names]
        sheet = self._sheet(say("audit.trend"), head, (10, 12))
        for year in self.totals.years:
            sheet.add(
                [
                    str(year),
                    *self.totals.sums[year],
                    *(self.totals.findings[year][g] for g in GRADES),
                ]
            )
        last = len(self.totals.years) + 1
        charts = (
            (LineChart(), "audit.chart_received", "audit.unit_requests", 2, 2),
            (BarChart(), "audit.chart_outcomes", "audit.unit_requests", 3, 2 + len(names)),
            (BarChart(), "audit.chart_findings", "audit.unit_findings", 3 + len(names), len(head)),
        )
        for position, (chart, title, unit, first_column, last_column) in enumerate(charts):
            chart.title, chart.y_axis.title = say(title), say(unit)
            chart.x_axis.title = say("workbook.year")
            chart.x_axis.delete = chart.y_axis.delete = False
            if isinstance(chart, BarChart):
                chart.grouping, chart.overlap = "stacked", 100
            data = Reference(sheet.sheet, first_column, 1, last_column, last)
            chart.add_data(data, titles_from_data=True)
            chart.set_categories(Reference(sheet.sheet, 1, 2, 1, last))
            sheet.sheet.add_chart(chart, f"A{last + 3 + 17 * position}")
        fields = self._sheet(
            say("audit.field"), [say("audit.concept"), say("audit.field")], (44, 60)
        )
        for concept, label in self.labels.items():
            fields.add([concept, " ".join(label)])
        self.book.save(self.path)


class _Sheet:
    """A sheet with a header row, written row by row."""

    def __init__(
        self, book: Workbook, title: str, head: Sequence[str], widths: Sequence[int]
    ) -> None:
        self.sheet = book.create_sheet(title)
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self.sheet.freeze_panes = "A2"
        cells = []
        for text in head:
            cell = WriteOnlyCell(self.sheet, text)
            cell.fill, cell.font = _HEADER_FILL, _BOLD
            cells.append(cell)
        self.sheet.append(cells)

    def add(self, values: Sequence[object]) -> None:
        """Append a row; text that looks like a formula is stored as text."""
        row: list[object] = []
        for value in values:
            if isinstance(value, str):
                text = _FORBIDDEN.sub("\ufffd", value)
                cell = WriteOnlyCell(self.sheet, text)
                cell.data_type = "s"
                row.append(cell if text.startswith("=") else text)
            else:
                row.append(value)
        self.sheet.append(row)


def _value(value: object, text: str) -> object:
    return text if value is None else value
