"""The blank form: filled in correctly it has no finding, left blank it says what is missing."""

import io
import json
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.text.paragraph import Paragraph

from tests.generator.bodies import report
from tests.generator.text import write
from tests.helpers import findings_of, report_of, wrong_cells
from validator.cli import group
from validator.model.document import Grid
from validator.model.report import Report
from validator.reading import read
from validator.reading.office.docx import elements_by_place
from validator.reading.options import Bounds
from validator.recognition import recognise
from validator.rulebase.formats import load_formats, prescribed
from validator.specimen import Edits, specimen

BODY = "云岭市水务局"
TEXTS = {
    "overview": """（一）主动公开情况。在门户网站公开信息214条。
（二）依申请公开情况。申请均在法定期限内答复。
（三）政府信息管理情况。完成历年文件清理，逐件标明公开属性。
（四）政府信息公开平台建设情况。改版公开专栏，增设供水停水查询。
（五）监督保障情况。召开专题会2次，公开工作纳入年度考核。""",
    "problems": "存在的主要问题是政策解读形式较为单一。下一步将丰富解读形式。",
    "other_matters": "本年度发出收费通知5件，总金额100元，实际收取信息处理费100元。",
}


def made(folder: Path, year: int, *more: str) -> bytes:
    out = folder / "form.docx"
    arguments = ["new", "--body", BODY, "--year", str(year), "-o", str(out), *more]
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 0, result.output
    return out.read_bytes()


def filled(form: bytes, edits: Edits) -> bytes:
    """The form with figures and texts written into it as a clerk would."""
    read_form = recognise(read(form, "form.docx"), load_formats(), edits.year)
    document = docx.Document(io.BytesIO(form))
    places = elements_by_place(form, document.element.body, Bounds())
    cells = {(p.table, p.row, p.column): e for p, e in places.items() if p.row is not None}
    tables = sorted({table for table, _, _ in cells if table is not None})
    grids = [b for b in specimen(load_formats(), edits).blocks if isinstance(b, Grid)]
    for table, grid in zip(tables, grids, strict=True):
        for cell in grid.cells:
            element = cells[table, cell.row + 1, cell.column + 1]
            paragraph = Paragraph(next(element.iter("{*}p")), document._body)
            if not paragraph.text:
                paragraph.add_run(cell.text)
    for paragraph in document.paragraphs:
        if "【" not in paragraph.text:
            continue
        head = paragraph.text[: paragraph.text.index("【")]
        texts = "\n".join(edits.texts.values()).split("\n")
        said = next((t for t in texts if head and t.startswith(head)), None)
        if said is None:
            section = "problems" if "问题" in paragraph.text else "other_matters"
            said = edits.texts[section]
        paragraph.text = said
    assert read_form.format == edits.format
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("year", [2020, 2024])
def test_a_report_written_into_the_form_passes_with_no_finding(year: int, tmp_path: Path) -> None:
    official = prescribed(load_formats(), year)
    assert official is not None
    edits = replace(report(7, official.id), issuer=BODY, year=year, texts=TEXTS)
    data = filled(made(tmp_path, year), edits)
    found = report_of(data)
    assert wrong_cells(found, dict(edits.cells)) == []
    assert (found.issuer, found.year) == (BODY, year)
    result = findings_of(found)
    assert [(f.rule, f.message) for f in result.findings] == []
    assert result.undetermined == ()


def test_what_is_left_blank_is_found(tmp_path: Path) -> None:
    result = findings_of(made(tmp_path, 2024))
    rules = {f.rule for f in result.findings}
    assert "VAL004" in rules
    assert sum(f.rule.startswith("TXT") for f in result.findings) >= 6
    assert not [f for f in result.findings if f.rule.startswith("SUM")]
    assert result.imputed == ()


@pytest.mark.parametrize("year", [2020, 2021, 2024])
def test_figures_of_last_years_report_are_taken_over(year: int, tmp_path: Path) -> None:
    official = prescribed(load_formats(), year - 1)
    assert official is not None
    edits = replace(report(7, official.id), year=year - 1, issuer=BODY)
    path = tmp_path / "last.txt"
    path.write_text(write(specimen(load_formats(), edits)), "utf-8")
    form: Report = report_of(made(tmp_path, year, "--previous", str(path)))
    facts = {concept: fact.figure.text for concept, fact in form.facts.items()}
    for column in ("natural_person", "enterprise", "total"):
        carried = edits.cells[f"requests.carried_out.{column}"]
        assert facts[f"requests.carried_in.{column}"] == carried
    if year == 2024:
        stock = "disclosure.normative_documents.in_force"
        assert facts[stock] == edits.cells[stock]
    if year == 2020:
        before = (edits.cells[f"disclosure.licensing.{c}"] for c in ("items_last_year", "change"))
        assert facts["disclosure.licensing.items_last_year"] == str(sum(map(int, before)))


def test_a_report_of_another_year_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "last.txt"
    path.write_text(write(specimen(load_formats(), Edits())), "utf-8")
    out = tmp_path / "form.docx"
    arguments = ["new", "--body", BODY, "--year", "2030", "--previous", str(path), "-o", str(out)]
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 2
    assert "应为 2029 年度" in result.stderr
    assert not out.exists()


def test_years_before_the_formats_are_refused(tmp_path: Path) -> None:
    arguments = ["new", "--body", BODY, "--year", "2015", "-o", str(tmp_path / "a.docx")]
    assert CliRunner().invoke(group, arguments).exit_code == 2


def test_the_form_says_what_it_is(tmp_path: Path) -> None:
    made(tmp_path, 2024)
    result = CliRunner().invoke(group, ["extract", str(tmp_path / "form.docx")])
    data = json.loads(result.stdout)
    assert data["title"] == f"{BODY}2024年政府信息公开工作年度报告"
    assert data["format"] == "2021"
