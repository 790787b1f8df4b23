"""Tables in all the ways in which they are drawn and copied: every cell, and its place."""

from dataclasses import replace

import pytest

from tests.generator.bodies import report
from tests.generator.pdf import Style, draw
from tests.generator.text import Layout, write
from tests.helpers import findings_of, report_of, worded, wrong_cells
from validator.model.document import Block, Grid
from validator.model.place import Place
from validator.model.report import FigureState
from validator.model.rule import Severity
from validator.reading import Engine
from validator.recognition.tables.figures import is_cut_in_two, read_figure, rejoin
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

STYLES = {
    "plain": Style(),
    "hairlines": Style(borders="hairline", split_rows=True, open_breaks=True, spaced=True),
    "one-path": Style(borders="one_path", repeat_header=True, thousands=True, margin=50),
    "rectangles": Style(borders="filled", value_width=44, open_breaks=True),
    "landscape": Style(size=(842, 595), split_rows=True, repeat_header=True, vertical=True),
    "one-table": Style(one_table=True, split_rows=True, open_breaks=True, font=10.5, margin=80),
    "watermark": Style(watermark="内部资料 注意保存 2023"),
    "form": Style(as_form=True, borders="filled"),
    "lying": Style(size=(842, 595), lying=True, upward=True, split_rows=True),
    "upward": Style(upward=True, repeat_header=True),
    "small": Style(size=(420, 595), margin=30, split_rows=True, font=8, value_width=26),
}


def faultless(data: bytes, edits: Edits, engine: Engine) -> None:
    read = report_of(data, engine)
    assert wrong_cells(read, dict(edits.cells)) == []
    assert (read.issuer, read.year, read.format) == (edits.issuer, edits.year, edits.format)
    result = findings_of(read)
    assert [(f.rule, f.where) for f in result.findings] == []
    assert result.undetermined == ()


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("format_id", ["2019", "2021"])
@pytest.mark.parametrize("style", STYLES)
def test_every_cell_of_a_pdf(style: str, format_id: str, engine: Engine) -> None:
    for seed in range(2):
        edits = report(seed, format_id)
        faultless(draw(specimen(load_formats(), edits), STYLES[style]), edits, engine)


@pytest.mark.parametrize("undrawn", ["columns", "rows", "sides", "all"])
@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_every_cell_where_borders_are_missing(undrawn: str, format_id: str) -> None:
    for split in (False, True):
        edits = report(split, format_id)
        edits = replace(edits, texts={"other_matters": edits.texts["other_matters"]})
        style = Style(undrawn=undrawn, split_rows=split, open_breaks=split)
        faultless(draw(specimen(load_formats(), edits), style), edits, "pdfium")


def test_rows_without_borders_after_a_row_that_a_page_break_cut() -> None:
    edits = report(1)
    style = Style(undrawn="rows", split_rows=True, open_breaks=True)
    faultless(draw(specimen(load_formats(), edits), style), edits, "pdfium")


@pytest.mark.parametrize("layout", ["rows", "cells", "below", "around"])
@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_every_cell_of_a_text(layout: Layout, format_id: str) -> None:
    for seed in range(4):
        edits = report(seed, format_id)
        faultless(write(specimen(load_formats(), edits), layout).encode(), edits, "pdfium")


def test_full_width_digits_are_numbers() -> None:
    edits = report(3)
    style = Style(fullwidth=True, value_width=44)
    read = report_of(draw(specimen(load_formats(), edits), style))
    values = {concept: str(fact.figure.value) for concept, fact in read.facts.items()}
    assert values == dict(edits.cells)


