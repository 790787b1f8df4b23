"""A result as an Excel file: findings, and the tables that were read with their cells marked."""

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
from validator.rendering import wording
from validator.rendering.notes import notes
from validator.rendering.tables import TableView, marks, tables

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
# What openpyxl refuses to write.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WHOLE = re.compile(r"-?\d{1,15}")
_LONGEST_TITLE = 31


def render(result: Result) -> bytes:
    """The bytes of the file: a sheet of findings, then one for each report's tables."""
    book = Workbook()
    first = book.active
    assert first is not None
    _findings(first, result)
    titles = {first.title}
    for run in result.runs:
        if run.report is not None and run.findings is not None:
            sheet = book.create_sheet(_title(run, titles))
            _tables(sheet, run, run.findings, result)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _findings(sheet: Worksheet, result: Result) -> None:
    say = result.catalogue.say
    sheet.title = say("workbook.findings")
    names = ("document", "issuer", "year", "severity", "where", "message", "basis", "help",
             "actual", "expected", "suspect", "standing")  # fmt: skip
    _row(sheet, 1, [say(f"workbook.{name}") for name in names], head=True)
    line = 2
    for run in result.runs:
        if run.findings is None:
            said = wording.refusal(run, result.catalogue)
            _row(sheet, line, [run.name, "", "", say("output.refused"), "", said])
            line += 1
            continue
        for finding in run.findings.findings:
            _row(sheet, line, list(_values(run, finding, result)))
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
    yield from (finding.where, f"{finding.rule} {finding.message}", finding.basis, finding.help)
    yield finding.actual
    yield finding.expected
    first = [s for s in finding.suspects if s.explanation == 1]
    yield result.catalogue.say("list.comma").join(
        f"{s.where} → {s.proposed.normalize():f}" for s in first
    )
    yield wording.standing(finding, result.catalogue)


def _tables(sheet: Worksheet, run: Run, findings: Findings, result: Result) -> None:
    assert run.report is not None
    marked = marks(findings)
    said: dict[str, str] = {}
    told = {note.findings: note.text for note in notes(findings, result.catalogue)}
    for names, text in told.items():
        for finding in findings.findings:
            if finding.fingerprint in names:
                for spot in finding.locations:
                    said.setdefault(spot.cell, text)
    line = 1
    for view in tables(run.report, marked, result.catalogue.language):
        line = _table(sheet, line, view, said) + 2
    sheet.column_dimensions["A"].width = 40
    sheet.freeze_panes = "B1"


def _table(sheet: Worksheet, line: int, view: TableView, said: dict[str, str]) -> int:
    sheet.cell(line, 1, f"{view.name} {view.caption}".strip()).font = Font(bold=True)
    _row(sheet, line + 1, ["", *view.columns], head=True)
    line += 2
    for row in view.rows:
        _row(sheet, line, [row.label, *(_figure(cell.text) for cell in row.cells)])
        for column, cell in enumerate(row.cells, 2):
            if not cell.mark:
                continue
            own = sheet.cell(line, column)
            own.fill = _FILLS[cell.mark]
            if cell.mark == "culprit" and cell.concept in said:
                own.comment = Comment(said[cell.concept], "nianbao", width=420, height=180)
        line += 1
    return line


def _figure(text: str) -> object:
    """A whole number as such, what else is printed as text."""
    return int(text) if _WHOLE.fullmatch(text) else text


def _row(sheet: Worksheet, line: int, values: Sequence[object], *, head: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(line, column)
        if isinstance(value, str):
            # Text stays text, whatever formula it may look like.
            cell.value = _FORBIDDEN.sub("\ufffd", value)
            cell.data_type = "s"
        else:
            cell.value = value
        cell.border, cell.alignment = _BORDER, _WRAPPED
        if head:
            cell.fill, cell.font = _HEAD, Font(bold=True)


def _title(run: Run, taken: set[str]) -> str:
    """A sheet's name, which must be short and its own."""
    base = re.sub(r"[\\/*?:\[\]]", "", f"{run.issuer}{run.year or ''}") or "1"
    title, number = base[:_LONGEST_TITLE], 1
    while title in taken:
        number += 1
        title = f"{base[: _LONGEST_TITLE - 4]}({number})"
    taken.add(title)
    return title
