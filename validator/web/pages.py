"""The pages as functions from state to HTML; they know no server."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from validator.model.catalogue import Catalogue
from validator.rendering import wording
from validator.rendering.templating import template
from validator.web.entry import Entry
from validator.web.options import ServerOptions
from validator.web.views import Changes, Sheet

_PACKAGE = "validator.web"


class Frame(NamedTuple):
    """What is around every page: its wording, its own path, and how it is served."""

    catalogue: Catalogue
    path: str
    options: ServerOptions


def palette() -> str:
    """The colours, shared with the HTML reports, as CSS."""
    return template(_PACKAGE, "palette.css").render()


def start_page(frame: Frame) -> str:
    """The page on which files are dropped."""
    return _render(frame, "start.html")


def waiting_page(frame: Frame, entry: Entry, batch: Sequence[Entry]) -> str:
    """The page of a document that is still being read."""
    return _render(frame, "waiting.html", entry=entry, others=batch)


def refused_page(frame: Frame, entry: Entry, batch: Sequence[Entry], why: str) -> str:
    """The page of a document that could not be checked."""
    return _render(frame, "refused.html", entry=entry, others=batch, why=why)


def problem_page(frame: Frame, why: str) -> str:
    """The page of a request that cannot be answered."""
    return _render(frame, "problem.html", why=why)


def report_page(
    frame: Frame,
    entry: Entry,
    batch: Sequence[Entry],
    sheet: Sheet,
    downloads: Sequence[str],
    changes: Changes | None = None,
) -> str:
    """The page of a document with its findings; `changes` if figures of it are replaced."""
    catalogue = frame.catalogue
    return _render(
        frame,
        "report.html",
        entry=entry,
        others=batch,
        sheet=sheet,
        changed=changes,
        forms=downloads,
        word=catalogue.word,
        told=lambda item: wording.where_and_what(item, catalogue),
        helps=lambda findings: wording.helps(findings, catalogue),
        explain=False,
    )


def _render(frame: Frame, name: str, **values: Any) -> str:
    return template(_PACKAGE, name).render(
        say=frame.catalogue.say,
        language="zh-CN" if frame.catalogue.language == "zh" else "en",
        path=frame.path,
        serving=frame.options,
        **values,
    )
