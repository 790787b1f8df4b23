"""Places of a report on pages as shown, for pages that were turned or straightened to be read."""

from collections.abc import Mapping, Sequence
from typing import Any

from validator.model.place import Place
from validator.model.report import Report
from validator.model.view import View, box_as_shown


def to_shown_places(report: Report, views: Mapping[int, Sequence[View]]) -> Report:
    """Return the report with boxes mapped to the pages as shown."""
    if not views:
        return report
    shown: Report = _map_places(report, views)
    # Places of pictures already refer to the page as shown.
    unread = (
        before if before.kind == "picture" else after
        for before, after in zip(report.unread, shown.unread, strict=True)
    )  # fmt: skip
    return shown._replace(pictures=report.pictures, unread=tuple(unread))


def _map_places(value: Any, views: Mapping[int, Sequence[View]]) -> Any:
    if isinstance(value, Place):
        page = views.get(value.page or 0)
        return value._replace(box=box_as_shown(value.box, page)) if page and value.box else value
    if isinstance(value, tuple):
        items = [_map_places(item, views) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, Mapping):
        return {key: _map_places(item, views) for key, item in value.items()}
    return value
