"""Scans: figures come back as printed, and what cannot be read surely is never called wrong."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import ROOT
from tests.generator import paper
from tests.generator.bodies import report
from tests.generator.pdf import FONT, Style, draw
from tests.generator.scan import ScanStyle, drawn_pages, pictures, scan
from tests.helpers import findings_of, report_of, wrong_cells
from validator.cli import group
from validator.model.document import Grid, Line
from validator.model.errors import UserError
from validator.model.report import Figure, FigureState, Report
from validator.model.rule import Severity
from validator.reading import Options, read
from validator.reading.scanning.edges import find_edges
from validator.reading.scanning.image import prepare
from validator.reading.scanning.picture import LONGER_SIDE, pages_of
from validator.reading.scanning.straighten import skew
from validator.recognition import recognise
from validator.rulebase.formats import load_formats
from validator.serialization.report import report_json
from validator.specimen import Edits, specimen

# Pages are drawn before they are scanned.
pytestmark = pytest.mark.usefixtures("chinese_font")


def printed(edits: Edits) -> dict[str, str]:
    return {c: f.figure.text for c, f in report_of(edits).facts.items()}


def sure_but_wrong(found: Report, edits: Edits) -> list[tuple[str, str, str | None]]:
    return [
        (concept, text, read_text)
        for concept, text, read_text in wrong_cells(found, printed(edits))
        if concept in found.facts and found.facts[concept].figure.state is FigureState.NUMBER
    ]


# Recognition takes as long as there is text: most tests leave out what they are not about.
CELL = "requests.granted.total"
SMALL = ["overview", "requests", "problems", "other_matters"]
STYLES = {
    "usual": ScanStyle(),
    "coarse": ScanStyle(dpi=120, noise=8, quality=60),
    "aslant": ScanStyle(skew=-3.2, blur=1.0),
    "stamped": ScanStyle(stamp=True, shadow=True, layout=Style(borders="hairline")),
}


@pytest.mark.parametrize("name", STYLES)
def test_no_wrong_figure_is_sure_and_no_correct_report_wrong(name: str) -> None:
    edits = report(31, "2021")
    if name != "usual":
        edits = replace(edits, drop_sections=SMALL)
    found = report_of(scan(specimen(load_formats(), edits), STYLES[name]))
    assert sure_but_wrong(found, edits) == []
    wrong = wrong_cells(found, printed(edits))
    assert len(wrong) <= (0 if name in ("usual", "aslant") else 2)
    result = findings_of(found)
    errors = {f.rule for f in result.findings if f.severity is Severity.ERROR}
    # Sections that are left out are missing, and nothing else is wrong.
    assert errors <= ({"STR001"} if name != "usual" else set())


@pytest.mark.parametrize(("kind", "strength"), [("skew", 2), ("photograph", 1), ("curved", 2)])
def test_paper_as_it_comes_is_straightened(kind: str, strength: int) -> None:
    edits = replace(report(31, "2021"), drop_sections=SMALL)
    chance = np.random.default_rng(5)
    (page,) = drawn_pages(specimen(load_formats(), edits), Style(), paper.DPI)
    out = io.BytesIO()
    Image.fromarray(paper.KINDS[kind](page, strength, chance)).save(out, "PNG")
    found = report_of(out.getvalue())
    assert sure_but_wrong(found, edits) == []
    assert len(wrong_cells(found, printed(edits))) <= 2


def test_a_wrong_sum_in_a_scan_is_found() -> None:
    others = ["overview", "disclosure", "disputes", "problems", "other_matters"]
    rows = [f"requests.{row.id}" for row in load_formats()[-1].table("requests").rows[4:22]]
    edits = Edits(cells={"requests.granted.total": "42"}, drop_sections=others, drop_rows=rows)
    result = findings_of(scan(specimen(load_formats(), edits)), ["SUM001"])
    assert [f.locations[0].cell for f in result.findings] == ["requests.granted.total"]


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_pictures_are_read_whichever_way_they_lie(turn: int) -> None:
    page = pictures(specimen(load_formats(), Edits(drop_sections=SMALL)), ScanStyle())[0]
    out = io.BytesIO()
    Image.fromarray(np.rot90(page[:1000], turn)).save(out, "PNG" if turn % 2 else "JPEG")
    found = report_of(out.getvalue())
    assert found.issuer == "清溪县水务局"
    assert found.scanned == {1}


def test_a_page_that_cannot_be_read_is_told_and_the_rest_is_checked() -> None:
    clear = pictures(specimen(load_formats(), Edits(drop_sections=SMALL)), ScanStyle())[0][:1200]
    blurred = cv2.GaussianBlur(clear, (0, 0), 9)
    first, *others = (Image.fromarray(np.asarray(page)) for page in (clear, blurred))
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=200)
    document = read(out.getvalue(), "a.pdf")
    assert document.scanned == {1}
    assert document.unread == {2: "blurred"}
    result = findings_of(report_of(out.getvalue()))
    assert result.gaps[0].reason.key == "unread.page_blurred"
    # What is not on the first page may be on the other.
    assert not [f for f in result.findings if f.rule in ("STR001", "STR007")]


def test_figures_are_placed_where_the_picture_shows_them() -> None:
    page = drawn_pages(specimen(load_formats()), Style(), paper.DPI)[1][:700]
    rows, columns, _ = page.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), 7.0, 1.0)
    askew = cv2.warpAffine(page, turn, (columns, rows), borderValue=(255, 255, 255))
    shown = middles(page)
    assert len(shown) > 20
    lying = middles(np.ascontiguousarray(np.rot90(askew)))
    assert shown.keys() == lying.keys()
    for concept, (x, y) in shown.items():
        across, down = turn @ (x, y, 1)
        assert lying[concept] == pytest.approx((down, columns - across), abs=2), concept


def middles(picture: paper.Picture) -> dict[str, tuple[float, float]]:
    """The middles of figures, in pixels of a picture."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    read_report = recognise(read(file.getvalue(), "page.png"), load_formats(), 2023)
    scale = max(picture.shape) / LONGER_SIDE / 2
    boxes = {concept: fact.place.box for concept, fact in read_report.facts.items()}
    return {
        concept: ((box.x0 + box.x1) * scale, (box.y0 + box.y1) * scale)
        for concept, box in boxes.items()
        if box is not None
    }


