"""Word files: every cell and the text come back, however they were written."""

import dataclasses

import pytest

from tests.generator.bodies import report
from tests.generator.word import WordStyle, package, write
from tests.helpers import findings_of, report_of, wrong_cells
from validator.model.document import Line
from validator.model.errors import UserError
from validator.reading import read
from validator.reading.office.numbering import format_numeral
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

FLAGS = [field.name for field in dataclasses.fields(WordStyle)]


@pytest.mark.parametrize("format_id", ["2019", "2021"])
@pytest.mark.parametrize("flag", ["", *FLAGS])
def test_every_cell_and_no_finding(flag: str, format_id: str) -> None:
    style = WordStyle(**{flag: True}) if flag else WordStyle()
    document = specimen(load_formats(), report(11, format_id))
    data = write(document, style)
    own = report_of(document)
    found = report_of(data)
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert [s.id for s in found.sections] == [s.id for s in own.sections]
    assert [s.heading for s in found.sections] == [s.heading for s in own.sections]
    assert found.issuer == own.issuer
    result = findings_of(found)
    assert [f.rule for f in result.findings] == (["TXT037"] if style.hidden else [])
    assert result.undetermined == ()


def test_a_cell_knows_its_table_row_and_column() -> None:
    found = report_of(write(specimen(load_formats())))
    place = found.facts["requests.new.natural_person"].place
    assert place.table is not None
    assert place.row is not None
    assert place.column is not None
    assert place.page is None


def test_entities_are_not_expanded_and_nothing_outside_is_read() -> None:
    body = (
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;">]>'
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>x&a;&b;y</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    document = read(package({"word/document.xml": body}), "a.docx")
    assert [b.text for b in document.blocks if isinstance(b, Line)] in (["x"], ["xy"])


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": "<w:document"}, "office_damaged"),
        ({"word/document.xml": "<a/>"}, "office_damaged"),
        ({"word/document.xml": "<a>" * 5000}, "office_damaged"),
        ({"word/other.xml": "", "a": "word/document.xml"}, "office_damaged"),
        ({"word/document.xml": " " * (65 * 1024 * 1024)}, "exceeds_unpacked"),
    ],
)
def test_damaged_and_hostile_files_get_their_sentence(parts: dict[str, str], code: str) -> None:
    data = package({**parts, "note": "word/document.xml"}) + b"word/document.xml"
    with pytest.raises(UserError) as caught:
        read(data, "a.docx")
    assert caught.value.key == code


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (12, "japaneseCounting", "十二"),
        (3, "decimalFullWidth", "３"),
        (2, "decimalEnclosedCircle", "②"),
        (4, "lowerRoman", "iv"),
        (9, "upperRoman", "IX"),
        (3, "upperLetter", "C"),
        (7, "decimal", "7"),
        (7, "unheard-of", "7"),
    ],
)
def test_numerals_of_lists(value: int, form: str, text: str) -> None:
    assert format_numeral(value, form) == text
