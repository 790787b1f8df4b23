"""Word documents in one XML file, and files inserted whole into Word files."""

import dataclasses

import pytest

from tests.generator import web
from tests.generator.bodies import report
from tests.generator.text import write as write_text
from tests.generator.word import WordStyle, flat, with_chunk, write, write_2003
from tests.helpers import findings_of, report_of, wrong_cells
from validator.model.document import Document
from validator.model.report import Report
from validator.reading.forms import media_type
from validator.reading.sniffing import MediaType
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

FLAGS = [field.name for field in dataclasses.fields(WordStyle)]


def same(found: Report, document: Document) -> None:
    own = report_of(document)
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert [s.heading for s in found.sections] == [s.heading for s in own.sections]
    assert (found.issuer, found.year) == (own.issuer, own.year)


@pytest.mark.parametrize("flag", ["", *(f for f in FLAGS if f not in ("strict", "height"))])
def test_word_2003_xml_is_read_as_word_is(flag: str) -> None:
    style = WordStyle(**{flag: True}) if flag else WordStyle()
    document = specimen(load_formats(), report(14, "2021"))
    data = write_2003(document, style)
    assert media_type(data) == MediaType.WORD_XML
    found = report_of(data)
    same(found, document)
    assert [f.rule for f in findings_of(found).findings] == (["TXT037"] if style.hidden else [])


@pytest.mark.parametrize("flag", ["", "numbered", "tracked", "noted"])
def test_a_flat_package_is_read_as_word_is(flag: str) -> None:
    document = specimen(load_formats(), report(15, "2021"))
    data = flat(write(document, WordStyle(**{flag: True}) if flag else None))
    assert media_type(data) == MediaType.WORD_XML
    found = report_of(data)
    same(found, document)
    assert findings_of(found).findings == ()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["part.htm", "part.mht", "part.docx", "part.txt"])
def test_inserted_files_are_read(name: str, packed: bool) -> None:
    document = specimen(load_formats(), report(16, "2021"))
    page = web.write(document)
    content = {
        "part.htm": page,
        "part.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html; charset=utf-8\n\n" + page + b"\n--b--\n",
        "part.docx": write(document),
        "part.txt": write_text(document).encode(),
    }[name]
    data = with_chunk(name, content)
    found = report_of(flat(data) if packed else data)
    own = report_of(document)
    if name == "part.txt":
        # Text alone has lost its tables.
        assert found.issuer == own.issuer
    else:
        same(found, document)
        assert findings_of(found).findings == ()


def test_files_that_hold_themselves_end_somewhere() -> None:
    data = write(specimen(load_formats()))
    for _ in range(8):
        data = with_chunk("part.docx", data)
    assert report_of(with_chunk("part.htm", web.write(specimen(load_formats())))).facts
    from validator.reading import read

    assert read(data, "deep.docx").blocks == ()