def test_a_page_of_a_picture_among_pages_of_text_is_recognised() -> None:
    page = pictures(specimen(load_formats(), Edits(drop_sections=SMALL)), ScanStyle())[0]
    out = io.BytesIO()
    Image.fromarray(page).save(out, "PDF", resolution=200)
    document = read(out.getvalue(), "a.pdf")
    assert document.scanned == {1}
    assert document.source.engine == "pdfium+rapidocr"
    with pytest.raises(UserError) as caught:
        read(out.getvalue(), "a.pdf", Options(ocr="never"))
    assert caught.value.key == "pdf_scan"


def test_a_drawn_page_is_recognised_only_when_asked_for() -> None:
    data = draw(specimen(load_formats(), Edits(drop_sections=SMALL)))
    assert read(data, "a.pdf").scanned == frozenset()
    assert read(data, "a.pdf", Options(ocr="always")).scanned


@pytest.mark.parametrize("angle", [-4.0, -0.5, 0.0, 1.3, 5.0])
def test_skew_is_measured(angle: float) -> None:
    page = pictures(specimen(load_formats(), Edits()), ScanStyle(skew=angle, dpi=120))[0]
    ink = np.where(page[:, :, 0] < 128, 255, 0).astype(np.uint8)
    assert abs(skew(ink) - angle) <= 0.15


