"""PDFs whose text cannot be trusted as it stands."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import ROOT
from tests.generator.bodies import report
from tests.generator.pdf import Style, draw
from tests.generator.rawpdf import unmapped
from tests.helpers import findings_of, report_of, run_document, worded, wrong_cells
from validator.model.document import Line
from validator.model.errors import UserError
from validator.model.finding import Run
from validator.model.page_objects import Char, PageObjects
from validator.model.rule import Severity
from validator.reading import Engine, Options, read
from validator.reading.geometry.line_grouping import group_into_lines
from validator.reading.pdf import plumber
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

FAULTY = Edits(cells={"requests.granted.total": "42"})


def test_hidden_text_is_none() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 700, "words that everybody can see on the page")
    hidden = canvas.beginText(72, 680)
    hidden.setTextRenderMode(3)
    hidden.textLine("words that nobody can see")
    canvas.drawText(hidden)
    canvas.save()
    document = read(out.getvalue(), "a.pdf")
    texts = [block.text for block in document.blocks if isinstance(block, Line)]
    assert texts == ["words that everybody can see on the page"]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("style", [Style(white=True), Style(white=True, as_form=True)])
def test_white_text_is_read_only_on_dark_ground(engine: Engine, style: Style) -> None:
    document = specimen(load_formats(), report(5))
    printed = report_of(draw(document, style), engine)
    wanted_cells = {c: f.figure.text for c, f in report_of(document).facts.items()}
    assert wrong_cells(printed, wanted_cells) == []
    assert printed.sections[0].heading == "一、总体情况"
    assert [f.rule for f in findings_of(printed).findings] == ["TXT037"]


def test_fonts_that_do_not_say_their_characters_are_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(UserError) as caught:
        read(unmapped(), "a.pdf", Options(ocr="never"))
    assert caught.value.key == "pdf_unmapped"
    monkeypatch.setitem(sys.modules, "validator.reading.scanning.page_ocr", None)
    with pytest.raises(UserError) as caught:
        read(unmapped(), "a.pdf")
    assert caught.value.key == "pdf_unmapped"


def test_what_they_draw_is_recognised_instead() -> None:
    document = read(unmapped(), "a.pdf")
    texts = [block.text for block in document.blocks if isinstance(block, Line)]
    assert document.scanned == {1}
    assert any("ABCDEFGH" in text for text in texts)


@pytest.mark.parametrize("order", [("1", "2"), ("2", "1")])
def test_digits_printed_over_each_other_are_not_believed(order: tuple[str, str]) -> None:
    glyphs = [Char(order[0], 10, 0, 16, 10), Char(order[1], 12, 0, 18, 10)]
    assert group_into_lines(glyphs)[0].confidence == 0.0
    apart = [Char(order[0], 10, 0, 16, 10), Char(order[1], 16, 0, 22, 10)]
    assert group_into_lines(apart)[0].confidence == 1.0


def checked(data: bytes) -> Run:
    return run_document("report.pdf", data)


@pytest.mark.usefixtures("chinese_font")
def test_a_failed_sum_that_both_engines_read_alike_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[set[int]] = []

    def recorded(data: bytes, numbers: set[int]) -> list[PageObjects]:
        looked_at.append(set(numbers))
        return original(data, numbers)

    original = plumber.some_pages
    monkeypatch.setattr(plumber, "some_pages", recorded)
    result = checked(draw(specimen(load_formats(), FAULTY))).findings
    assert result is not None
    errors = [f for f in result.findings if f.severity is Severity.ERROR]
    assert {f.rule for f in errors} == {"SUM001", "SUM002"}
    pages = {s.place.page for f in errors for s in f.locations if s.place}
    assert looked_at == [pages]


@pytest.mark.usefixtures("chinese_font")
def test_a_sum_whose_cells_the_engines_read_differently_is_undetermined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = draw(specimen(load_formats(), FAULTY))
    place = report_of(data).facts["requests.granted.total"].place
    assert place.box is not None
    box = place.box

    def misread(data: bytes, numbers: set[int]) -> list[PageObjects]:
        pages = original(data, numbers)
        at = sorted(numbers).index(place.page or 0)
        glyphs = tuple(
            g._replace(text="9") if box.x0 < g.x0 < box.x1 and box.y0 < g.y0 < box.y1 else g
            for g in pages[at].chars
        )
        pages[at] = pages[at]._replace(chars=glyphs)
        return pages

    original = plumber.some_pages
    monkeypatch.setattr(plumber, "some_pages", misread)
    result = checked(data).findings
    assert result is not None
    assert not [f for f in result.findings if f.rule in ("SUM001", "SUM002")]
    reasons = [worded(o.reason) for o in result.undetermined if o.rule in ("SUM001", "SUM002")]
    assert len(reasons) == 2
    assert all("42" in reason and "99" in reason for reason in reasons)


@pytest.mark.usefixtures("chinese_font")
def test_a_report_without_failed_sums_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(plumber, "some_pages", never)
    assert checked(draw(specimen(load_formats(), report(61, "2021")))).refusal is None


FONTLESS = """
import ctypes, sys
import pypdfium2_raw as c

nowhere = (ctypes.c_char_p * 2)(sys.argv.pop(1).encode(), None)
config = c.FPDF_LIBRARY_CONFIG(version=2)
config.m_pUserFontPaths = ctypes.cast(nowhere, type(config.m_pUserFontPaths))
c.FPDF_InitLibraryWithConfig(config)
from validator.cli import main
main()
"""


@pytest.mark.parametrize("style", [Style(), Style(size=(842, 595), lying=True, upward=True)])
def test_fonts_that_this_machine_has_not_take_nothing_away(style: Style, tmp_path: Path) -> None:
    # The generator's font is not in the file, and PDFium leaves out what it cannot outline.
    (tmp_path / "a.pdf").write_bytes(draw(specimen(load_formats(), Edits()), style))
    (tmp_path / "fonts").mkdir()
    arguments = [str(tmp_path / "fonts"), "check", str(tmp_path / "a.pdf")]
    found = subprocess.run(
        [sys.executable, "-c", FONTLESS, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert "没有发现问题" in found.stdout, found.stdout + found.stderr
    assert found.returncode == 0
