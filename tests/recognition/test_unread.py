"""What was hardly read is told of, and neither passes nor fails."""

from collections.abc import Callable

import pytest

from tests.generator.pdf import draw
from tests.generator.text import write
from tests.helpers import findings_of, report_of, worded
from validator.model.document import Block, Grid, Line
from validator.model.place import Place
from validator.model.report import Fact, Figure, FigureState, Report, Unread
from validator.reading import Options, read
from validator.recognition.scanned_blanks import doubt_blanks
from validator.recognition.tables.labels import table_indices
from validator.rulebase.formats import load_formats
from validator.rulebase.normal_form import has_ideographs
from validator.serialization.report import report_json
from validator.serialization.stored import read_stored_report
from validator.specimen import Edits, specimen

TABLES = [table.id for table in load_formats()[-1].tables]


def changed(change: Callable[[Grid], Grid | None], edits: Edits | None = None) -> Report:
    """The report of a specimen with its grids changed, or left out where `change` says None."""
    document = specimen(load_formats(), edits or Edits())
    blocks: list[Block] = []
    for block in document.blocks:
        new = change(block) if isinstance(block, Grid) else block
        if new is not None:
            blocks.append(new)
    return report_of(document._replace(blocks=tuple(blocks)))


def without_labels(grid: Grid) -> Grid:
    cells = tuple(
        cell._replace(text="※" if has_ideographs(cell.text) else cell.text) for cell in grid.cells
    )
    return grid._replace(cells=cells)


def without_text(grid: Grid) -> Grid:
    return grid._replace(cells=tuple(cell._replace(text="") for cell in grid.cells))


@pytest.mark.parametrize("change", [without_labels, without_text])
def test_figures_under_a_heading_that_went_to_no_cell_are_told(
    change: Callable[[Grid], Grid],
) -> None:
    report = changed(change)
    assert [unread.table for unread in report.unread] == TABLES
    result = findings_of(report)
    assert [gap.table for gap in result.gaps] == TABLES
    assert "没有读到" in worded(result.gaps[0].reason)
    assert not [f for f in result.findings if f.rule in ("STR007", "STR008", "STR009")]


def test_rows_of_figures_in_lines_are_told_too() -> None:
    document = specimen(load_formats(), Edits(drop_tables=["requests"]))
    at = next(n for n, b in enumerate(document.blocks) if isinstance(b, Line) and "三、" in b.text)
    rows = [Line(f"※ {n} 0 0 0 0 0 {n}", Place(page=3)) for n in range(20)]
    blocks = (*document.blocks[: at + 1], *rows, *document.blocks[at + 1 :])
    report = report_of(document._replace(blocks=blocks))
    assert [unread.table for unread in report.unread] == ["requests"]
    assert report.unread[0].rows > report.unread[0].of / 3


def test_a_table_run_together_with_its_text_is_told() -> None:
    text = "".join(write(specimen(load_formats())).split())
    title = "清溪县水务局2023年政府信息公开工作年度报告"
    report = report_of(f"{title}\n{text.removeprefix(title)}".encode())
    assert [unread.table for unread in report.unread] == TABLES
    assert not report.facts


def test_a_table_that_is_a_picture_is_told() -> None:
    document = read(
        draw(specimen(load_formats(), Edits(drop_tables=["disputes"]))), "report", Options()
    )
    report = report_of(document)
    heading = report.section("disputes")
    assert heading is not None
    pictured = report_of(document._replace(pictures=(heading.place,)))
    assert pictured.unread == (Unread("disputes", heading.place, "picture"),)
    # Tables may stand at the end, below all text.
    elsewhere = heading.place._replace(page=(heading.place.page or 0) + 50)
    assert report_of(document._replace(pictures=(elsewhere,))).unread[0].place == elsewhere
    assert not report_of(document).unread


@pytest.mark.parametrize("table", TABLES)
def test_a_table_left_out_is_an_error_and_not_unread(table: str) -> None:
    result = findings_of(Edits(drop_tables=[table]), ["STR007"])
    assert [finding.rule for finding in result.findings] == ["STR007"]
    assert not result.gaps


def test_a_few_rows_left_out_are_errors_and_most_of_them_are_told_as_unread() -> None:
    rows = [f"requests.{row.id}" for row in load_formats()[-1].table("requests").rows[5:20]]
    few = findings_of(Edits(drop_rows=rows[:4]), ["STR008"])
    assert len(few.findings) == 4
    assert not few.gaps
    most = findings_of(Edits(drop_rows=rows), ["STR008"])
    assert not most.findings
    assert "25 行中的 10 行" in worded(most.gaps[0].reason)


