"""What of a document is shown beside its findings."""

import io

import pytest
from PIL import Image

from tests.generator import ofd, web
from tests.generator.pdf import Style, draw
from validator.markup import parse_xml
from validator.model.errors import UserError
from validator.reading import read
from validator.reading.pdf import pdfium
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen
from validator.web import display
from validator.web.display import draw_page

SPECIMEN = specimen(load_formats(), Edits())


def test_pages_of_a_pdf_are_drawn() -> None:
    data = draw(SPECIMEN, Style())
    pages = display.make_preview(data, None).pages
    assert len(pages) == 3
    for number, (width, height) in enumerate(pages, start=1):
        picture = Image.open(io.BytesIO(draw_page(data, number).data))
        assert picture.width / picture.height == pytest.approx(width / height, rel=0.01)
        assert min(picture.convert("L").tobytes()) < 100
    for number in (0, 4, -1):
        with pytest.raises(UserError):
            draw_page(data, number)


def test_a_picture_is_its_only_page() -> None:
    out = io.BytesIO()
    Image.new("RGB", (2000, 1000), "white").save(out, "PNG")
    document = read(web.write(SPECIMEN), "a.html")
    assert display.make_preview(out.getvalue(), document).pages == ((842.0, 421.0),)
    assert Image.open(io.BytesIO(draw_page(out.getvalue(), 1).data)).size == (1600, 800)


def test_of_a_very_long_document_the_beginning_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    data = web.write(SPECIMEN)
    document = read(data, "a.html")
    every = display.make_preview(data, document).pieces
    assert len(every) == len(document.blocks)
    monkeypatch.setattr(display, "MAX_ITEMS", 5)
    assert display.make_preview(data, document).pieces == every[:5]


def test_pages_of_an_ofd_are_drawn_from_what_was_read() -> None:
    data = ofd.write(pdfium.pages(draw(SPECIMEN)), ofd.DIALECTS["converted"])
    pages = display.make_preview(data, None).pages
    assert len(pages) == 3
    for number, (width, height) in enumerate(pages, start=1):
        picture = draw_page(data, number)
        assert picture.media_type == "image/svg+xml"
        drawing = parse_xml(picture.data)
        assert float(drawing.get("width", "0")) == pytest.approx(width, abs=0.1)
        assert float(drawing.get("height", "0")) == pytest.approx(height, abs=0.1)
        assert len(list(drawing.iter("{*}text"))) > 10
    assert "政府信息公开工作年度报告" in "".join(parse_xml(draw_page(data, 1).data).itertext())
    with pytest.raises(UserError):
        draw_page(data, 4)


def test_each_frame_of_a_picture_file_is_a_page() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", size, "white") for size in ((2000, 1000), (500, 1000))]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert display.make_preview(out.getvalue(), None).pages == ((842.0, 421.0), (421.0, 842.0))
    assert Image.open(io.BytesIO(draw_page(out.getvalue(), 2).data)).size == (500, 1000)


def test_a_damaged_ofd_has_no_pages() -> None:
    assert display.make_preview(b"PK\x03\x04OFD.xml", None).pages == ()
