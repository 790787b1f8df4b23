"""OFD files in the dialects of the programs that write them."""

import io
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from tests.generator.bodies import report
from tests.generator.ofd import DIALECTS, Dialect, write, write_pictures
from tests.generator.pdf import draw
from tests.generator.scan import ScanStyle, pictures
from tests.helpers import findings_of, report_of, wrong_cells
from validator.markup import parse_xml
from validator.model.document import Line
from validator.model.errors import UserError
from validator.model.page_objects import PageObjects
from validator.reading import Options, read
from validator.reading.ofd.content import read_page
from validator.reading.ofd.paths import segments
from validator.reading.ofd.structure import Page, Resources, open_ofd
from validator.reading.ofd.textcode import deltas
from validator.reading.options import DEFAULT_BOUNDS
from validator.reading.pdf import pdfium
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

FAULT = Edits(cells={"requests.granted.total": "6"})


@cache
def pages_of(edits: Edits | None = None) -> tuple[PageObjects, ...]:
    return tuple(pdfium.pages(draw(specimen(load_formats(), edits or report(21, "2021")))))


@pytest.mark.parametrize("name", DIALECTS)
def test_every_cell_and_no_finding(name: str) -> None:
    document = specimen(load_formats(), report(21, "2021"))
    own, found = report_of(document), report_of(write(pages_of(), DIALECTS[name]))
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert [s.heading for s in found.sections] == [s.heading for s in own.sections]
    assert (found.issuer, found.year) == (own.issuer, own.year)
    told = {"hidden": ["TXT037"], "accompanied": ["STR025"]}.get(name, [])
    result = findings_of(found)
    assert [f.rule for f in result.findings] == told
    assert result.undetermined == ()
    assert found.source.media_type == "application/ofd"


@pytest.mark.parametrize("name", DIALECTS)
def test_faults_are_found_where_they_are(name: str) -> None:
    pages = pdfium.pages(draw(specimen(load_formats(), FAULT)))
    found = findings_of(write(pages, DIALECTS[name]), ["SUM001", "SUM002"]).findings
    assert {f.rule for f in found} == {"SUM001", "SUM002"}
    for finding in found:
        assert finding.place is not None
        assert finding.place.page
        assert finding.place.box is not None


def test_what_came_with_the_document_is_named() -> None:
    source = read(write(pages_of(), DIALECTS["accompanied"]), "a.ofd").source
    assert source.attachments == ("台账",)
    assert source.signatures == ("示例签章",)
    assert source.documents == 2


def test_single_chars_without_a_mapping_leave_their_figures_undetermined() -> None:
    data = write(pages_of(), Dialect(private=9))
    own = report_of(specimen(load_formats(), report(21, "2021")))
    for concept, fact in report_of(data).facts.items():
        if fact.figure.value is not None:
            assert fact.figure.value == own.facts[concept].figure.value
    assert not any(f.severity.word == "error" for f in findings_of(data).findings)


def test_text_without_a_mapping_is_refused() -> None:
    assert code_of(write(pages_of(), Dialect(private=1))) == "ofd_unmapped"


def test_pages_that_are_pictures_are_recognised() -> None:
    # A strip of a page, since recognition takes as long as there is text.
    page = pictures(specimen(load_formats(), Edits()), ScanStyle())[0][150:420]
    out = io.BytesIO()
    Image.fromarray(page).save(out, "PNG")
    data = write_pictures([out.getvalue()], 595, 595 * page.shape[0] / page.shape[1])
    document = read(data, "a.ofd")
    assert document.source.engine == "lxml+rapidocr"
    assert document.scanned == {1}
    text = "".join(block.text for block in document.blocks if isinstance(block, Line))
    assert "清溪县水务局2023年政府信息公开工作年度报告" in text
    assert code_of(data, Options(ocr="never")) == "ofd_scan"