def test_states_and_places_of_cells() -> None:
    edits = Edits(
        cells={
            "requests.granted.research": "",
            "requests.granted.welfare": "—",
            "requests.granted.legal_service": "无",
            "requests.granted.other": "1 2",
        }
    )
    read = report_of(draw(specimen(load_formats(), edits), Style()))
    states = [
        read.facts[f"requests.granted.{column}"].figure.state
        for column in ("enterprise", "research", "welfare", "legal_service", "other")
    ]
    assert states == [
        FigureState.NUMBER,
        FigureState.BLANK,
        FigureState.DASH,
        FigureState.WORD,
        FigureState.UNREADABLE,
    ]
    boxes = [fact.place.box for fact in read.facts.values()]
    assert all(box is not None and box.x1 > box.x0 and box.y1 > box.y0 for box in boxes)
    assert len({(f.place.page, f.place.box) for f in read.facts.values()}) == len(read.facts)


def test_a_group_printed_as_one_row_stands_for_its_rows() -> None:
    edits = Edits(
        merge_groups=["requests.other_handling"],
        cells={
            "requests.other_handling.natural_person": "1",
            "requests.other_handling.total": "1",
            "requests.granted.natural_person": "5",
            "requests.granted.total": "6",
        },
    )
    for data in (
        draw(specimen(load_formats(), edits)),
        write(specimen(load_formats(), edits)).encode(),
    ):
        read = report_of(data)
        assert read.facts["requests.other_handling.total"].figure.value == 1
        assert "requests.other_other.total" not in read.facts
        assert {f.rule for f in findings_of(read).findings} == {"STR011"}


def test_swapped_rows_and_columns_keep_their_figures() -> None:
    for swap in (
        {"swap_rows": ["requests.granted", "requests.denied_by_law"]},
        {"swap_columns": ["requests.enterprise", "requests.other"]},
    ):
        edits = Edits.of({**swap, "cells": dict(report(5).cells)})
        read = report_of(draw(specimen(load_formats(), edits)))
        assert wrong_cells(read, dict(edits.cells)) == []


def test_a_column_left_out_moves_no_figure() -> None:
    edits = Edits(drop_columns=["requests.welfare"], cells=dict(report(5).cells))
    read = report_of(draw(specimen(load_formats(), edits)))
    expected = {c: t for c, t in edits.cells.items() if not c.endswith("welfare")}
    assert wrong_cells(read, expected) == []
    assert not any(c.endswith("requests.new.welfare") for c in read.facts)


def test_a_row_of_text_that_lost_a_figure_is_unplaced_not_shifted() -> None:
    text = write(specimen(load_formats())).replace(
        "（一）予以公开 6 1 0 0 0 0 7", "（一）予以公开 6 1 0 0 0 7"
    )
    read = report_of(text.encode())
    row = [fact for concept, fact in read.facts.items() if concept.startswith("requests.granted.")]
    assert {fact.figure.state for fact in row} == {FigureState.UNPLACED}
    (finding,) = findings_of(read).findings
    assert finding.rule == "VAL004"
    assert worded(finding.message).endswith("1 个数字栏留空或画线：表三 “（一）予以公开”一行")


def test_running_headings_of_the_web_do_not_disturb() -> None:
    lines = ["首页 > 政务公开 > 年报", "一、机构职能", "二、政策文件"]
    text = (
        "\n".join(lines)
        + "\n"
        + write(specimen(load_formats()))
        + "版权所有 联系电话：0000-0000000\n"
    )
    assert findings_of(text.encode()).findings == ()


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_text_out_of_order_brings_no_false_alarm(format_id: str) -> None:
    for seed in range(6):
        text = write(specimen(load_formats(), report(seed, format_id)), "columns")
        result = findings_of(text.encode())
        assert [(f.rule, f.message) for f in result.findings] == []
        assert result.undetermined


