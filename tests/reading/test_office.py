"""Excel files, and the old forms that LibreOffice converts."""

import io
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.generator import sheet
from tests.generator.bodies import report
from tests.generator.word import WordStyle, write
from tests.helpers import findings_of, report_of, wrong_cells
from validator.model.document import Grid
from validator.model.errors import UserError
from validator.reading import read
from validator.reading.office import libreoffice
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs LibreOffice: apt-get install libreoffice-writer-nogui",
)


def printed(edits: Edits) -> dict[str, str]:
    return {c: f.figure.text for c, f in report_of(edits).facts.items()}


@pytest.mark.parametrize("format_id", ["2019", "2021"])
@pytest.mark.parametrize("one_sheet", [True, False])
def test_workbooks_come_back_whole(format_id: str, one_sheet: bool) -> None:
    edits = report(41, format_id)
    found = report_of(sheet.write(specimen(load_formats(), edits), one_sheet=one_sheet))
    assert wrong_cells(found, printed(edits)) == []
    if one_sheet:
        assert findings_of(found).findings == ()


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_sheets_of_tables_alone_are_checked_as_tables(format_id: str) -> None:
    edits = report(42, format_id)
    found = report_of(sheet.write(specimen(load_formats(), edits), one_sheet=False, texts=False))
    assert wrong_cells(found, printed(edits)) == []
    result = findings_of(found)
    assert result.findings == ()
    wrong = Edits(cells={"requests.granted.total": "42"})
    data = sheet.write(specimen(load_formats(), wrong), texts=False)
    assert {f.rule for f in findings_of(data).findings} == {"SUM001", "SUM002"}


def test_formulas_never_computed_are_not_taken_for_blanks() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["甲", "乙"])
    page.append(["=1+1", 3])
    out = io.BytesIO()
    book.save(out)
    grid = next(b for b in read(out.getvalue(), "a").blocks if isinstance(b, Grid))
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "=1+1", "3"]


def test_damaged_workbooks_get_their_sentence() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<nothing")
    with pytest.raises(UserError) as caught:
        read(out.getvalue(), "a.xlsx")
    assert caught.value.key == "office_damaged"


@needs_office
@pytest.mark.parametrize("ending", ["doc", "rtf"])
def test_old_forms_are_converted(ending: str, tmp_path: Path) -> None:
    edits = report(43, "2021")
    given = tmp_path / "given.docx"
    given.write_bytes(write(specimen(load_formats(), edits), WordStyle()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", tmp_path, given],
        check=True,
        capture_output=True,
    )
    found = report_of((tmp_path / f"given.{ending}").read_bytes())
    assert wrong_cells(found, printed(edits)) == []
    assert found.source.engine == "libreoffice+lxml"
    assert findings_of(found).findings == ()


def test_without_libreoffice_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UserError) as caught:
        read(b"{\\rtf1 nothing}", "a.rtf")
    assert caught.value.key == "needs_office"


@pytest.mark.parametrize(
    ("script", "code"), [("sleep 60", "exceeds_conversion"), ("exit 1", "office_damaged")]
)
def test_a_conversion_that_hangs_or_fails_is_ended(
    script: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / "soffice"
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(command))
    began = time.monotonic()
    with pytest.raises(UserError) as caught:
        libreoffice.convert(b"{\\rtf1}", "docx", seconds=1)
    assert caught.value.key == code
    assert time.monotonic() - began < 30
