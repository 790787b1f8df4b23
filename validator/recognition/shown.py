"""The places of a report on pages as they are shown, where pages that lie were read level."""

from collections.abc import Mapping
from typing import Any

from validator.model.document import Lying
from validator.model.place import Place
from validator.model.report import Report


def as_shown(report: Report, lying: tuple[Lying, ...]) -> Report:
    """The same report with the boxes on lying pages where they are on the page as shown."""
    pages = {page.page: page for page in lying}
    # Pictures were placed on the page as shown from the start.
    return _moved(report, pages)._replace(pictures=report.pictures) if pages else report


def _moved(value: Any, pages: Mapping[int, Lying]) -> Any:
    if isinstance(value, Place):
        page = pages.get(value.page or 0)
        return value._replace(box=page.shown(value.box)) if page and value.box else value
    if isinstance(value, tuple):
        items = [_moved(item, pages) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, Mapping):
        return {key: _moved(item, pages) for key, item in value.items()}
    return value
