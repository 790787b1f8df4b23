"""The page in a browser: a report dropped, framed, tried with other figures, downloaded."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browsing import browsing, grave_faults, page_of
from tests.generator import web, word
from tests.generator.pdf import Style, draw
from tests.generator.scan import ScanStyle, scan
from tests.web_server import served, serving
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

WRONG = {"issuer": "云岭市水务局", "cells": {"requests.new.total": "17"}}
# Two pages, since recognition takes as long as there is text.
SCANNED = Edits(drop_sections=["requests"])
# 1366×768 at a zoom of 125%.
SCREEN = {"width": 1093, "height": 614}


def files(folder: Path) -> dict[str, Path]:
    wrong = specimen(load_formats(), Edits.of(WRONG))
    sound = specimen(load_formats(), Edits.of({"issuer": "云岭市水务局"}))
    contents = {
        "wrong.pdf": draw(wrong, Style()),
        "wrong.docx": word.write(wrong),
        "wrong.html": web.write(wrong),
        "sound.docx": word.write(sound),
        "scan.pdf": scan(specimen(load_formats(), SCANNED), ScanStyle(dpi=100)),
        "broken.pdf": b"%PDF-1.7 broken",
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in contents}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return files(tmp_path_factory.mktemp("uploads"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(serving()) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    own: dict[str, Any] = {"viewport": SCREEN, "locale": "zh-CN", "accept_downloads": True}
    with page_of(browser, address, **own) as page:
        page.goto(address)
        yield page


def drop(page: Page, *paths: Path, zone: str = "#file") -> None:
    """Drop files on a zone as a hand does."""
    held = page.evaluate_handle(
        """files => {
          const held = new DataTransfer();
          for (const [name, bytes] of files)
            held.items.add(new File([new Uint8Array(bytes)], name));
          return held;
        }""",
        [[path.name, list(path.read_bytes())] for path in paths],
    )
    target = page.locator(f".drop:has({zone})")
    for kind in ("dragover", "drop"):
        target.dispatch_event(kind, {"dataTransfer": held})


def in_sight(page: Page, name: str) -> bool:
    """Whether an element stands in the visible part of what it scrolls in."""
    sight: bool = page.evaluate(
        """name => {
          const own = document.getElementById(name).getBoundingClientRect();
          const pane = document.getElementById(name).closest(".scrolled").getBoundingClientRect();
          return own.width > 0 && own.top >= pane.top - 1 && own.bottom <= pane.bottom + 1;
        }""",
        name,
    )
    return sight


@pytest.mark.parametrize("name", ["wrong.pdf", "wrong.docx", "wrong.html"])
def test_a_dropped_report_is_shown_with_what_is_wrong(
    page: Page, drawn: dict[str, Path], name: str
) -> None:
    drop(page, drawn[name])
    card = page.locator("article.error").first
    expect(card).to_contain_text("应为 10（现填 17")
    card.get_by_role("link", name="看原文").click()
    spot = str(card.get_by_role("link", name="看原文").get_attribute("href"))[1:]
    assert in_sight(page, spot)
    expect(page.locator(f"#{spot}")).to_have_class(re.compile("^(spot )?error shown$"))
    # And the other way round.
    page.locator("main").evaluate("pane => pane.scrollTo(0, 9999)")
    page.locator(f"a:has(#{spot})" if "pdf" in name else f"#{spot} a").first.click()
    assert in_sight(page, "f1") or page.locator("#f1").bounding_box() is not None
    expect(page.locator("#f1")).to_have_class("error shown")


def test_an_accepted_figure_tells_what_it_settles(page: Page, drawn: dict[str, Path]) -> None:
    drop(page, drawn["wrong.docx"])
    expect(page.locator("article.error").first).to_be_visible()
    before = page.locator("article.error").count()
    page.get_by_role("button", name="试改为 10").first.click()
    supposed = page.locator(".supposed")
    expect(supposed).to_contain_text("17 → 10")
    expect(supposed).to_contain_text("已解决")
    expect(page.locator("article.error")).to_have_count(0)
    expect(page.locator('[id="c-requests.new.total"]')).to_have_value("10")
    page.locator(".supposed").get_by_role("link", name="恢复原数").click()
    expect(page.locator("article.error")).to_have_count(before)


def test_any_cell_may_be_tried(page: Page, drawn: dict[str, Path]) -> None:
    drop(page, drawn["sound.docx"])
    expect(page.locator("article.error")).to_have_count(0)
    page.get_by_role("button", name="数据试改").click()
    cell = page.locator('[id="c-requests.new.natural_person"]')
    printed = cell.input_value()
    cell.fill("99")
    cell.press("Tab")
    expect(page.locator("article.error").first).to_be_visible()
    cell.fill(printed)
    cell.press("Tab")
    expect(page.locator("article.error")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "form", "ending"),
    [
        ("wrong.pdf", "加了批注的原文件", ".pdf"),
        ("wrong.docx", "加了批注的原文件", ".docx"),
        ("wrong.docx", "核对结果（网页）", ".html"),
        ("wrong.docx", "核查意见（Word）", ".docx"),
    ],
)
def test_outputs_are_downloaded(
    page: Page, drawn: dict[str, Path], name: str, form: str, ending: str, tmp_path: Path
) -> None:
    drop(page, drawn[name])
    page.locator(".menu summary").click()
    with page.expect_download() as told:
        page.get_by_role("link", name=form).click()
    saved = tmp_path / told.value.suggested_filename
    told.value.save_as(saved)
    assert saved.name.startswith("wrong-")
    assert saved.suffix == ending
    if ending == ".pdf":
        assert any(page.get("/Annots") for page in PdfReader(saved).pages)
    elif ending == ".docx":
        assert docx.Document(str(saved)).paragraphs
    else:
        assert "应为 10" in saved.read_text("utf-8")


def test_several_files_and_what_cannot_be_read(page: Page, drawn: dict[str, Path]) -> None:
    drop(page, drawn["broken.pdf"], drawn["wrong.docx"], drawn["sound.docx"])
    expect(page.locator(".verdict")).to_have_text("未能检查")
    batch = page.locator(".batch a")
    expect(batch).to_have_count(3)
    batch.nth(2).click()
    expect(page.locator("article.error")).to_have_count(0)
    page.locator(".batch a").nth(1).click()
    expect(page.locator("article.error").first).to_be_visible()
    # The browser itself tells its console of a page that was refused.
    page.get_by_role("button", name="关闭并清除").click()
    expect(page.get_by_role("heading", name="放入年度报告")).to_be_visible()


def test_reading_a_scan_shows_how_far_it_is(page: Page, drawn: dict[str, Path]) -> None:
    drop(page, drawn["scan.pdf"])
    expect(page.locator("#told")).to_contain_text("/", timeout=60_000)
    expect(page.locator("#findings")).to_be_visible(timeout=120_000)
    assert page.locator(".page img").count() > 1


def test_last_years_report_beside_it(page: Page, drawn: dict[str, Path]) -> None:
    drop(page, drawn["wrong.html"], zone="#previous")
    expect(page.get_by_role("heading", name="放入年度报告")).to_be_visible()
    drop(page, drawn["sound.docx"])
    expect(page.locator("#findings")).to_be_visible()


def test_it_speaks_english_too(page: Page, drawn: dict[str, Path]) -> None:
    drop(page, drawn["wrong.docx"])
    expect(page.get_by_role("button", name="试改为 10").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Try 10").first).to_be_visible()
    page.get_by_role("button", name="Try 10").first.click()
    expect(page.locator(".supposed")).to_contain_text("Resolved")


def test_a_keyboard_is_enough(page: Page, drawn: dict[str, Path]) -> None:
    page.set_input_files("#file", drawn["wrong.docx"])
    page.locator("#file").focus()
    page.get_by_role("button", name="核对", exact=True).press("Enter")
    page.get_by_role("link", name="看原文").first.press("Enter")
    assert in_sight(page, str(page.evaluate("document.querySelector('.shown').id")))
    page.get_by_role("button", name="试改为 10").first.press("Enter")
    expect(page.locator(".supposed")).to_be_visible()


def test_all_can_use_it(page: Page, drawn: dict[str, Path]) -> None:
    assert grave_faults(page) == []
    for name in ("wrong.pdf", "wrong.docx"):
        page.goto(page.url.split("/d/")[0])
        drop(page, drawn[name])
        expect(page.locator("#findings")).to_be_visible()
        assert grave_faults(page) == []
        page.get_by_role("button", name="数据试改").click()
        page.get_by_role("button", name="试改为 10").first.click()
        expect(page.locator(".supposed")).to_be_visible()
        assert grave_faults(page) == []
    # Nothing is wider than the screen.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_works_without_script(browser: Browser, address: str, drawn: dict[str, Path]) -> None:
    with page_of(browser, address, java_script_enabled=False, locale="zh-CN") as page:
        page.goto(address)
        page.set_input_files("#file", drawn["wrong.docx"])
        page.get_by_role("button", name="核对", exact=True).click()
        expect(page.locator("article.error").first).to_be_visible(timeout=20_000)
        page.get_by_role("button", name="试改为 10").first.click()
        expect(page.locator(".supposed")).to_contain_text("17 → 10")