LAYOUTS: tuple[Layout, ...] = ("rows", "cells", "below", "around")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("edits", "rule"),
    [
        ({"swap_rows": ["requests.rejected_repeat", "requests.rejected_excessive"]}, "STR010"),
        ({"swap_rows": ["requests.granted", "requests.denied_by_law"]}, "STR010"),
        ({"labels": {"requests.row.denied_internal_affairs": "5.属于三类内容事务信息"}}, "STR009"),
        ({"drop_rows": ["requests.rejected_repeat"]}, "STR008"),
    ],
)
def test_rows_of_text_astray_keep_their_figures(
    layout: Layout, edits: dict[str, object], rule: str
) -> None:
    whole = report(5)
    both = {"cells": dict(whole.cells), "texts": dict(whole.texts)}
    text = write(specimen(load_formats(), Edits.of({**edits, **both})), layout)
    read = report_of(text.encode())
    dropped = tuple(f"{row}." for row in edits.get("drop_rows", ()))  # type: ignore[attr-defined]
    expected = {c: t for c, t in whole.cells.items() if not c.startswith(dropped or ("-",))}
    assert wrong_cells(read, expected) == []
    assert {f.rule for f in findings_of(read).findings} == {rule}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sentences_before_a_table_of_text_are_no_rows(layout: Layout) -> None:
    heading = "三、收到和处理政府信息公开申请情况\n"
    sentence = "本年度共收到申请 21 件，办结 20 件，予以公开 7\n件，不予公开 3\n"
    whole = report(5)
    text = write(specimen(load_formats(), whole), layout).replace(heading, heading + sentence)
    assert wrong_cells(report_of(text.encode()), dict(whole.cells)) == []


