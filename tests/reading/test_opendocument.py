"""OpenDocument files: every cell and the text come back, however they were written."""

import io
import zipfile

import pytest

from tests.generator.bodies import report
from tests.generator.opendocument import OdfStyle, write, write_sheets
from tests.helpers import findings_of, report_of, wrong_cells
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
