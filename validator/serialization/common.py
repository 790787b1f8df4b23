"""What all JSON shares: numbers, places, sources."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from validator.model.document import Source
from validator.model.place import Box, Place


def encode_number(value: Decimal | None) -> int | float | None:
    """A value as a JSON number: int if whole, else float."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def encode_place(where: Place | None) -> dict[str, Any]:
    """The known parts of a place; boxes are in points, rounded to two decimals."""
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


def decode_place(data: Mapping[str, Any]) -> Place:
    """The place that `encode_place` encoded among other entries."""
    box = data.get("box")
    names = ("line", "paragraph", "table", "row", "column")
    rest = (data.get(name) for name in names)
    return Place(data.get("page"), Box(*box) if box else None, *rest)


def encode_source(origin: Source) -> dict[str, Any]:
    """The source of a document, with what came with it if there is anything."""
    data: dict[str, Any] = {
        "name": origin.name,
        "sha256": origin.sha256,
        "media_type": origin.media_type,
        "engine": origin.engine,
        "pages": origin.pages,
    }
    if origin.attachments:
        data["attachments"] = list(origin.attachments)
    if origin.signatures:
        data["signatures"] = list(origin.signatures)
    if origin.documents > 1:
        data["documents"] = origin.documents
    return data


def dump(data: Any) -> str:
    """JSON text with a trailing newline; deterministic."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