@pytest.mark.parametrize("layout", ["rows", "below", "around"])
def test_lone_page_numbers_in_text_are_no_figures(layout: Layout) -> None:
    whole = report(5)
    lines = write(specimen(load_formats(), whole), layout).splitlines()
    paged = [
        part
        for number, line in enumerate(lines, 1)
        for part in ([line, str(number // 25)] if number % 25 == 0 else [line])
    ]
    faultless("\n".join(paged).encode(), whole, "pdfium")


@pytest.mark.parametrize("font", [9.0, 10.5])
def test_numbers_broken_over_lines_are_whole(font: float) -> None:
    edits = report(4, cells={"requests.new.natural_person": "12345"})
    read = report_of(
        draw(specimen(load_formats(), edits), Style(value_width=font * 1.9, font=font))
    )
    for concept, text in edits.cells.items():
        fact = read.facts[concept]
        assert fact.figure.state in (FigureState.NUMBER, FigureState.UNREADABLE)
        if fact.figure.state is FigureState.NUMBER:
            assert str(fact.figure.value) == text
    readable = [f for f in read.facts.values() if f.figure.state is FigureState.NUMBER]
    assert len(readable) > 0.97 * len(read.facts)
    assert read.facts["requests.new.natural_person"].figure.value == 12345


def test_a_number_that_a_page_break_cuts_is_whole() -> None:
    cells = (("12", "0", "345"), ("", "", "6"))
    first, second = ([read_figure(text) for text in row] for row in cells)
    assert is_cut_in_two(first, second)
    whole = [rejoin(a, b) for a, b in zip(first, second, strict=True)]
    assert [f.text for f in whole] == ["12", "0", "3456"]
    assert not is_cut_in_two(first, [read_figure(text) for text in ("1", "2", "3")])
    assert not is_cut_in_two([*first[:2], read_figure("")], second)


@pytest.mark.parametrize(
    ("seed", "style"),
    [
        # A row cut by the page break, and rows without borders after it.
        (145, Style(borders="one_path", split_rows=True, open_breaks=True, undrawn="rows")),
        # The last row of a page without a border below or beside it.
        (199, Style(borders="hairline", split_rows=True, open_breaks=True, undrawn="sides",
                    font=12, margin=90, vertical=True)),
        # A label of which the page break leaves a part on each page.
        (233, Style(borders="filled", split_rows=True, undrawn="rows", font=10.5, margin=54,
                    vertical=True, spaced=True, thousands=True, one_table=True)),
    ],
)  # fmt: skip
def test_what_a_page_break_leaves_unclear_is_never_called_wrong(seed: int, style: Style) -> None:
    edits = report(seed, "2021")
    found = report_of(draw(specimen(load_formats(), edits), style))
    own = {c: f.figure.text for c, f in report_of(edits).facts.items()}
    sure = [
        concept
        for concept, *_ in wrong_cells(found, own)
        if concept in found.facts and found.facts[concept].figure.state is FigureState.NUMBER
    ]
    assert sure == []
    severe = [f.rule for f in findings_of(found).findings if f.severity > Severity.NOTICE]
    assert severe == []


@pytest.mark.parametrize("layout", ["rows", "cells", "below", "around"])
@pytest.mark.parametrize("cells", [("", "", ""), ("", "2", "")], ids=["all", "some"])
def test_a_row_left_blank_in_text_is_not_missing(layout: Layout, cells: tuple[str, ...]) -> None:
    columns = ("made", "repealed", "in_force")
    names = [f"disclosure.regulations.{column}" for column in columns]
    document = specimen(load_formats(), Edits(cells=dict(zip(names, cells, strict=True))))
    written = write(document, layout).encode()
    assert not [f for f in findings_of(written).findings if f.severity is Severity.ERROR]
    assert {report_of(written).facts[name].figure.state for name in names} == {FigureState.UNPLACED}


def cut(grid: Grid, at: int, upper: str, lower: str) -> tuple[Grid, Grid]:
    """A table that a page break cuts in a row: its figures above, its label on both pages."""
    label = next(c for c in grid.cells if c.row == at and c.text == upper + lower)
    above = [
        c._replace(row_span=min(c.row_span, at + 1 - c.row)) for c in grid.cells if c.row <= at
    ]
    below = [
        c._replace(row=max(c.row, at) - at, row_span=c.row + c.row_span - max(c.row, at))
        for c in grid.cells
        if c.row + c.row_span > at
    ]
    below = [
        c if c.row else c._replace(text=lower if c.column == label.column else "") for c in below
    ]
    above = [c._replace(text=upper) if c is label or c == label else c for c in above]
    return (
        Grid(at + 1, grid.columns, tuple(above), Place(page=1)),
        Grid(grid.rows - at, grid.columns, tuple(below), Place(page=2)),
    )


@pytest.mark.parametrize("broken", [2, 4, 6])
def test_a_row_whose_label_a_page_break_cuts_after_its_number(broken: int) -> None:
    edits = report(7)
    label = next(
        r for r in load_formats()[-1].table("requests").rows if r.id == "rejected_repeat"
    ).label
    blocks: list[Block] = []
    for block in specimen(load_formats(), edits).blocks:
        found = isinstance(block, Grid) and next((c for c in block.cells if c.text == label), None)
        if isinstance(block, Grid) and found:
            blocks.extend(cut(block, found.row, label[:broken], label[broken:]))
        else:
            blocks.append(block)
    read = report_of(specimen(load_formats(), edits)._replace(blocks=tuple(blocks)))
    printed = {concept: fact.figure.text for concept, fact in report_of(edits).facts.items()}
    assert wrong_cells(read, printed) == []
    assert not findings_of(read, ["SUM", "STR"]).findings


def test_a_caption_merged_with_what_stands_under_it_is_the_caption() -> None:
    captions = {block.caption for block in load_formats()[-1].table("disclosure").blocks}
    blocks = tuple(
        block._replace(
            cells=tuple(
                c._replace(text=f"{c.text}\n信息内容") if c.text in captions else c
                for c in block.cells
            )
        )
        if isinstance(block, Grid)
        else block
        for block in specimen(load_formats()).blocks
    )
    read = report_of(specimen(load_formats())._replace(blocks=blocks))
    assert {lb.text for lb in read.labels if lb.role == "caption"} == captions
    assert not findings_of(read).findings
