"""Comments in OpenDocument texts and OFD files."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.generator import word
from tests.generator.ofd import DIALECTS, write
from tests.generator.opendocument import OdfStyle
from tests.generator.opendocument import write as write_odt
from tests.generator.pdf import draw
from tests.helpers import report_of
from validator.cli import group
from validator.markup import attribute, child, parse_xml
from validator.reading.ofd.content import POINTS
from validator.reading.ofd.structure import open_ofd
from validator.reading.options import DEFAULT_BOUNDS
from validator.reading.pdf import pdfium
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

FAULTS = Edits(
    cells={"requests.granted.total": "6"},
    texts={"overview": "（一）主动公开情况。全年新收政府信息公开申请999件，均已办结。"},
)


def annotated(data: bytes, ending: str, folder: Path) -> bytes:
    given, out = folder / f"given.{ending}", folder / f"out.{ending}"
    given.write_bytes(data)
    result = CliRunner().invoke(group, ["annotate", str(given), "-o", str(out)])
    assert result.exit_code == 0, result.output
    return out.read_bytes()


def content_of(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("content.xml")


@pytest.mark.parametrize("flat", [False, True])
def test_comments_of_an_opendocument_text_stand_at_their_words(flat: bool, tmp_path: Path) -> None:
    given = write_odt(specimen(load_formats(), FAULTS), OdfStyle(flat=flat))
    data = annotated(given, "fodt" if flat else "odt", tmp_path)
    root = parse_xml(content_of(data))
    comments = list(root.iter("{*}annotation"))
    assert len(comments) == len(list(root.iter("{*}annotation-end"))) > 1
    for comment in comments:
        assert "".join(child(comment, "creator").itertext()) == "nianbao"  # type: ignore[union-attr]
    at_cell = [c for c in comments if next(c.iterancestors("{*}table-cell"), None) is not None]
    assert [c.tail for c in at_cell] == ["6"]
    in_text = [c.tail or "" for c in comments if "999" in "".join(c.itertext())]
    assert in_text
    assert in_text[0].startswith("新收")
    # The text is the same, and comments are not part of it.
    before, after = report_of(given), report_of(data)
    assert before.facts == after.facts
    assert [s.text for s in before.sections] == [s.text for s in after.sections]


def test_other_parts_of_an_opendocument_text_stay(tmp_path: Path) -> None:
    given = write_odt(specimen(load_formats(), FAULTS))
    data = annotated(given, "odt", tmp_path)
    with (
        zipfile.ZipFile(io.BytesIO(given)) as before,
        zipfile.ZipFile(io.BytesIO(data)) as after,
    ):
        assert before.namelist() == after.namelist()
        assert after.infolist()[0].compress_type == zipfile.ZIP_STORED
        for name in before.namelist():
            assert (before.read(name) == after.read(name)) is (name != "content.xml")


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs LibreOffice: apt-get install libreoffice-writer-nogui",
)
def test_libreoffice_shows_the_comments(tmp_path: Path) -> None:
    data = annotated(write_odt(specimen(load_formats(), FAULTS)), "odt", tmp_path)
    (tmp_path / "checked.odt").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", tmp_path / "made",
         tmp_path / "checked.odt"],
        check=True, capture_output=True,
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "made" / "checked.docx") as archive:
        comments = archive.read("word/comments.xml").decode()
    assert "SUM001" in comments
    assert "nianbao" in comments


@pytest.mark.parametrize("name", ["plain", "draft", "accompanied", "short"])
def test_annotations_of_an_ofd_stand_at_the_cells(name: str, tmp_path: Path) -> None:
    pages = pdfium.pages(draw(specimen(load_formats(), FAULTS)))
    given = write(pages, DIALECTS[name])
    data = annotated(given, "ofd", tmp_path)
    opened = open_ofd(data, DEFAULT_BOUNDS)
    found = report_of(data)
    assert found.facts == report_of(given).facts
    boxes = []
    for part in opened.archive.archive.namelist():
        if "nianbao" not in part:
            continue
        root = parse_xml(opened.archive.archive.read(part))
        for annotation in root:
            boundary = attribute(child(annotation, "Appearance"), "Boundary") or ""
            x, y, width, height = (float(n) * POINTS for n in boundary.split())
            boxes.append((x, y, x + width, y + height))
            assert attribute(annotation, "Creator") == "nianbao"
    cell = found.facts["requests.granted.total"].place.box
    assert cell is not None
    assert any(all(abs(a - b) < 0.2 for a, b in zip(box, cell, strict=True)) for box in boxes)
    ids = [int(attribute(e, "ID") or "0") for e in root.iter() if attribute(e, "ID")]
    largest = child(opened.root, "CommonData", "MaxUnitID")
    if largest is not None:
        assert int(largest.text or "0") >= max(ids)


def test_other_parts_of_an_ofd_stay_and_a_broken_seal_is_told(tmp_path: Path) -> None:
    pages = pdfium.pages(draw(specimen(load_formats(), FAULTS)))
    given = tmp_path / "given.ofd"
    given.write_bytes(write(pages, DIALECTS["accompanied"]))
    out = tmp_path / "out.ofd"
    result = CliRunner().invoke(group, ["annotate", str(given), "-o", str(out)])
    assert "示例签章" in result.stderr
    with zipfile.ZipFile(given) as before, zipfile.ZipFile(out) as after:
        changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
    assert changed == {"Doc_0/Document.xml"}


def test_annotations_join_those_that_are_there(tmp_path: Path) -> None:
    pages = pdfium.pages(draw(specimen(load_formats(), FAULTS)))
    once = annotated(write(pages), "ofd", tmp_path)
    twice = annotated(once, "ofd", tmp_path)
    with zipfile.ZipFile(io.BytesIO(twice)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        roots = [parse_xml(archive.read(n)) for n in names if "nianbao" in n]
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        first = [parse_xml(archive.read(n)) for n in archive.namelist() if "nianbao" in n]
    assert sum(len(root) for root in roots) == 2 * sum(len(root) for root in first)


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs LibreOffice: apt-get install libreoffice-writer-nogui",
)
def test_word_xml_becomes_a_word_file_with_comments(tmp_path: Path) -> None:
    given = tmp_path / "given.xml"
    given.write_bytes(word.write_2003(specimen(load_formats(), FAULTS)))
    out = tmp_path / "out.docx"
    result = CliRunner().invoke(group, ["annotate", str(given), "-o", str(out)])
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(out) as archive:
        assert b"SUM001" in archive.read("word/comments.xml")


@pytest.mark.parametrize(
    "kind",
    [
        "vnd.ms-word.document.macroEnabled.main",
        "vnd.openxmlformats-officedocument.wordprocessingml.template.main",
    ],
)
def test_macro_files_and_templates_take_comments(kind: str, tmp_path: Path) -> None:
    data = word.write(specimen(load_formats(), FAULTS))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    plain = "vnd.openxmlformats-officedocument.wordprocessingml.document.main"
    types = parts["[Content_Types].xml"].replace(plain, kind)
    out = annotated(word.package({**parts, "[Content_Types].xml": types}), "docm", tmp_path)
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert b"SUM001" in archive.read("word/comments.xml")
        assert kind.encode() in archive.read("[Content_Types].xml")