def repacked(data: bytes, names: dict[str, bytes | None]) -> bytes:
    """The file with some parts replaced, or left out where None is given."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as archive:
        for name in given.namelist():
            content = names.pop(name, given.read(name))
            if content is not None:
                archive.writestr(name, content)
        for name, content in names.items():
            archive.writestr(name, content or b"")
    return out.getvalue()


def code_of(data: bytes, options: Options | None = None) -> str:
    with pytest.raises(UserError) as caught:
        read(data, "a.ofd", options)
    return caught.value.key


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"OFD.xml": b"<nothing"}, "ofd_damaged"),
        ({"OFD.xml": b"<a/>"}, "ofd_damaged"),
        ({"Doc_0/Document.xml": None}, "ofd_damaged"),
        ({"Encryptions.xml": b"<a/>"}, "ofd_encrypted"),
        ({"Doc_0/Pages/Page_0/Content.xml": b" " * (3 << 20)}, "exceeds_unpacked"),
    ],
)
def test_what_cannot_be_read_gets_its_sentence(parts: dict[str, bytes | None], code: str) -> None:
    bounds = Options().bounds._replace(unpacked=2)
    assert code_of(repacked(write(pages_of()), dict(parts)), Options(bounds=bounds)) == code


def test_too_many_pages_and_files_cut_short_are_refused() -> None:
    data = write(pages_of())
    bounds = Options().bounds._replace(pages=1)
    assert code_of(data, Options(bounds=bounds)) == "exceeds_pages"
    assert code_of(data[: len(data) // 2]) == "ofd_damaged"


def test_a_document_without_one_of_its_pages_is_damaged() -> None:
    data = repacked(write(pages_of()), {"Doc_0/Pages/Page_1/Content.xml": None})
    assert code_of(data) == "ofd_damaged"


def test_distances_are_repeated_and_go_on() -> None:
    assert deltas("g 3 2.5 4", 6) == [2.5, 2.5, 2.5, 4, 4, 4]
    assert deltas("1 2 3", 2) == [1, 2]
    assert deltas("", 3) == []
    assert deltas("g 999999999 1", 2) == [1, 1]
    assert deltas("x 1 g y", 3) == [1, 1, 1]


def test_paths_are_read_to_where_they_break() -> None:
    assert [s[:3] for s in segments("M 0 0 L 5 0 C")] == [(2, 0, 0), (0, 5, 0), (0, 0, 0)]
    assert [s[:3] for s in segments("S 1 1 Q 1 2 3 4 B 1 2 3 4 5 6 A 1 1 0 0 0 7 8")] == [
        (2, 1, 1), (1, 3, 4), (1, 5, 6), (1, 7, 8),
    ]  # fmt: skip
    assert list(segments("M 0 0 L 5")) == [(2, 0.0, 0.0, False)]
    assert list(segments("nonsense")) == []


def test_turned_chars_stand_where_their_page_shows_them() -> None:
    (turned,) = [DIALECTS["turned"]]
    opened = open_ofd(write(pages_of(), turned), DEFAULT_BOUNDS)
    plain = open_ofd(write(pages_of(), replace(turned, turned=0)), DEFAULT_BOUNDS)
    for page, upright in zip(opened.pages, plain.pages, strict=True):
        back = read_page(page, opened.resources).objects.turned(3)
        as_drawn = read_page(upright, plain.resources).objects
        assert back.width == pytest.approx(as_drawn.width, abs=0.1)
        for one, other in zip(back.chars, as_drawn.chars, strict=True):
            assert one.text == other.text
            assert one.x0 == pytest.approx(other.x0, abs=0.5)
            assert one.y0 == pytest.approx(other.y0, abs=0.5)
            assert one.turn == other.turn


def test_large_pictures_may_hold_tables() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PNG")
    opened = open_ofd(write_pictures([out.getvalue()], 595, 842), DEFAULT_BOUNDS)
    content = read_page(opened.pages[0], opened.resources)
    assert len(content.objects.pictures) == 1
    assert opened.archive.data(content.pictures[0].part) == out.getvalue()


def content_of(objects: str, resources: str = "") -> PageObjects:
    content = f'<Page><Content><Layer ID="1">{objects}</Layer></Content></Page>'
    root = parse_xml(content.encode())
    found = Resources({}, {}, {})
    for unit in parse_xml(f"<Res>{resources}</Res>".encode()):
        found.composites[unit.get("ID", "")] = unit
    page = Page("1", "a", (0.0, 0.0, 210.0, 297.0), (root[0],))
    return read_page(page, found).objects


_PAPER = '<FillColor Value="255 255 255"/><TextCode'
_TEXT = (
    '<TextObject Boundary="20 20 20 5" Size="4"{}><TextCode X="0" Y="4">{}</TextCode></TextObject>'
)


@pytest.mark.parametrize(
    ("objects", "seen"),
    [
        ('<PathObject Boundary="0 0 210 297" Fill="true" Stroke="false"><FillColor '
         'Value="#FF #FF #FF"/><AbbreviatedData>M 0 0 L 210 0 L 210 297 L 0 297 C'
         "</AbbreviatedData></PathObject>" + _TEXT.format("", "8"), "8"),
        (_TEXT.format(' Fill="false"', "8"), ""),
        (_TEXT.format(' Alpha="0"', "8"), ""),
        (_TEXT.format(' Visible="false"', "8"), ""),
        (_TEXT.format("", "8").replace("<TextCode", _PAPER), ""),
        # White with an outline, and a colour of which nothing is known.
        (_TEXT.format(' Stroke="true"', "8").replace(
            "<TextCode", '<FillColor Value="255 255 255"/><TextCode'), "8"),
        (_TEXT.format("", "8").replace("<TextCode", '<FillColor Index="3"/><TextCode'), "8"),
        ("<PageBlock>" * 20 + _TEXT.format("", "8") + "</PageBlock>" * 20, "8"),
    ],
)  # fmt: skip
def test_what_an_eye_sees_on_a_page(objects: str, seen: str) -> None:
    assert "".join(char.text for char in content_of(objects).chars) == seen


def test_units_that_hold_themselves_end_somewhere() -> None:
    again = '<CompositeObject ResourceID="7" Boundary="0 0 9 9"/>' * 5
    unit = f'<CompositeGraphicUnit ID="7"><Content>{again}</Content></CompositeGraphicUnit>'
    with pytest.raises(UserError) as caught:
        content_of('<CompositeObject ResourceID="7" Boundary="0 0 9 9"/>', unit)
    assert caught.value.key == "exceeds_elements"
