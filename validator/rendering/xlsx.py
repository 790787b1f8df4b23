"""A result as an Excel file: findings, and the tables that were read, with cells marked."""

import io
import re
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from validator.model.finding import Finding, Findings, Run
from validator.model.result import Result
from validator.rendering import Renderer, wording
from validator.rendering.annotated.notes import notes
from validator.rendering.tables import TableView, mark_cells, tables

_HEAD = PatternFill("solid", fgColor="FFE7E6E0")
_FILLS = {
    "culprit": PatternFill("solid", fgColor="FFF6C4BE"),
    "involved": PatternFill("solid", fgColor="FFDCE8F6"),
    "error": PatternFill("solid", fgColor="FFF6C4BE"),
    "warning": PatternFill("solid", fgColor="FFFBE6B8"),
    "notice": PatternFill("solid", fgColor="FFDCE8F6"),
}
_THIN = Side(style="thin", color="FFBBBBBB")
_BORDER = Border(_THIN, _THIN, _THIN, _THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_WIDTHS = (24, 26, 8, 10, 42, 60, 30, 40, 10, 10, 36, 12)
# Characters that openpyxl refuses to write.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_INTEGER = re.compile(r"-?\d{1,15}")
_LONGEST_TITLE = 31


class WorkbookRenderer(Renderer):
    """Renders an Excel file: a sheet of findings, then one per report with its tables."""

    def render(self, result: Result) -> bytes:
        """The bytes of the file."""
        book = Workbook()
        first = book.active
        assert first is not None
        _write_findings(first, result)
        titles = {first.title}
        for run in result.runs:
            if run.report is not None and run.findings is not None:
                sheet = book.create_sheet(_sheet_title(run, titles))
                _write_tables(sheet, run, run.findings, result)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _write_findings(sheet: Worksheet, result: Result) -> None:
    say = result.catalogue.say
    sheet.title = say("workbook.findings")
    names = ("document", "issuer", "year", "severity", "where", "message", "basis", "help",
             "actual", "expected", "suspect", "standing")  # fmt: skip
    _write_row(sheet, 1, [say(f"workbook.{name}") for name in names], head=True)
    line = 2
    for run in result.runs:
        if run.findings is None:
            reason = wording.refusal(run, result.catalogue)
            _write_row(sheet, line, [run.name, "", "", say("output.refused"), "", reason])
            line += 1
            continue
        for gap in run.findings.gaps:
            where, reason = (result.catalogue.word(text) for text in (gap.where, gap.reason))
            about = [run.name, run.issuer, run.year, say("output.partial"), where, reason, "",
                     say("output.partial_help")]  # fmt: skip
            _write_row(sheet, line, about)
            line += 1
        for finding in run.findings.findings:
            _write_row(sheet, line, list(_values(run, finding, result)))
            sheet.cell(line, 4).fill = _FILLS[finding.severity.word]
            line += 1
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{max(line - 1, 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _values(run: Run, finding: Finding, result: Result) -> Iterator[object]:
    yield from (run.name, run.issuer, run.year)
    yield result.catalogue.say(f"severity.{finding.severity.word}")
    word = result.catalogue.word
    yield from (word(finding.where), f"{finding.rule} {word(finding.message)}")
    yield from (finding.basis, word(finding.help))
    yield finding.actual
    yield finding.expected
    first = [s for s in finding.suspects if s.explanation == 1]
    yield result.catalogue.say("list.comma").join(
        f"{word(s.where)} → {s.proposed.normalize():f}" for s in first
    )
    yield wording.disposition(finding, result.catalogue)


def _write_tables(sheet: Worksheet, run: Run, findings: Findings, result: Result) -> None:
    assert run.report is not None
    finding_marks = mark_cells(findings)
    comments: dict[str, str] = {}
    note_texts = {note.findings: note.text for note in notes(findings, result.catalogue)}
    for names, text in note_texts.items():
        for finding in findings.findings:
            if finding.fingerprint in names:
                for spot in finding.locations:
                    comments.setdefault(spot.cell, text)
    line = 1
    for view in tables(run.report, finding_marks, result.catalogue.language):
        line = _write_table(sheet, line, view, comments) + 2
    sheet.column_dimensions["A"].width = 40
    sheet.freeze_panes = "B1"


def _write_table(sheet: Worksheet, line: int, view: TableView, comments: dict[str, str]) -> int:
    sheet.cell(line, 1, f"{view.name} {view.caption}".strip()).font = Font(bold=True)
    _write_row(sheet, line + 1, ["", *view.columns], head=True)
    line += 2
    for row in view.rows:
        _write_row(sheet, line, [row.label, *(_cell_value(cell.text) for cell in row.cells)])
        for column, cell in enumerate(row.cells, 2):
            if not cell.mark:
                continue
            sheet_cell = sheet.cell(line, column)
            sheet_cell.fill = _FILLS[cell.mark]
            if cell.mark == "culprit" and cell.concept in comments:
                sheet_cell.comment = Comment(
                    comments[cell.concept], "nianbao", width=420, height=180
                )
        line += 1
    return line


def _cell_value(text: str) -> object:
    """An integer if the text is a whole number, else the text."""
    return int(text) if _INTEGER.fullmatch(text) else text


def _write_row(
    sheet: Worksheet, line: int, values: Sequence[object], *, head: bool = False
) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(line, column)
        if isinstance(value, str):
            # Text must not be taken for a formula.
            cell.value = _FORBIDDEN.sub("\ufffd", value)
            cell.data_type = "s"
        else:
            cell.value = value
        cell.border, cell.alignment = _BORDER, _WRAPPED
        if head:
            cell.fill, cell.font = _HEAD, Font(bold=True)


def _sheet_title(run: Run, taken: set[str]) -> str:
    """A sheet title: unique, at most 31 characters."""
    base = re.sub(r"[\\/*?:\[\]]", "", f"{run.issuer}{run.year or ''}") or "1"
    title, number = base[:_LONGEST_TITLE], 1
    while title in taken:
        number += 1
        title = f"{base[: _LONGEST_TITLE - 4]}({number})"
    taken.add(title)
    return title
