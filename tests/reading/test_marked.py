"""Markdown, pages saved as one file, and reports stored as JSON."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.generator import web, word
from tests.generator.bodies import report
from tests.generator.text import write_markdown
from tests.helpers import findings_of, report_of, wrong_cells
from validator.model.errors import UserError
from validator.model.place import Place
from validator.model.report import Report
from validator.pipeline.document import Input, extract
from validator.rulebase.formats import load_formats
from validator.serialization.report import encode_report, report_json
from validator.specimen import Edits, specimen


def whole(edits: Edits) -> Report:
    """A report with a source that it was read from."""
    return report_of(word.write(specimen(load_formats(), edits)))


def printed(own: Report) -> dict[str, str]:
    return {concept: fact.figure.text for concept, fact in own.facts.items()}


@pytest.mark.parametrize("format_id", ["2019", "2021"])
@pytest.mark.parametrize("html_tables", [False, True])
def test_markdown_comes_back_whole(format_id: str, html_tables: bool) -> None:
    document = specimen(load_formats(), report(51, format_id))
    own = report_of(document)
    found = report_of(write_markdown(document, html_tables=html_tables).encode())
    assert found.source.media_type == "text/markdown"
    assert wrong_cells(found, printed(own)) == []
    assert [s.text for s in found.sections] == [s.text for s in own.sections]
    assert findings_of(found).findings == ()


def test_pages_saved_as_one_file() -> None:
    document = specimen(load_formats(), report(52, "2021"))
    message = EmailMessage()
    message["Subject"] = "page"
    message.set_content("text beside the page")
    page = web.write(document, web.WebStyle(encoding="gb18030", declared="gb2312"))
    message.add_related(page, "text", "html", cte="quoted-printable")
    found = report_of(message.as_bytes())
    assert found.source.media_type == "multipart/related"
    assert wrong_cells(found, printed(report_of(document))) == []
    assert findings_of(found).findings == ()


def stored(tmp_path: Path, text: str) -> Report:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    return extract(Input("report.json", path), load_formats()).report


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_a_stored_report_gives_the_same_findings(format_id: str, tmp_path: Path) -> None:
    edits = Edits(
        format=format_id, cells={"requests.granted.total": "42", "requests.new.other": "无"}
    )
    own = whole(edits)
    found = stored(tmp_path, report_json(own))
    assert found.facts == own.facts
    # A section's text is stored with one place, that of its heading.
    assert [c._replace(place=Place()) for c in found.claims] == [
        c._replace(place=Place()) for c in own.claims
    ]
    wanted = [(f.rule, f.message) for f in findings_of(own).findings]
    assert wanted
    assert [(f.rule, f.message) for f in findings_of(found).findings] == wanted


def test_a_report_written_by_hand_needs_no_labels(tmp_path: Path) -> None:
    data = encode_report(whole(report(53, "2021")))
    del data["labels"]
    assert findings_of(stored(tmp_path, json.dumps(data))).findings == ()


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("year",), "2023", "year"),
        (("format",), "1999", "format"),
        (("tables", "requests", "new", "total", "text"), 5, "tables.requests.new.total.text"),
        (("tables", "requests", "unheard_of"), {}, None),
        (("sections", 0, "text"), None, "sections.0.text"),
    ],
)
def test_a_mistake_names_its_path(
    path: tuple[str | int, ...], value: object, named: str | None, tmp_path: Path
) -> None:
    data = encode_report(whole(Edits()))
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    if named is None:
        assert stored(tmp_path, json.dumps(data)).facts
        return
    with pytest.raises(UserError) as caught:
        stored(tmp_path, json.dumps(data))
    assert caught.value.key == "json_invalid"
    assert caught.value.details["path"] == named


def test_an_unknown_cell_and_a_broken_file_get_their_sentence(tmp_path: Path) -> None:
    text = report_json(whole(Edits()))
    with pytest.raises(UserError) as caught:
        stored(tmp_path, text.replace('"carried_in"', '"carried_inn"', 1))
    assert str(caught.value.details["path"]).startswith("tables.requests.carried_inn")
    with pytest.raises(UserError) as caught:
        stored(tmp_path, text[:-20])
    assert caught.value.key == "json_damaged"
