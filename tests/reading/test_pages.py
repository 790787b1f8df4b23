"""Pages turned, cropped, of all sizes, and two on a sheet."""

import io
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import RectangleObject
from reportlab.pdfgen.canvas import Canvas

from tests.generator.bodies import report
from tests.generator.pdf import draw
from tests.helpers import findings_of, report_of, wrong_cells
from validator.reading import Engine
from validator.reading.pdf import pdfium, plumber
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

_WIDTH, _HEIGHT = 595, 842


@cache
def drawn() -> bytes:
    return draw(specimen(load_formats(), report(24, "2021")))


def changed(change: Callable[[int, PageObject], object]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(drawn()))
    for number, page in enumerate(writer.pages):
        change(number, page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def by_matrix(quarters: int) -> bytes:
    back = {1: (_HEIGHT, 0), 2: (_WIDTH, _HEIGHT), 3: (0, _WIDTH)}[quarters]

    def turn(_: int, page: PageObject) -> None:
        page.add_transformation(Transformation().rotate(90 * quarters).translate(*back))
        if quarters % 2:
            sides = RectangleObject((0, 0, _HEIGHT, _WIDTH))
            page.mediabox = page.cropbox = page.trimbox = page.bleedbox = page.artbox = sides

    return changed(turn)


def cropped(_: int, page: PageObject) -> None:
    page.mediabox = RectangleObject((-100, -50, 700, 900))
    page.cropbox = RectangleObject((30, 20, 570, 830))


def two_on_a_sheet() -> bytes:
    writer = PdfWriter()
    pages = list(PdfReader(io.BytesIO(drawn())).pages)
    for left, right in zip(pages[::2], [*pages[1::2], None], strict=False):
        sheet = PageObject.create_blank_page(width=2 * _WIDTH, height=_HEIGHT)
        sheet.merge_page(left)
        if right is not None:
            sheet.merge_transformed_page(right, Transformation().translate(_WIDTH, 0))
        writer.add_page(sheet)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def documents() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for quarters in (1, 2, 3):
        turn = 90 * quarters
        yield f"turned by {turn}", lambda turn=turn: changed(lambda _, p: p.rotate(turn))  # type: ignore[misc]
        yield f"matrix of {turn}", lambda q=quarters: by_matrix(q)  # type: ignore[misc]
    yield "every second turned", lambda: changed(lambda n, p: p.rotate(90 * (n % 2)))
    yield "cropped", lambda: changed(cropped)
    yield "larger than A1", lambda: changed(lambda _, p: p.scale_by(3.2))
    yield "of mixed sizes", lambda: changed(lambda n, p: p.scale_by(1 + 0.6 * (n % 2)))
    yield "two on a sheet", two_on_a_sheet


DOCUMENTS = dict(documents())


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_cell_and_no_finding(name: str, engine: Engine) -> None:
    own = report_of(specimen(load_formats(), report(24, "2021")))
    found = report_of(DOCUMENTS[name](), engine)
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert [s.heading for s in found.sections] == [s.heading for s in own.sections]
    assert found.issuer == own.issuer
    result = findings_of(found)
    assert (result.findings, result.undetermined) == ((), ())


@pytest.mark.parametrize("engine", [pdfium, plumber], ids=["pdfium", "pdfplumber"])
def test_the_values_of_form_fields_are_read(engine: object) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    form = canvas.acroForm
    form.textfield(name="a", value="15", x=100, y=600, width=40, height=14)
    form.textfield(name="b", value="", x=100, y=560, width=40, height=14)
    form.choice(name="c", value="7", options=["6", "7"], x=100, y=520, width=40, height=14)
    form.checkbox(name="d", checked=True, x=100, y=480)
    form.textfield(name="e", value="9", x=100, y=440, width=40, height=14, annotationFlags="hidden")
    canvas.showPage()
    canvas.save()
    (page,) = engine.pages(out.getvalue())  # type: ignore[attr-defined]
    assert [char.text for char in page.chars] == ["1", "5", "7"]
    assert 100 <= page.chars[0].x0 < page.chars[1].x0 <= 140
    assert 842 - 614 <= page.chars[0].y0 < page.chars[0].y1 <= 842 - 600