def test_strokes_of_letters_are_no_lines() -> None:
    page = pictures(specimen(load_formats(), Edits()), ScanStyle(skew=0))[0]
    title = prepare(page[:400])
    assert find_edges(title).horizontal == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\nnothing", "image_damaged"),
        (b"\xff\xd8\xff\xe0nothing", "image_damaged"),
    ],
)
def test_damaged_pictures_get_their_sentence(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        read(data, "a.png")
    assert caught.value.key == code


def test_pictures_without_text_and_beyond_bounds_get_theirs() -> None:
    out = io.BytesIO()
    Image.new("L", (300, 400), 255).save(out, "PNG")
    with pytest.raises(UserError) as caught:
        read(out.getvalue(), "a.png")
    assert caught.value.key == "no_text_in_picture"
    # A header alone says how large a picture would be.
    large = out.getvalue().replace(
        (300).to_bytes(4) + (400).to_bytes(4), (60000).to_bytes(4) + (60000).to_bytes(4), 1
    )
    with pytest.raises(UserError) as caught:
        read(large, "a.png")
    assert caught.value.key in ("exceeds_pixels", "image_damaged")


def test_a_table_that_is_a_picture_on_a_page_of_text_is_recognised() -> None:
    document = specimen(load_formats(), Edits(drop_sections=["requests", "disputes", "problems"]))
    page = pictures(document, ScanStyle(skew=0, noise=2))[0]
    table = next(block for block in read(draw(document), "a.pdf").blocks if isinstance(block, Grid))
    assert table.place.box is not None
    # The picture begins a little above the table and holds all of the page below.
    cut = page[round((table.place.box.y0 - 6) * 200 / 72) : round(700 * 200 / 72)]
    height = cut.shape[0] * 72 / 200
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont(FONT, 12)
    lines = [block.text for block in document.blocks if isinstance(block, Line)]
    for number, text in enumerate(lines[:4]):
        canvas.drawString(40, 800 - 20 * number, text[:40])
    canvas.drawImage(ImageReader(Image.fromarray(cut)), 0, 30, 595, height)
    canvas.save()
    found = read(out.getvalue(), "a.pdf")
    assert found.scanned == {1}
    texts = [cell.text for block in found.blocks if isinstance(block, Grid) for cell in block.cells]
    assert "行政规范性文件" in [text.replace("\n", "") for text in texts]
    assert found.pictures == ()


WITHOUT_OCR = """
import io, sys
sys.modules |= dict.fromkeys(("numpy", "cv2", "rapidocr", "onnxruntime"))
import validator.web.server
from PIL import Image
from validator.model.errors import UserError
from validator.reading import read
out = io.BytesIO()
Image.new("RGB", (300, 300), "white").save(out, "PNG")
try:
    read(out.getvalue(), "a.png")
except UserError as error:
    print(error.key, error.details["extra"])
"""


def test_the_page_starts_without_the_extra_and_pictures_say_what_is_missing() -> None:
    result = subprocess.run(
        [sys.executable, "-c", WITHOUT_OCR], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["needs_extra", "ocr"]


def test_each_frame_of_a_picture_file_is_a_page() -> None:
    # Strips of pages, since recognition takes as long as there is text.
    drawn = pictures(specimen(load_formats(), Edits()), ScanStyle())
    frames = [Image.fromarray(page[150:420]) for page in drawn[:2]]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    document = read(out.getvalue(), "a.tiff")
    assert document.source.pages == 2
    assert document.scanned == {1, 2}
    first = "".join(b.text for b in document.blocks if isinstance(b, Line) and b.place.page == 1)
    assert "清溪县水务局2023年政府信息公开工作年度报告" in first
    assert any(block.place.page == 2 for block in document.blocks)


@pytest.mark.parametrize("form", ["BMP", "WEBP", "GIF", "TIFF"])
def test_pictures_of_every_kind_are_opened(form: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, form)
    with pytest.raises(UserError) as caught:
        read(out.getvalue(), "a")
    assert caught.value.key == "no_text_in_picture"


def test_previews_and_animations_are_no_pages() -> None:
    frames = [Image.new("RGB", (60, 80), colour) for colour in ("white", "grey")]
    for form in ("GIF", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:])
        assert pages_of(Image.open(io.BytesIO(out.getvalue())), 60) == [0]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert pages_of(Image.open(io.BytesIO(out.getvalue())), 60) == [0, 1]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", tiffinfo={254: 1})
    assert pages_of(Image.open(io.BytesIO(out.getvalue())), 60) == [0]


# Tells what is opened for writing and where the command connects to. In a folder of the path,
# Python imports it before all else, in the workers too.
WATCH = """
import os, sys
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        flags = arguments[2] or 0
        written = flags & (os.O_WRONLY | os.O_RDWR) or set(arguments[1] or "") & set("wax+")
        if written:
            tell(f"{event} {os.fsdecode(arguments[0])}")
    elif event in ("socket.connect", "socket.getaddrinfo"):
        tell(f"{event} {arguments[1:]}")
def tell(line):
    descriptor = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{line}\\n".encode())
    os.close(descriptor)
def guarded(event, arguments, busy=[]):
    if not busy:
        busy.append(1)
        try:
            watch(event, arguments)
        finally:
            busy.clear()
sys.addaudithook(guarded)
"""


def test_a_check_of_a_scan_writes_nothing_and_connects_nowhere(tmp_path: Path) -> None:
    home, watched = tmp_path / "home", tmp_path / "watched"
    home.mkdir()
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    page = pictures(specimen(load_formats(), Edits(drop_sections=SMALL)), ScanStyle(dpi=100))[0]
    Image.fromarray(page[:300]).save(tmp_path / "scan.png")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "WATCHED": str(watched),
        "PYTHONPATH": f"{tmp_path}:{ROOT}", "NIANBAO_CACHE": str(tmp_path / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "validator", "check", str(tmp_path / "scan.png")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "2021" in done.stdout
    lines = watched.read_text().splitlines() if watched.exists() else []
    cache = str(tmp_path / "cache")
    others = [line for line in lines if cache not in line and "/dev/null" not in line]
    assert others == []
    # What libraries written in C do is not heard by Python.
    assert list(home.rglob("*")) == []


def test_unsure_figures_are_read_by_a_person(tmp_path: Path) -> None:
    truth = report_of(specimen(load_formats()))
    report = truth._replace(
        facts={
            concept: fact._replace(
                figure=Figure("§", FigureState.DOUBTFUL), place=fact.place._replace(page=1)
            )
            if concept.startswith("requests.granted.")
            else fact
            for concept, fact in truth.facts.items()
        },
        source=truth.source._replace(sha256="0" * 64),
    )
    stored, unsure, typed = (tmp_path / name for name in ("a.json", "unsure.csv", "typed.csv"))
    stored.write_text(report_json(report), "utf-8")
    run = CliRunner().invoke
    assert run(group, ["extract", str(stored), "--unsure", "-o", str(unsure)]).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(unsure.read_text("utf-8-sig"))))
    assert len(rows) == 7
    assert all("予以公开" in row["row"] and row["column"] for row in rows)
    for row in rows:
        row["value"], row["by"] = truth.facts[row["concept"]].figure.text, "李四"
    with typed.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    before = json.loads(run(group, ["check", str(stored), "--format", "json"]).stdout)["runs"][0]
    arguments = ["check", str(stored), "--readings", str(typed)]
    after = json.loads(run(group, [*arguments, "--format", "json"]).stdout)["runs"][0]
    assert before["checks"]["undetermined"] > 0 == after["checks"]["undetermined"]
    assert after["read_by"] == {"李四": 7}
    assert "7 个数字按 李四 的识读" in run(group, arguments).stdout
    rows[0]["value"], rows[0]["concept"] = "1", "requests.new.total"
    with typed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows[:1])
    refused = run(group, [*arguments, "--lang", "en"])
    assert refused.exit_code == 2
    for content in (
        "",
        "concept,value\n",
        "concept,value,by,by\n",
        f"concept,value,by\n\n{CELL},x,y\n",
    ):
        typed.write_text(content, "utf-8")
        assert run(group, arguments).exit_code == 2, content
    assert "第 3 行" in run(group, arguments).stdout
    assert f"clearly says “{truth.facts['requests.new.total'].figure.text}”" in refused.stdout


