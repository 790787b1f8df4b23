"""Pages to blocks: furniture set apart, paragraphs, rotated pages, both engines."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.generator.pdf import FONT, Style, draw
from validator.model.document import Document, Grid, Line
from validator.model.place import Place
from validator.reading import Engine, Options, read
from validator.rulebase.formats import load_formats
from validator.specimen import specimen


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


@pytest.mark.parametrize(
    "footer", ["- {page} -", "第{page}页", "{page}", "— {page} —", "清溪县水务局年度报告"]
)
def test_page_numbers_and_running_lines_are_no_text(footer: str) -> None:
    document = read(draw(specimen(load_formats()), Style(footer=footer)), "a.pdf")
    pages = document.source.pages
    assert pages > 1
    assert len(document.boilerplate) == pages
    shown = {footer.format(page=page).replace(" ", "") for page in range(1, pages + 1)}
    assert not shown & {text.replace(" ", "") for text in texts(document)}


def test_lines_of_a_paragraph_belong_together() -> None:
    document = read(draw(specimen(load_formats())), "a.pdf")
    opening = [b.text for b in document.blocks if isinstance(b, Line) and b.starts_paragraph]
    assert [t for t in opening if t.startswith(("一、", "二、", "（一）", "（二）"))] == [
        "一、总体情况",
        *[t for t in opening if t.startswith("（一）")],
        *[t for t in opening if t.startswith("（二）")],
        "二、主动公开政府信息情况",
    ]
    assert not any(t.startswith("复议和行政诉讼") for t in opening)


def rotated(turn: int, *, told: bool = True) -> bytes:
    """A page whose content is turned, and shown upright again by its /Rotate entry if `told`."""
    out = io.BytesIO()
    # reportlab swaps the sides of a page that it turns by a quarter.
    size = (842, 595) if told and turn in (90, 270) else (595, 842)
    canvas = Canvas(out, pagesize=size, invariant=1)
    if told:
        canvas.setPageRotation(turn)
    canvas.translate(*{0: (0, 0), 90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
    canvas.rotate(turn)
    height = 842 if turn in (0, 180) else 595
    canvas.setFont(FONT, 12)
    canvas.drawString(100, height - 112, "申请数量")
    for y in (200, 230, 260):
        canvas.line(100, height - y, 500, height - y)
    for x in (100, 300, 500):
        canvas.line(x, height - 200, x, height - 260)
    canvas.drawString(110, height - 220, "予以公开的政府信息数量")
    canvas.drawString(310, height - 250, "12 件，均在期限内答复")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotated_pages_are_read_as_shown(turn: int, engine: Engine) -> None:
    document = read(rotated(turn), "a.pdf", Options(engine))
    line, grid = document.blocks
    assert isinstance(line, Line)
    assert isinstance(grid, Grid)
    assert line.text == "申请数量"
    assert [(c.row, c.column) for c in grid.cells if c.text] == [(0, 0), (1, 1)]
    assert grid.place.box == pytest.approx((100, 200, 500, 260), abs=1)


def test_places_are_pages_and_boxes() -> None:
    document = read(draw(specimen(load_formats())), "a.pdf")
    for block in document.blocks:
        assert block.place != Place()
        assert block.place.page is not None
        assert block.place.box is not None
        assert 0 <= block.place.box.x0 < block.place.box.x1 <= 595


def test_an_empty_page_between_is_nothing() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for text in ("清溪县水务局2023年政府信息公开工作年度报告", "", "一、总体情况，公开信息若干"):
        canvas.setFont(FONT, 12)
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    assert [b.place.page for b in read(out.getvalue(), "a.pdf").blocks] == [1, 3]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_text_that_a_line_strikes_out_is_none_unless_there_is_no_other(engine: Engine) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 700, "words that are kept and WORDSTHATARESTRUCK")
    canvas.line(72 + canvas.stringWidth("words that are kept and "), 704, 400, 704)
    canvas.grid([72, 132, 192], [600, 630, 660])
    for x, y, text in ((80, 640, "76"), (140, 640, "12"), (80, 610, "3"), (140, 610, "4")):
        canvas.drawString(x, y, text)
    canvas.line(80, 644, 80 + canvas.stringWidth("7"), 644)
    canvas.line(140, 644, 140 + canvas.stringWidth("12"), 644)
    canvas.save()
    document = read(out.getvalue(), "a.pdf", Options(engine))
    line, grid = document.blocks
    assert isinstance(line, Line)
    assert line.text == "words that are kept and"
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.confidence) for cell in grid.cells] == [
        ("6", 1.0),
        ("12", 0.0),
        ("3", 1.0),
        ("4", 1.0),
    ]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    ("turn", "box"),
    [(90, (200, 342, 260, 742)), (180, (95, 582, 495, 642)), (270, (335, 100, 395, 500))],
)
def test_pages_shown_lying_are_read_level(
    turn: int, box: tuple[float, ...], engine: Engine
) -> None:
    document = read(rotated(turn, told=False), "a.pdf", Options(engine))
    line, grid = document.blocks
    assert isinstance(line, Line)
    assert isinstance(grid, Grid)
    assert line.text == "申请数量"
    assert [(c.row, c.column, c.text) for c in grid.cells if c.text] == [
        (0, 0, "予以公开的政府信息数量"),
        (1, 1, "12件，均在期限内答复"),
    ]
    assert grid.place.box is not None
    assert document.views[1][0].box_as_shown(grid.place.box) == pytest.approx(box, abs=1)


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("turn", [90, 270])
def test_turned_labels_are_read_along_their_writing(turn: int, engine: Engine) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont(FONT, 10)
    for y in (500, 600, 700):
        canvas.line(100, y, 400, y)
    for x in (100, 150, 400):
        canvas.line(x, 500, x, 700)
    canvas.drawString(160, 650, "本年新收政府信息公开申请数量合计若干")
    canvas.drawString(160, 550, "上年结转政府信息公开申请数量合计若干")
    canvas.saveState()
    canvas.translate(*{90: (120, 610), 270: (130, 690)}[turn])
    canvas.rotate(turn)
    canvas.drawString(0, 0, "本年度办理")
    canvas.drawString(0, -14, "结果12")
    canvas.restoreState()
    canvas.save()
    (grid,) = read(out.getvalue(), "a.pdf", Options(engine)).blocks
    assert isinstance(grid, Grid)
    assert [c.text for c in grid.cells] == [
        "本年度办理\n结果12",
        "本年新收政府信息公开申请数量合计若干",
        "",
        "上年结转政府信息公开申请数量合计若干",
    ]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_a_figure_of_which_a_part_is_struck_is_in_doubt(engine: Engine) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 700, "words that make this page a page of text")
    canvas.grid([72, 132, 192], [600, 630, 660])
    width = canvas.stringWidth("1")
    for x, y, text in ((80, 640, "120"), (140, 640, "12"), (80, 610, "3"), (140, 610, "4")):
        canvas.drawString(x, y, text)
    canvas.line(80, 644, 80 + 1.6 * width, 644)
    canvas.save()
    _, grid = read(out.getvalue(), "a.pdf", Options(engine)).blocks
    assert isinstance(grid, Grid)
    assert [cell.confidence for cell in grid.cells] == [0.0, 1.0, 1.0, 1.0]
