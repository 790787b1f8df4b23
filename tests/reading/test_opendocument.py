"""OpenDocument files: every cell and the text come back, however they were written."""

import io
import zipfile

import pytest

from tests.generator.bodies import report
from tests.generator.opendocument import OdfStyle, write, write_sheets
from tests.helpers import findings_of, report_of, wrong_cells
from validator.model.document import Grid
from validator.model.errors import UserError
from validator.reading import read
from validator.reading.forms import media_type
from validator.reading.sniffing import MediaType
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

STYLES = [
    OdfStyle(),
    OdfStyle(flat=True),
    OdfStyle(numbered=True),
    OdfStyle(hidden=True),
    OdfStyle(repeated=True),
    OdfStyle(boxed=True),
    OdfStyle(noted=True),
    OdfStyle(tracked="apart"),
    OdfStyle(tracked="inline", flat=True),
]


@pytest.mark.parametrize("format_id", ["2019", "2021"])
@pytest.mark.parametrize("style", STYLES, ids=str)
def test_every_cell_and_no_finding(style: OdfStyle, format_id: str) -> None:
    document = specimen(load_formats(), report(12, format_id))
    own, found = report_of(document), report_of(write(document, style))
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert [s.heading for s in found.sections] == [s.heading for s in own.sections]
    assert (found.issuer, found.year) == (own.issuer, own.year)
    result = findings_of(found)
    assert [f.rule for f in result.findings] == (["TXT037"] if style.hidden else [])
    assert result.undetermined == ()


@pytest.mark.parametrize("flat", [False, True])
def test_sheets_come_back_without_what_they_hide(flat: bool) -> None:
    document = specimen(load_formats(), report(13, "2021"))
    data = write_sheets(document, flat=flat)
    assert media_type(data) == MediaType.ODS
    own, found = report_of(document), report_of(data)
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert findings_of(found).findings == ()


def changed(data: bytes, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as archive:
        for name in given.namelist():
            archive.writestr(name, parts.get(name.split("/")[-1].split(".")[0], given.read(name)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"content": "<office:nothing"}, "office_damaged"),
        ({"content": "<a/>"}, "office_damaged"),
        ({"manifest": "<m><encryption-data/></m>"}, "office_encrypted"),
    ],
)
def test_what_cannot_be_read_gets_its_sentence(parts: dict[str, str], code: str) -> None:
    data = changed(write(specimen(load_formats())), **parts)
    with pytest.raises(UserError) as caught:
        read(data, "a.odt")
    assert caught.value.key == code


def of_text(content: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "text", "table")
    )
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    body = f"<office:body><office:text>{content}</office:text></office:body>"
    return f"<office:document {spaces} {kind}>{body}</office:document>".encode()


def test_tables_repeated_in_repeated_cells_end_somewhere() -> None:
    inner = "<text:p>1</text:p>"
    for _ in range(6):
        cell = f'<table:table-cell table:number-columns-repeated="900">{inner}</table:table-cell>'
        inner = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    document = read(of_text(inner), "a.fodt")
    assert sum(len(block.cells) for block in document.blocks if isinstance(block, Grid)) < 10_000


@pytest.mark.parametrize(
    "repeats", ['table:number-rows-repeated="9999999"', 'table:number-columns-repeated="9999999"']
)
def test_sheets_beyond_bounds_are_refused(repeats: str) -> None:
    on_row, on_cell = (repeats, "") if "rows" in repeats else ("", repeats)
    cells = f"<table:table-cell {on_cell}><text:p>1</text:p></table:table-cell>" * 20
    row = f"<table:table-row {on_row}>{cells}</table:table-row>"
    data = of_text("").decode().replace("opendocument.text", "opendocument.spreadsheet")
    sheet = f"<office:spreadsheet><table:table>{row}</table:table></office:spreadsheet>"
    with pytest.raises(UserError) as caught:
        read(data.replace("<office:text></office:text>", sheet).encode(), "a.fods")
    assert caught.value.key == "exceeds_cells"