@pytest.mark.parametrize("size", [(1, 3000), (3000, 1), (2, 2), (3000, 3)])
@pytest.mark.parametrize("colour", ["white", "black"])
def test_pictures_of_no_size_are_refused(size: tuple[int, int], colour: str) -> None:
    out = io.BytesIO()
    picture = Image.new("RGB", size, colour)
    picture.putpixel((0, 0), (120, 120, 120))
    picture.save(out, "PNG")
    with pytest.raises(UserError) as caught:
        read(out.getvalue(), "thin.png")
    assert re.match("no_text_in_picture|picture_", caught.value.key)


def test_the_blank_back_of_a_page_is_no_page_that_cannot_be_read() -> None:
    chance = np.random.default_rng(1)
    clear = pictures(specimen(load_formats(), Edits(drop_sections=SMALL)), ScanStyle())[0]
    back = np.clip(chance.normal(246, 7, clear.shape), 0, 255).astype(np.uint8)
    edge = back.copy()
    edge[:, :25] = 40
    out = io.BytesIO()
    first, *others = (Image.fromarray(page) for page in (clear[:900], back, edge))
    first.save(out, "PDF", save_all=True, append_images=others, resolution=200)
    document = read(out.getvalue(), "a.pdf")
    assert document.scanned == {1}
    assert not document.unread
