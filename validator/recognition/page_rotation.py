"""Places of a report on pages as displayed, for pages that were rotated to be read."""

from collections.abc import Mapping
from typing import Any

from validator.model.document import PageRotation
from validator.model.place import Place
from validator.model.report import Report


def to_displayed_pages(report: Report, rotated_pages: tuple[PageRotation, ...]) -> Report:
    """Return the report with boxes on rotated pages mapped to the page as displayed."""
    pages = {page.page: page for page in rotated_pages}
    # Places of pictures already refer to the page as displayed.
    return _map_places(report, pages)._replace(pictures=report.pictures) if pages else report


def _map_places(value: Any, pages: Mapping[int, PageRotation]) -> Any:
    if isinstance(value, Place):
        page = pages.get(value.page or 0)
        return value._replace(box=page.box_as_shown(value.box)) if page and value.box else value
    if isinstance(value, tuple):
        items = [_map_places(item, pages) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, Mapping):
        return {key: _map_places(item, pages) for key, item in value.items()}
    return value