def test_figures_in_attachments_and_a_cell_a_line_are_seen() -> None:
    document = specimen(load_formats(), Edits(drop_tables=["disputes"]))
    wide = Line("0 1 0 0 1 0 0 0 0 0 0 0 0 0 0", Place(line=900))
    assert [
        u.kind for u in report_of(document._replace(blocks=(*document.blocks, wide))).unread
    ] == ["rows"]
    document = specimen(load_formats(), Edits(drop_tables=["requests"]))
    at = next(n for n, b in enumerate(document.blocks) if isinstance(b, Line) and "三、" in b.text)
    cells = [Line(str(n), Place(line=1000 + n)) for n in range(7 * 20)]
    blocks = (*document.blocks[: at + 1], *cells, *document.blocks[at + 1 :])
    (unread,) = report_of(document._replace(blocks=blocks)).unread
    assert (unread.table, unread.kind) == ("requests", "rows")


def test_a_table_of_the_office_s_own_is_not_unread() -> None:
    document = specimen(load_formats())
    at, last = max((n, b) for n, b in enumerate(document.blocks) if isinstance(b, Grid))
    blocks = (*document.blocks[: at + 1], without_labels(last), *document.blocks[at + 1 :])
    assert not report_of(document).unread
    assert not report_of(document._replace(blocks=blocks)).unread


def test_it_is_kept_in_a_stored_report() -> None:
    report = changed(without_labels)
    report = report._replace(source=report.source._replace(sha256="0" * 64))
    stored = read_stored_report(report_json(report).encode(), "stored.json", load_formats())
    assert [(u.table, u.rows, u.of) for u in stored.unread] == [
        (u.table, u.rows, u.of) for u in report.unread
    ]


def test_all_rows_in_one_with_a_figure_a_line_are_told() -> None:
    def in_one_row(grid: Grid) -> Grid:
        if grid.columns < 8:
            return grid
        kept = [cell for cell in grid.cells if cell.row > 2]
        columns = ("\n".join(c.text for c in kept if c.column == n) for n in range(grid.columns))
        first = next(cell for cell in kept if cell.column == 0)
        cells = tuple(
            first._replace(row=0, column=n, text=text, place=Place(line=2000 + n))
            for n, text in enumerate(columns)
        )
        return grid._replace(cells=cells, rows=1)

    report = changed(in_one_row)
    assert [unread.table for unread in report.unread][:1] == ["requests"]
    assert not [f for f in findings_of(report).findings if f.rule == "STR007"]


@pytest.mark.parametrize("before", [True, False])
def test_a_comparison_of_a_few_rows_is_not_the_table(before: bool) -> None:
    document = specimen(load_formats())
    at, table = next(
        (n, b) for n, b in enumerate(document.blocks) if isinstance(b, Grid) and b.columns >= 8
    )
    rows = ("类别", "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")
    cells = tuple(
        table.cells[0]._replace(row=row, column=column, row_span=1, column_span=1, text=text)
        for row, label in enumerate(rows)
        for column, text in enumerate((label, "2022年" if not row else "18"))
    )
    comparison = table._replace(cells=cells, rows=len(rows), columns=2)
    position = at if before else at + 1
    blocks = (*document.blocks[:position], comparison, *document.blocks[position:])
    result = findings_of(report_of(document._replace(blocks=blocks)))
    assert not result.findings
    assert not result.gaps


def test_rows_that_were_read_are_checked_where_a_third_was_not() -> None:
    def marked(grid: Grid) -> Grid:
        if not 8 <= grid.columns < 12:
            return grid
        cells = tuple(
            cell._replace(text=cell.text + "※2" if 8 < cell.row < 17 + few else cell.text)
            if cell.text.isdecimal()
            else cell
            for cell in grid.cells
        )
        return grid._replace(cells=cells)

    few = 1
    edits = Edits(cells={"requests.new.total": "9731"})
    assert "SUM001" in {f.rule for f in findings_of(changed(marked, edits)).findings}
    few = 8
    result = findings_of(changed(marked, edits))
    assert [gap.table for gap in result.gaps] == ["requests"]
    assert "SUM001" not in {f.rule for f in result.findings}


