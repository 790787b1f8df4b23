"""What all JSON outputs share."""

import json
from decimal import Decimal
from typing import Any

from validator.model.document import Source
from validator.model.place import Place


def number(value: Decimal | None) -> int | float | None:
    """A value as JSON has it: whole numbers as such, others as decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def place(where: Place | None) -> dict[str, Any]:
    """The parts of a place that are known, boxes in points to two decimals."""
    if where is None:
        return {}
    data: dict[str, Any] = {}
    if where.page is not None:
        data["page"] = where.page
    if where.box is not None:
        box = where.box
        data["box"] = [round(v, 2) for v in (box.x0, box.y0, box.x1, box.y1)]
    for name in ("line", "paragraph", "table", "row", "column"):
        count = getattr(where, name)
        if count is not None:
            data[name] = count
    return data


def source(origin: Source) -> dict[str, Any]:
    """The source of a document."""
    return {
        "name": origin.name,
        "sha256": origin.sha256,
        "media_type": origin.media_type,
        "engine": origin.engine,
        "pages": origin.pages,
    }


def dump(data: Any) -> str:
    """JSON text with a newline at its end; the same data gives the same text."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
