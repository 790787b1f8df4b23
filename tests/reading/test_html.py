"""Web pages: every cell and the text come back, whatever stands around them."""

import dataclasses

import pytest

from tests.generator.bodies import report
from tests.generator.web import WebStyle, write
from tests.helpers import findings_of, report_of, wrong_cells
from validator.model.document import Grid, Line
from validator.model.errors import UserError
from validator.reading import Options, read
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

STYLES = {
    "plain": WebStyle(),
    "nested": WebStyle(layout="nested"),
    "columns": WebStyle(layout="columns"),
    "site": WebStyle(layout="site"),
    "paragraphs": WebStyle(layout="site", cells="<p align=center>&nbsp;</p><p>{text}&nbsp;</p>"),
    "spans": WebStyle(cells="<div><font><b><span>{text}</span></b></font></div>"),
    "own-table": WebStyle(cells="<table><tr><td>{text}</td></tr></table>"),
    "breaks": WebStyle(layout="site", breaks=True),
    "unclosed": WebStyle(unclosed=True),
    "hidden": WebStyle(hidden=True),
    "one-table": WebStyle(layout="one"),
    "ragged": WebStyle(ragged=True),
    "office": WebStyle(office=True, encoding="gb18030", declared="gb2312"),
    "gbk": WebStyle(encoding="gbk", declared="gb2312"),
    "gbk-called-utf8": WebStyle(encoding="gbk", declared="utf-8"),
    "utf8-called-gbk": WebStyle(encoding="utf-8", declared="gb2312"),
    "undeclared": WebStyle(encoding="gb18030", declared=""),
    "utf16": WebStyle(encoding="utf-16", declared="utf-8"),
    "utf16-without-mark": WebStyle(encoding="utf-16-le", declared=""),
    "zero-width": WebStyle(cells="&#8203;{text}&#65279;"),
}


@pytest.mark.parametrize("format_id", ["2019", "2021"])
@pytest.mark.parametrize("name", STYLES)
def test_every_cell_and_no_finding(name: str, format_id: str) -> None:
    document = specimen(load_formats(), report(12, format_id))
    own = report_of(document)
    found = report_of(write(document, STYLES[name]))
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert [s.heading for s in found.sections] == [s.heading for s in own.sections]
    assert [s.text for s in found.sections] == [s.text for s in own.sections]
    assert found.issuer == own.issuer
    result = findings_of(found)
    assert [f.rule for f in result.findings] == (["TXT037"] if name == "hidden" else [])
    assert result.undetermined == ()


def test_figures_that_a_style_sheet_puts_into_cells_are_read() -> None:
    sheet = (
        "<style>/* figures */ td.n::before, #k:after{color:red;content:'15'}"
        ".t .v:before{content:attr(data-v)} @media print{.n::before{content:'9'}}"
        ".other .v::before{content:'8'} p::before{content:'7'}</style>"
    )
    rows = "<tr><td class='a n'></td><td id=k>3</td><td class=v data-v=42></td><td>5</td></tr>"
    page = f"<html><head>{sheet}</head><div class=t><table>{rows}</table><p>文</p></div></html>"
    assert [cell.text for cell in grid_of(page).cells] == ["15", "315", "42", "5"]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (".a{display:none}", "12"),
        (".t .a{visibility:hidden}", "12"),
        (".a{text-decoration:line-through}", "12"),
        ("@media print{.a{display:none}}", "128"),
        (".b .a{display:none}", "128"),
        ("span{display:none}", "128"),
        # What says how it is shown, or is no figure, is not believed.
        (".n::after{content:'0';visibility:hidden;height:0}", "128"),
        (".n::after{content:'.'}", "128"),
        (".n::after{content:'\\\\e601'}", "128"),
        (".n::after{content:'9'} td.n::after{content:none}", "128"),
        ("/* .a{display:none} */", "128"),
    ],
)
def test_what_a_style_sheet_does_in_cells(rule: str, text: str) -> None:
    page = f"<html><style>{rule}</style><table class=t><tr><td class=n>12<span class=a>8</span>"
    cells = grid_of(f"{page}</td><td>5</td></tr></table></html>").cells
    assert [cell.text for cell in cells] == [text, "5"]


def test_a_part_of_a_page_hidden_by_a_sheet_is_read_as_scripts_may_show_it() -> None:
    page = "<html><style>.tab{display:none}</style><div class=tab><table><tr><td>5</td><td>6</td>"
    assert [cell.text for cell in grid_of(f"{page}</tr></table></div></html>").cells] == ["5", "6"]


def test_pages_in_traditional_characters_are_read_as_simplified_ones() -> None:
    edits = report(12, "2021")
    document = specimen(load_formats(), dataclasses.replace(edits, traditional=True))
    found, own = report_of(write(document)), report_of(edits)
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert [f.rule for f in findings_of(found).findings] == ["TXT038"]
    assert found.sections[0].heading == own.sections[0].heading


def grid_of(html: str) -> Grid:
    return next(b for b in read(html.encode(), "a.html").blocks if isinstance(b, Grid))


def test_spans_beyond_reason_cost_nothing() -> None:
    rows = "<tr><td colspan=1000000 rowspan=999999>甲</td><td>乙</td></tr>" + "<tr><td>1</td></tr>"
    grid = grid_of(f"<html><table>{rows}</table>")
    assert (grid.rows, grid.columns) == (2, 2)
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "1"]


