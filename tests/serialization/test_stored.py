"""What a stored report names that its format has not is a refusal."""

import json
from typing import Any

import pytest

from tests.generator import web
from tests.helpers import report_of
from validator.model.errors import UserError
from validator.rulebase.formats import load_formats
from validator.serialization.report import encode_report
from validator.serialization.stored import read_stored_report
from validator.specimen import specimen

PLACE: dict[str, Any] = {}


def stored() -> dict[str, Any]:
    return encode_report(report_of(web.write(specimen(load_formats()))))


def test_what_was_stored_is_read() -> None:
    report = read_stored_report(json.dumps(stored()).encode(), "r.json", load_formats())
    assert report.facts


@pytest.mark.parametrize(
    ("part", "entry"),
    [
        ("labels", {"table": "requests", "role": "column", "id": "nobody", "text": "人"}),
        ("labels", {"table": "requests", "role": "row", "id": "nothing", "text": "无"}),
        ("labels", {"table": "nowhere", "role": "row", "id": "", "text": "无"}),
        ("labels", {"table": "requests", "role": "row", "id": "", "text": "无", "block": 99}),
        ("sections", {"id": "elsewhere", "heading": "七、别的", "text": ""}),
        ("unread", {"table": "nowhere", "kind": "rows", "rows": 1, "of": 2}),
    ],
)
def test_what_the_format_has_not_is_refused(part: str, entry: dict[str, Any]) -> None:
    data = stored()
    data.setdefault(part, []).append({**entry, "location": PLACE})
    with pytest.raises(UserError) as refused:
        read_stored_report(json.dumps(data).encode(), "r.json", load_formats())
    assert refused.value.key == "json_invalid"
