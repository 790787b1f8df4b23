"""What of a document is shown beside its findings."""

import io

import pytest
from PIL import Image

from tests.generator import web
from tests.generator.pdf import Style, draw
from validator.model.errors import UserError
from validator.reading import read
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