def test_a_row_span_of_0_reaches_to_the_end() -> None:
    rows = "<tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr>"
    grid = grid_of(f"<html><table>{rows}</table>")
    assert (grid.cells[0].text, grid.cells[0].row_span) == ("甲", 3)
    assert [c.text for c in grid.cells if c.column == 1] == ["1", "2", "3"]


def test_the_foot_of_a_table_is_read_last() -> None:
    body = "<tbody><tr><td>甲</td><td>1</td></tr></tbody>"
    foot = "<tfoot><tr><td>总计</td><td>9</td></tr></tfoot>"
    grid = grid_of(f"<html><table>{foot}{body}</table>")
    assert [c.text for c in grid.cells] == ["甲", "1", "总计", "9"]


def test_short_rows_are_filled_up() -> None:
    grid = grid_of("<html><table><tr><td>甲<td>乙<td>丙<tr><td>1</table>")
    assert [c.text for c in grid.cells] == ["甲", "乙", "丙", "1", "", ""]


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_text_struck_out_is_none(tag: str) -> None:
    grid = grid_of(f"<html><table><tr><td>甲<td><{tag}>7</{tag}>6</table>")
    assert [cell.text for cell in grid.cells] == ["甲", "6"]


@pytest.mark.parametrize(
    "style",
    [
        "text-decoration: line-through", "text-decoration-line:line-through red", "opacity:0",
        "font-size:0", "visibility: collapse",
    ],
)  # fmt: skip
def test_text_that_a_style_hides_or_strikes_is_none(style: str) -> None:
    grid = grid_of(
        f"<html><table><tr><td>甲</td><td><span style='{style}'>7</span>12</td></tr></table>"
    )
    assert [cell.text for cell in grid.cells] == ["甲", "12"]


@pytest.mark.parametrize("style", ["opacity:0.9", "font-size:0.9em", "text-decoration:underline"])
def test_text_that_a_style_shows_is_read(style: str) -> None:
    grid = grid_of(
        f"<html><table><tr><td>甲</td><td><span style='{style}'>12</span></td></tr></table>"
    )
    assert [cell.text for cell in grid.cells] == ["甲", "12"]


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("<input value='12'>", "12"),
        ("<input type=number value=12>", "12"),
        ("<input type=hidden value=99>", ""),
        ("<input type=submit value=提交>", ""),
        ("<input>", ""),
        ("<textarea>12</textarea>", "12"),
        ("<select><option>0<option selected>12<option>20</select>", "12"),
        ("<select><option>12<option>20</select>", "12"),
    ],
)
def test_the_value_of_a_field_is_the_figure(field: str, shown: str) -> None:
    grid = grid_of(f"<html><table><tr><td>一、本年新收</td><td>{field}</td></tr></table>")
    assert [cell.text for cell in grid.cells] == ["一、本年新收", shown]


def test_fields_outside_tables_are_no_text() -> None:
    document = read("<p>搜索<input value='报告'></p>".encode(), "a.html")
    assert [block.text for block in document.blocks if isinstance(block, Line)] == ["搜索"]


def test_scripts_are_not_run_and_their_text_is_none() -> None:
    document = read(b"<html><body><p>a</p><script>document.write('b')</script>c", "a.html")
    assert [b.text for b in document.blocks if isinstance(b, Line)] == ["a", "c"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("<html>" + "<div>" * 100_000, "html_too_deep"),
        ("<html>" + "<table><tr><td>" * 50_000, "html_too_deep"),
        ("<html>" + "<p>一二三四五六七</p>" * 3_000_000, "exceeds_unpacked"),
        ("<html><table><tr>" + "<td>1" * 2000 + "<tr><td>2" * 2000, "exceeds_cells"),
    ],
)
def test_hostile_pages_get_their_sentence(data: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        read(data.encode(), "a.html")
    assert caught.value.key == code


def test_a_tag_without_end_takes_no_time() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(200_000))
    document = read(f"<html><div {attributes}>一</div><p>二</p>".encode(), "a.html")
    assert [b.text for b in document.blocks if isinstance(b, Line)] == ["一", "二"]


def test_an_encoding_can_be_given() -> None:
    text = "<html><p>政府資訊公開</p>".encode("big5")
    document = read(text, "a", Options(encoding="big5"))
    assert [b.text for b in document.blocks if isinstance(b, Line)] == ["政府資訊公開"]
    with pytest.raises(UserError) as caught:
        read(text, "a", Options(encoding="no-such"))
    assert caught.value.key == "unknown_encoding"


def test_white_text_is_read_where_it_stands_alone_or_on_a_ground() -> None:
    cells = [
        "<td>15<span style='color:#fff'>8</span></td>",
        "<td style='background:#036'><span style='color:white'>16</span>件</td>",
        "<td class=head><font color=#FFFFFF>17</font></td>",
        "<td class=head><b style='color:#fff'>1</b><i style='color:#fff'>8</i></td>",
        "<td><span style='background:navy;color:#fff'>19</span>件</td>",
    ]
    page = f"<html><table><tr>{''.join(cells)}</tr></table></html>"
    assert [cell.text for cell in grid_of(page).cells] == ["15", "16件", "17", "18", "19件"]
