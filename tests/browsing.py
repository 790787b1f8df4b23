"""Pages in a real browser: what they ask for and complain of, and whether all can use them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = next((found for c in ("chromium", "google-chrome") if (found := shutil.which(c))), None)
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# A busy machine is slow to start the processes that read.
expect.set_options(timeout=30_000)
# Faults that axe-core grades like this keep someone from using a page.
_GRAVE = ("serious", "critical")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's Chromium, without a window; skips where there is none."""
    if CHROMIUM is None:
        pytest.skip("needs a browser: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Browser, allowed: str, **context: object) -> Iterator[Page]:
    """A page that may ask `allowed` and what begins so, and must not complain.

    What it asked elsewhere, and errors in its console, fail the test when it is closed.
    """
    with browser.new_context(**context) as own:  # type: ignore[arg-type]
        page = own.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        yield page
        own_schemes = (allowed, "data:", "blob:", "about:")
        assert [url for url in asked if not url.startswith(own_schemes)] == []
        assert complaints == []


def grave_faults(page: Page) -> list[str]:
    """What axe-core finds that keeps someone from using a page, each with where it is."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['target']}"
        for fault in found
        if fault["impact"] in _GRAVE
        for node in fault["nodes"]
    ]
