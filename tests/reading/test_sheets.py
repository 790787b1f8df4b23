"""Pages side by side on one sheet, borders drawn apart, and glyphs as flat as a stroke."""

from tests.generator.bodies import report
from tests.generator.pdf import Style, draw
from validator.model.document import Document, Grid, Source
from validator.model.page_objects import Char, Edge, PageObjects
from validator.reading.geometry.lattice import find_lattices
from validator.reading.geometry.layout import arrange
from validator.reading.geometry.line_grouping import group_into_lines
from validator.reading.geometry.sheets import split_sheet
from validator.reading.pdf import pdfium
from validator.recognition import recognise
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

SOURCE = Source("sheet.pdf", "0" * 64, "application/pdf", "pdfium", 1)


def two_up(pages: list[PageObjects]) -> list[PageObjects]:
    """Sheets with two pages each, the second right of the first."""
    sheets = []
    for at in range(0, len(pages), 2):
        left = pages[at]
        right = pages[at + 1].moved(left.width, 0) if at + 1 < len(pages) else None
        sheets.append(
            left._replace(
                width=left.width * 2,
                chars=left.chars + (right.chars if right else ()),
                horizontal=left.horizontal + (right.horizontal if right else ()),
                vertical=left.vertical + (right.vertical if right else ()),
            )
        )
    return sheets


def test_two_pages_on_a_sheet_are_read_one_after_the_other() -> None:
    edits = report(4)
    pages = pdfium.pages(draw(specimen(load_formats(), edits), Style(font=10.5)))
    assert len(pages) > 1
    layout = arrange(two_up(pages))
    document = Document(SOURCE, layout.blocks)
    facts = recognise(document, load_formats()).facts
    assert {c: f.figure.text for c, f in facts.items() if edits.cells[c] != f.figure.text} == {}
    # Places are those on the sheet.
    right = [b for b in layout.blocks if b.place.box and b.place.box.x0 > pages[0].width]
    assert right


def test_a_wide_page_with_a_table_across_its_middle_is_one() -> None:
    chars = tuple(Char("字", x, 100.0, x + 8, 108.0) for x in range(0, 380, 10)) * 4
    chars += tuple(Char("字", x, 100.0, x + 8, 108.0) for x in range(460, 800, 10)) * 4
    plain = PageObjects(842.0, 595.0, chars, (), ())
    assert len(list(split_sheet(plain))) == 2
    ruled = plain._replace(horizontal=(Edge(90.0, 50.0, 790.0),))
    assert [page for page, _ in split_sheet(ruled)] == [ruled]


def test_borders_that_browsers_draw_apart_are_one() -> None:
    """Cells of 40 by 20 points, each with borders of its own, 2.25 points from the next."""
    xs, ys = [0.0, 40.0, 42.25, 82.0], [0.0, 20.0, 22.25, 42.0]
    boxes = [(x, y) for y in (0, 2) for x in (0, 2)]
    horizontal = [Edge(ys[y + k], xs[x], xs[x + 1]) for x, y in boxes for k in (0, 1)]
    vertical = [Edge(xs[x + k], ys[y], ys[y + 1]) for x, y in boxes for k in (0, 1)]
    (lattice,) = find_lattices(horizontal, vertical)
    assert len(lattice.cells) == 4


def test_a_glyph_as_flat_as_its_stroke_stays_in_its_line() -> None:
    line = [Char("全", 0, 0, 12, 12), Char("一", 12, 5.5, 24, 6.5), Char("稳", 24, 0, 36, 12)]
    assert [text.text for text in group_into_lines(line)] == ["全一稳"]


def test_words_have_extents() -> None:
    chars = [Char(d, x, 0, x + 5, 10) for d, x in zip("1234", (0, 5, 40, 45), strict=True)]
    (line,) = group_into_lines(chars)
    assert line.text == "12 34"
    assert [tuple(extent) for extent in line.extents] == [(0, 10), (40, 50)]


def test_grids_of_a_sheet_are_moved_back() -> None:
    edits = report(4)
    pages = pdfium.pages(draw(specimen(load_formats(), edits), Style(font=10.5)))
    layout = arrange(two_up(pages[:2]))
    grids = [b for b in layout.blocks if isinstance(b, Grid)]
    for grid in grids:
        for cell in grid.cells:
            assert cell.place.box is not None
            assert grid.place.box is not None
            assert cell.place.box.x0 >= grid.place.box.x0 - 1
