"""Comments written into Word files and PDFs, read by readers that are not ours."""

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from click.testing import CliRunner
from lxml import etree
from pypdf import PdfReader

from tests.generator.pdf import Style, draw
from tests.generator.word import write
from tests.helpers import report_of
from validator.cli import group
from validator.model.errors import UserError
from validator.reading.office import libreoffice
from validator.rendering.annotated.docx_runs import runs_of
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EDITS = Edits.of(
    {
        "cells": {"requests.granted.total": "42", "requests.denied_by_law.welfare": "若干"},
        "texts": {"problems": "一是培训不够，XX 乡镇未落实。下一步改进。"},
        "drop_sections": ["other_matters"],
    }
)


def annotated(data: bytes, ending: str, folder: Path) -> bytes:
    source, out = folder / f"in.{ending}", folder / f"out.{ending}"
    source.write_bytes(data)
    result = CliRunner().invoke(group, ["annotate", str(source), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "批注" in result.stderr
    return out.read_bytes()


def commented(data: bytes) -> dict[str, str]:
    """The texts of the paragraphs that have comments, each with the first line of its own."""
    document = docx.Document(io.BytesIO(data))
    said = {str(c.comment_id): c.text.split("\n")[0] for c in document.comments}
    found = {}
    for mark in document.element.body.iter(f"{W}commentReference"):
        (paragraph, *_) = mark.iterancestors(f"{W}p")
        text = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        found[text] = said.pop(mark.get(f"{W}id"))
    assert not said
    return found


def test_comments_stand_at_the_very_cells_and_sentences(tmp_path: Path) -> None:
    out = annotated(write(specimen(load_formats(), EDITS)), "docx", tmp_path)
    found = commented(out)
    assert (
        found["42"].startswith("表三 “（一）予以公开”一行 总计栏应为 7") or "应为 7" in found["42"]
    )
    assert "VAL001" in found["若干"]
    placeholder = next(text for text in found if "XX" in text)
    assert "TXT" in found[placeholder]
    assert any("缺少" in said for said in found.values())


def join_cut_runs(root: etree._Element) -> None:
    """Join runs of one paragraph that look the same, as before they were cut for a comment."""
    for run in list(root.iter(f"{W}r")):
        before = run.getprevious()
        if before is None or before.tag != run.tag or not (texts := run.findall(f"{W}t")):
            continue
        looks = [
            etree.tostring(e.find(f"{W}rPr"), method="c14n")
            if e.find(f"{W}rPr") is not None
            else b""
            for e in (before, run)
        ]
        last = before.find(f"{W}t")
        if looks[0] == looks[1] and last is not None:
            last.text = (last.text or "") + "".join(t.text or "" for t in texts)
            run.getparent().remove(run)


def test_a_comment_is_about_the_very_words(tmp_path: Path) -> None:
    text = "全年新收政府信息公开申请12件，上年结转1件，均依法答复。"
    out = annotated(
        write(specimen(load_formats(), Edits(texts={"overview": text}))), "docx", tmp_path
    )
    body = docx.Document(io.BytesIO(out)).element.body
    covered: dict[str, str] = {}
    open_ids: set[str] = set()
    for element in body.iter():
        name, number = etree.QName(element).localname, element.get(f"{W}id", "")
        if name == "commentRangeStart":
            open_ids.add(number)
            covered[number] = ""
        elif name == "commentRangeEnd":
            open_ids.discard(number)
        elif name == "t":
            for one in open_ids:
                covered[one] += element.text or ""
    assert "新收政府信息公开申请12件" in covered.values()


@pytest.mark.parametrize("words", ["申请12件", "结转1件，均", "上年"])
def test_runs_are_cut_to_words(words: str) -> None:
    paragraph = docx.Document().add_paragraph()
    for text in ("新收申请1", "2件，上", "年结转", "1件，均依法答复。"):
        paragraph.add_run(text)
    whole = paragraph.text
    runs = runs_of(paragraph._p, words)
    assert runs is not None
    kept = list(paragraph._p.findall(f"{W}r"))
    between = kept[kept.index(runs[0]) : kept.index(runs[1]) + 1]
    assert "".join(t.text for run in between for t in run.findall(f"{W}t")) == words
    assert paragraph.text == whole


def test_a_mark_in_a_pdf_frames_the_words(tmp_path: Path) -> None:
    text = "全年新收政府信息公开申请12件，上年结转1件，均依法答复。"
    data = draw(specimen(load_formats(), Edits(texts={"overview": text})))
    claim = next(c for c in report_of(data).claims if c.value == 12)
    out = annotated(data, "pdf", tmp_path)
    page = pypdfium2.PdfDocument(out)[(claim.place.page or 1) - 1]
    assert claim.place.box is not None
    x0, y0, x1, y1 = claim.place.box
    height = page.get_height()
    framed = page.get_textpage().get_text_bounded(x0, height - y1, x1, height - y0).strip()
    # A character that the frame touches is taken as well.
    assert framed.strip("年，") == "新收政府信息公开申请12件"


def test_nothing_else_of_a_word_file_changes(tmp_path: Path) -> None:
    data = write(specimen(load_formats(), EDITS))
    out = annotated(data, "docx", tmp_path)
    before, after = (zipfile.ZipFile(io.BytesIO(d)) for d in (data, out))
    changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
    assert changed <= {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    added = set(after.namelist()) - set(before.namelist())
    assert added == {"word/comments.xml", "word/_rels/document.xml.rels"}
    bodies = []
    for archive in (before, after):
        root = etree.fromstring(archive.read("word/document.xml"))
        for name in ("commentRangeStart", "commentRangeEnd"):
            for mark in list(root.iter(f"{W}{name}")):
                mark.getparent().remove(mark)
        for mark in list(root.iter(f"{W}commentReference")):
            mark.getparent().getparent().remove(mark.getparent())
        join_cut_runs(root)
        bodies.append(etree.tostring(root, method="c14n"))
    assert bodies[0] == bodies[1]


def test_a_word_file_without_findings_stays_as_it_is(tmp_path: Path) -> None:
    data = write(specimen(load_formats(), Edits()))
    assert annotated(data, "docx", tmp_path) == data


def test_comments_join_those_that_are_there(tmp_path: Path) -> None:
    once = annotated(write(specimen(load_formats(), EDITS)), "docx", tmp_path)
    twice = annotated(once, "docx", tmp_path)
    first, second = (docx.Document(io.BytesIO(d)).comments for d in (once, twice))
    assert len(second) == 2 * len(first)
    assert len({c.comment_id for c in second}) == len(second)


def test_an_annotated_word_file_opens_in_libreoffice(tmp_path: Path) -> None:
    out = annotated(write(specimen(load_formats(), EDITS)), "docx", tmp_path)
    try:
        opened = libreoffice.convert(out, "odt", 120)
    except UserError as error:
        if error.key != "needs_office":
            raise
        pytest.skip("no LibreOffice: install libreoffice-writer-nogui")
    content = zipfile.ZipFile(io.BytesIO(opened)).read("content.xml").decode()
    assert content.count("<office:annotation ") == len(docx.Document(io.BytesIO(out)).comments)
    assert "应为 7" in content


def test_an_old_word_file_becomes_a_new_one_with_comments(tmp_path: Path) -> None:
    try:
        old = libreoffice.convert(write(specimen(load_formats(), EDITS)), "doc", 120)
    except UserError as error:
        if error.key != "needs_office":
            raise
        pytest.skip("no LibreOffice: install libreoffice-writer-nogui")
    assert old.startswith(b"\xd0\xcf\x11\xe0")
    found = commented(annotated(old, "docx", tmp_path))
    assert "应为 7" in found["42"]


@pytest.mark.parametrize(
    "style", [Style(), Style(size=(842, 595), lying=True)], ids=["upright", "lying"]
)
def test_annotations_of_a_pdf_stand_at_the_cells(style: Style, tmp_path: Path) -> None:
    data = draw(specimen(load_formats(), EDITS), style)
    out = annotated(data, "pdf", tmp_path)
    assert out.startswith(data)
    report = report_of(data)
    fact = report.facts["requests.granted.total"]
    assert fact.place.page is not None
    assert fact.place.box is not None
    page = PdfReader(io.BytesIO(out)).pages[fact.place.page - 1]
    marks = [a.get_object() for a in page["/Annots"]]  # type: ignore[attr-defined]
    mark = next(m for m in marks if "应为 7" in m["/Contents"])
    assert mark["/Subtype"] == "/Highlight"
    x0, y0, x1, y1 = (float(v) for v in mark["/Rect"])
    height = float(page.mediabox.height)
    assert (x0, height - y1, x1, height - y0) == pytest.approx(fact.place.box, abs=0.5)
    said = [
        a.get_object()["/Contents"]
        for one in PdfReader(io.BytesIO(out)).pages
        for a in one.get("/Annots", [])
    ]
    assert any("缺少" in text for text in said)


def test_other_readers_list_the_annotations_of_a_pdf(tmp_path: Path) -> None:
    import pypdfium2.raw as raw

    data = draw(specimen(load_formats(), EDITS))
    document = pypdfium2.PdfDocument(annotated(data, "pdf", tmp_path))
    counts = [raw.FPDFPage_GetAnnotCount(page.raw) for page in document]
    own = PdfReader(io.BytesIO((tmp_path / "out.pdf").read_bytes()))
    assert counts == [len(page.get("/Annots", [])) for page in own.pages]
    assert sum(counts) >= 4


def test_other_forms_take_no_comments(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("清溪县水务局2023年政府信息公开工作年度报告\n一、总体情况\n", "utf-8")
    result = CliRunner().invoke(group, ["annotate", str(path), "-o", str(tmp_path / "b.txt")])
    assert result.exit_code == 2
    assert "不能写入批注（能写入的有 PDF、" in result.stderr
    assert not (tmp_path / "b.txt").exists()
