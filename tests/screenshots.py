"""The pictures in docs/: `python -m tests.screenshots FOLDER`, with Chromium."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from tests.browsing import browsing
from tests.conftest import ROOT
from tests.generator.jurisdiction import draw_in, jurisdiction
from tests.web_server import served, serving
from validator.audit.plan import Plan
from validator.audit.run import run_audit
from validator.cli.progress import ProgressDisplay
from validator.configuration.config import CheckConfig
from validator.configuration.file import ConfigFile
from validator.rulebase.messages import load_catalogue


def page_of_serve(browser: Browser, folder: Path) -> None:
    """The page of `nianbao serve`: a report framed, and the same with a figure tried."""
    example = ROOT / "examples" / "report-with-a-fault.pdf"
    with served(serving()) as address:
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page.goto(address)
        page.set_input_files("#file", example)
        page.get_by_role("button", name="核对", exact=True).click()
        page.locator("a.show").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / "serve.png")
        page.locator("button[name=accept]").first.click()
        page.locator(".supposed").wait_for()
        page.screenshot(path=folder / "serve-tried.png")
        page.close()


def overview_of_audit(browser: Browser, folder: Path) -> None:
    """The overview of an audit of invented bodies, some with a fault."""
    with tempfile.TemporaryDirectory() as name:
        place, said = Path(name), load_catalogue("zh")
        filed = jurisdiction(place / "in", 12, [2021, 2022, 2023])
        for number, one in enumerate(filed[::4]):
            total = "requests.granted.total"
            cells = {**one.edits.cells, total: str(int(one.edits.cells[total]) + 9 * number)}
            (place / "in" / one.path).unlink()
            wrong = draw_in("docx", replace(one.edits, cells=cells), number)
            (place / "in" / f"{number}.docx").write_bytes(wrong)
        config = CheckConfig(ConfigFile())
        with ProgressDisplay(said) as shown:
            run_audit(Plan(str(place / "in"), place / "out", config, "zh"), "", shown)
        page = browser.new_page(viewport={"width": 1200, "height": 1100})
        page.goto((place / "out" / "index.html").as_uri())
        page.screenshot(path=folder / "audit.png")
        page.close()


def main(folder: str) -> None:
    """Take all pictures."""
    with browsing() as browser:
        page_of_serve(browser, Path(folder))
        overview_of_audit(browser, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1])
