"""Outputs for people in offices: the page, the opinion, the workbook."""

import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.generator.pdf import draw
from tests.helpers import render, result_of
from validator.model.errors import UserError
from validator.model.finding import Refusal, Run
from validator.reading.office import libreoffice
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

EDITS = Edits.of(
    {
        "cells": {
            "requests.granted.total": "42",
            "requests.denied_by_law.welfare": "若干",
            "requests.denied_by_law.other": "=1+1",
            "disputes.reconsideration.total": "9",
        },
        "texts": {"problems": "一是培训<script>alert(1)</script>不够，XX 乡镇未落实。下一步改进。"},
    }
)
REFUSED = Run("扫描件.pdf", refusal=Refusal("pdf_scan"))


PDF = draw(specimen(load_formats(), EDITS))


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def html_of(pdf: bytes) -> str:
    """The page of a PDF, with pictures of its cells."""
    return str(render("html", result_of(pdf), pdf))


def parsed(page: str) -> Elements:
    elements = Elements()
    elements.feed(page)
    return elements


def test_the_page_is_whole_in_itself() -> None:
    page = parsed(html_of(PDF))
    assert not page.of("script")
    assert not page.of("link")
    sources = [
        a.get("src") or a.get("href") or "" for _, a in page.found if "src" in a or "href" in a
    ]
    assert sources
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert "url(" not in html_of(PDF)
    assert "应为 7（现填 42" in page.text
    assert "清溪县水务局 2023 年度报告" in page.text


def test_the_page_shows_the_cell_in_the_page_of_a_pdf() -> None:
    page = parsed(html_of(PDF))
    frames = [a for a in page.of("span") if a.get("class") == "frame"]
    assert len(frames) == len(page.of("img")) >= 3
    for frame in frames:
        numbers = [float(n) for n in re.findall(r"([\d.]+)%", frame["style"] or "")]
        left, top, width, height = numbers
        assert 0 <= left < left + width <= 100
        assert 0 <= top < top + height <= 100.5


def test_the_page_rebuilds_the_table_of_other_forms() -> None:
    page = parsed(str(render("html", result_of(EDITS))))
    assert not page.of("img")
    culprits = [a for a in page.of("td") if a.get("class") == "culprit"]
    assert culprits
    assert "42 → 7" in re.sub(r"\s+", " ", page.text)


def test_the_page_says_what_was_refused_and_left_open() -> None:
    unread = Edits.of({"cells": {"disputes.reconsideration.total": "1 0"}})
    page = parsed(str(render("html", result_of(unread, REFUSED))))
    assert "PDF 没有文字层" in page.text
    assert "无法判断 (1)" in page.text


CHROMIUM = next((found for c in ("chromium", "google-chrome") if (found := shutil.which(c))), None)


# What the browser asks for by itself, whatever page it shows.
OWN_SERVICES = re.compile(r"https?://[a-z0-9.-]+\.(?:google|googleapis|gvt1)\.com/")


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt-get install chromium")
@pytest.mark.parametrize("dark", [False, True])
def test_a_browser_shows_the_page_and_asks_for_nothing(dark: bool, tmp_path: Path) -> None:
    path, log, picture = (tmp_path / n for n in ("page.html", "net.json", "page.png"))
    path.write_text(html_of(PDF), "utf-8")
    arguments = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-default-apps", f"--user-data-dir={tmp_path / 'profile'}",
        *(["--blink-settings=preferredColorScheme=0"] if dark else []),
        f"--log-net-log={log}", f"--screenshot={picture}", "--window-size=1366,2000",
        path.as_uri(),
    ]  # fmt: skip
    subprocess.run(arguments, capture_output=True, timeout=120, check=True)
    events = json.loads(log.read_text("utf-8"))["events"]
    asked = {str(e.get("params", {}).get("url", "")) for e in events}
    outside = {url for url in asked if url.startswith(("http:", "https:", "ws"))}
    assert not {url for url in outside if not OWN_SERVICES.match(url)}
    from PIL import Image

    shown = Image.open(picture).convert("L")
    assert shown.size == (1366, 2000)
    # Paper and print: neither an empty page nor one without contrast.
    levels = [level for level, count in enumerate(shown.histogram()) if count]
    assert levels[0] < 60
    assert levels[-1] > 200


def test_the_opinion_has_its_parts_and_places_to_sign() -> None:
    data = render("docx", result_of(EDITS, Edits(), REFUSED))
    assert isinstance(data, bytes)
    texts = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    assert "关于清溪县水务局2023年政府信息公开工作年度报告的核查意见" in texts
    assert any(t.startswith("一、应当改正的问题") for t in texts)
    assert any(t.startswith("（一）") and "应为 7" in t for t in texts)
    assert any("没有发现问题" in t for t in texts)
    assert sum("（核查单位）" in t for t in texts) == 2
    assert all("xml" not in t for t in texts)


def test_the_opinion_opens_in_libreoffice() -> None:
    data = render("docx", result_of(EDITS))
    assert isinstance(data, bytes)
    try:
        pdf = libreoffice.convert(data, "pdf", 120)
    except UserError as error:
        if error.key != "needs_office":
            raise
        pytest.skip("no LibreOffice: install libreoffice-writer-nogui")
    assert pdf.startswith(b"%PDF")


def test_the_workbook_has_findings_and_marked_cells() -> None:
    data = render("xlsx", result_of(EDITS, Edits(), REFUSED))
    assert isinstance(data, bytes)
    book = openpyxl.load_workbook(io.BytesIO(data))
    findings, first, second = book.worksheets
    rows = list(findings.iter_rows(values_only=True))
    assert rows[0][:4] == ("文件", "机关", "年度", "级别")
    assert any("SUM001" in str(row[5]) and row[8] == 42 and row[9] == 7 for row in rows)
    assert rows[-1][3] == "未能检查"
    marked = [c for row in first.iter_rows() for c in row if c.comment is not None]
    assert any(c.value == 42 and "应为 7" in c.comment.text for c in marked)
    assert not [c for row in second.iter_rows() for c in row if c.comment is not None]
    # What a report prints is no formula of ours.
    formulas = [c for row in first.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    assert any(c.value == "=1+1" for row in first.iter_rows() for c in row)
