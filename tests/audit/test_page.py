"""The overview of an audit in a browser: it is filtered, and leads to each body."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.audit.test_audit import audit, write, year
from tests.browsing import browsing, grave_faults, page_of
from tests.generator.jurisdiction import jurisdiction


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overview")
    jurisdiction(folder / "in", 4, [2022, 2023], damaged=0.2, seed=3)
    write(folder / "in" / "x.docx", year(2022, "1", "4"))
    write(folder / "in" / "y.html", year(2023, "3", "1"))
    audit(folder / "in", folder / "out")
    return folder / "out" / "index.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, overview: Path) -> Iterator[Page]:
    with page_of(browser, "file:") as page:
        page.goto(overview.as_uri())
        yield page


def rows(page: Page) -> list[str]:
    table = page.locator("table.filtered").first
    return table.locator("tbody tr:visible td:first-child").all_inner_texts()


def test_it_is_filtered_by_name_year_grade_and_rule(page: Page) -> None:
    every = rows(page)
    assert len(every) == 5
    page.get_by_label("机关名称").fill("云岭")
    assert rows(page) == ["云岭市水务局"]
    page.get_by_label("机关名称").fill("")
    page.locator("select[name=rule]").select_option("SER001")
    assert rows(page) == ["云岭市水务局"]
    page.locator("select[name=year]").select_option("2022")
    assert rows(page) == []
    page.locator("select[name=rule]").select_option("")
    page.locator("select[name=year]").select_option("2023")
    page.locator("select[name=grade]").select_option("error")
    assert "云岭市水务局" in rows(page)
    assert page.locator("#shown").inner_text() == f"{len(rows(page))} / 5"


def test_a_name_leads_to_the_body_and_back(page: Page) -> None:
    page.get_by_role("link", name="云岭市水务局").first.click()
    expect(page.get_by_role("heading", name="云岭市水务局")).to_be_visible()
    expect(page.locator(".overview")).to_be_hidden()
    expect(page.locator("article.error").filter(visible=True).first).to_contain_text("上年结转填 3")
    page.get_by_role("link", name="返回总览").filter(visible=True).click()
    expect(page.locator(".overview")).to_be_visible()


def test_all_can_use_it(page: Page) -> None:
    assert grave_faults(page) == []
    page.get_by_role("link", name="云岭市水务局").first.click()
    assert grave_faults(page) == []