@pytest.mark.parametrize("between", ["", "\n", "：", " "])
def test_a_label_with_that_of_its_group_is_one_row(between: str) -> None:
    table = load_formats()[-1].table("requests")
    labels = {
        f"requests.row.{member}": f"{group.label.label}{between}{table.row_label(member).label}"
        for group in table.groups
        for member in group.members
    }
    labels["requests.row.done"] = "（七）总计（予以公开、部分公开、不予公开等合计）"
    read, whole = report_of(Edits(labels=labels)), report_of(Edits())
    assert {c: f.figure for c, f in read.facts.items()} == {
        c: f.figure for c, f in whole.facts.items()
    }
    assert not read.unread
    rows = {f.where.values["row"] for f in findings_of(read, ["STR009"]).findings}
    assert all("总计" in str(row) for row in rows)


def test_what_may_be_where_nothing_was_read_is_not_called_missing() -> None:
    rules = ["STR001", "STR007", "STR008", "STR018", "STR019"]
    edits = Edits(drop_sections=["disputes", "problems"], drop_tables=["disputes"])
    document = specimen(load_formats(), edits)
    assert [f.rule for f in findings_of(report_of(document), rules).findings] == ["STR001"] * 2
    pictured = report_of(document._replace(pictures=(Place(page=1),)))
    lost = report_of(document._replace(unread={2: "blurred"}))
    for report, tables in ((pictured, ["disputes"]), (lost, [""])):
        result = findings_of(report, rules)
        assert [gap.table for gap in result.gaps] == tables
        assert not result.findings
        assert {u.reason.key for u in result.undetermined} == {"undetermined.elsewhere"}
    assert "第 2 页" in worded(findings_of(lost).gaps[0].where)


def test_rows_and_columns_of_a_table_of_which_few_were_told_are_not_named() -> None:
    rows = [f"requests.{row.id}" for row in load_formats()[-1].table("requests").rows]
    edits = Edits(drop_rows=rows[2:17], labels={"requests.row.new": "甲"})
    result = findings_of(edits)
    assert [gap.table for gap in result.gaps] == ["requests"]
    assert not {f.rule for f in result.findings} & {"STR008", "STR009", "STR012", "STR013"}


def test_doubt_is_kept_in_a_stored_report() -> None:
    report = report_of(Edits())._replace(
        doubtful=frozenset({"requests"}), unread=(Unread("", Place(page=2), "page", fault="dark"),)
    )
    report = report._replace(source=report.source._replace(sha256="0" * 64))
    stored = read_stored_report(report_json(report).encode(), "stored.json", load_formats())
    assert (stored.doubtful, stored.unread) == (report.doubtful, report.unread)


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("（一）予以公开（二）部分公开（区分处理的，只计这一情形，不计其他情形）", True),
        ("1.属于国家秘密2.其他法律行政法规禁止公开", True),
        ("1.属于国家秘秘密2.其它法律行政法规", True),
        ("（七）总计（予以公开、部分公开、不予公开（含各项）合计）", False),
        ("（三）不予公开1.属于国家秘密", False),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", False),
    ],
)
def test_labels_of_several_rows_are_told_from_explained_ones(text: str, several: bool) -> None:
    index = next(i for i in table_indices(load_formats()[-1]) if i.table.id == "requests")
    assert index.names_several(text) is several


def test_a_row_named_in_the_cell_of_another_is_not_called_missing() -> None:
    table = load_formats()[-1].table("requests")
    both = "".join(table.row_label(row).label for row in ("granted", "partial"))
    edits = Edits(labels={"requests.row.granted": both}, drop_rows=["requests.partial"])
    result = findings_of(edits, ["STR008", "STR009"])
    assert not result.findings
    assert {u.reason.key for u in result.undetermined} == {"undetermined.merged"}


def test_a_lone_blank_of_a_scan_is_in_doubt() -> None:
    blank, word = Figure("", FigureState.BLANK), Figure("0", FigureState.NUMBER)
    cells = [Fact(f"requests.new.{n}", blank if n < 2 else word, Place(page=1)) for n in range(7)]
    states = [fact.figure.state for fact in doubt_blanks(cells, {1})]
    assert states == [FigureState.DOUBTFUL] * 2 + [FigureState.NUMBER] * 5
    assert list(doubt_blanks(cells, {2})) == cells
    left_blank = [fact._replace(figure=blank) for fact in cells[:5]] + cells[5:]
    assert list(doubt_blanks(left_blank, {1})) == left_blank
