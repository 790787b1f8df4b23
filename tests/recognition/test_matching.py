"""The steps from grids to official rows and columns, each by itself, on grids typed here."""

from itertools import count

import pytest

from validator.model.document import Cell, Grid
from validator.model.format import TableFormat
from validator.model.place import Box, Extent, Place
from validator.recognition.tables.column_matching import assign_columns, printed_columns
from validator.recognition.tables.grid_rows import GridRow, cells_by_row, grid_rows
from validator.recognition.tables.labels import TableIndex, table_indices
from validator.recognition.tables.row_matching import match_rows
from validator.rulebase.formats import load_formats

HEADER = "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
COLUMNS = ["natural_person", "enterprise", "research", "welfare", "legal_service", "other", "total"]


def index_of(table: str) -> TableIndex:
    """The labels of a table of the format of 2021."""
    return next(i for i in table_indices(load_formats()[-1]) if i.table.id == table)


def table_of(table: str) -> TableFormat:
    return index_of(table).table


def grid(*lines: str, page: int = 1) -> Grid:
    """A grid of lines of cells parted by `|`, each cell 40 points wide and 20 high."""
    texts = [line.split("|") for line in lines]
    cells = [
        Cell(row, column, 1, 1, text, Place(page=page, box=_box(row, column)))
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
    ]
    return Grid(len(texts), len(texts[0]), tuple(cells), Place(page=page))


def _box(row: int, column: int) -> Box:
    return Box(40.0 * column, 20.0 * row, 40.0 * column + 40, 20.0 * row + 20)


def figures(row: GridRow) -> str:
    return "|".join(value.figure.text for value in row.values)


def test_a_cell_over_several_rows_is_in_each_of_them() -> None:
    tall = Cell(0, 0, 2, 1, "一", Place())
    rest = [Cell(row, 1, 1, 1, str(row), Place()) for row in range(2)]
    rows = cells_by_row(Grid(2, 2, (rest[1], tall, rest[0]), Place()))
    assert [[cell.text for cell in row] for row in rows] == [["一", "0"], ["一", "1"]]


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (5, 15), 0.5),
        ((0, 100), (20, 30), 1.0),
        ((0, 10), (20, 30), -1.0),
    ],
)
def test_overlap_is_a_share_of_the_narrower(
    first: tuple[float, float], second: tuple[float, float], share: float
) -> None:
    assert Extent(*first).overlap(Extent(*second)) == pytest.approx(share)


def test_rows_have_labels_figures_and_the_header_above_them() -> None:
    header, first, second = grid_rows(
        [grid(HEADER, "（一）予以公开|3|1|0|0|0|0|4", "（七）总计|3|1|0|0|0|0|4")],
        index_of("requests"),
    )
    assert header.header
    assert (first.label, first.id, figures(first)) == ("（一）予以公开", "granted", "3|1|0|0|0|0|4")
    assert second.id == "done"
    assert [cell.text for cell in first.above][1:3] == ["自然人", "商业企业"]


def test_a_header_cut_off_by_a_page_break_holds_for_the_next_grid() -> None:
    rows = grid_rows(
        [grid(HEADER), grid("（一）予以公开|3|1|0|0|0|0|4", page=2)], index_of("requests")
    )
    assert [cell.text for cell in rows[-1].above][-1] == "总计"


def matched(*grids: Grid, table: str = "requests") -> list[tuple[str, str]]:
    """The ids of rows with their figures."""
    index = index_of(table)
    return [(row.id, figures(row)) for row in match_rows(grid_rows(grids, index), index)]


def test_rows_match_by_label_and_by_a_similar_label() -> None:
    assert matched(
        grid("1.属于国家秘密|0|1", "2.其他法律行政止公开|0|2", "5.属于三类内容事务信息|0|5")
    ) == [
        ("denied_state_secret", "0|1"),
        ("denied_by_law", "0|2"),
        ("denied_internal_affairs", "0|5"),
    ]


def test_a_row_between_two_others_matches_by_position() -> None:
    assert matched(grid("1.属于国家秘密|0|1", "某某某|0|2", "3.危及“三安全一稳定”|0|3"))[1] == (
        "denied_by_law",
        "0|2",
    )


def test_a_row_without_a_place_in_the_format_stays_unmatched() -> None:
    rows = matched(grid("（一）予以公开|3|4", "某某某|0|2", "（二）部分公开|0|3"))
    assert [row for row, _ in rows] == ["granted", "", "partial"]


def test_a_row_cut_by_a_page_break_is_one() -> None:
    upper = grid("1.申请人无正当理由逾期不补正、行政机关||")
    lower = grid("不再处理其政府信息公开申请|0|7", page=2)
    assert matched(upper, lower) == [("other_no_correction", "0|7")]


def test_of_two_rows_with_one_label_the_one_with_figures_counts() -> None:
    assert matched(grid("（一）予以公开||", "（一）予以公开|3|4")) in (
        [("", "|"), ("granted", "3|4")],
        [("granted", "3|4")],
    )


def columns_of(header: str, figures_row: str) -> dict[str, str]:
    """The figures of a row by column id."""
    block = table_of("requests").blocks[0]
    index = index_of("requests")
    row = grid_rows([grid(header, figures_row)], index)[-1]
    columns = printed_columns(row.above, block, row.values[0].extent.start)
    return {
        column: value.figure.text for column, value in assign_columns(row, columns, block).items()
    }


def test_figures_are_under_their_columns() -> None:
    numbers = count(1)
    row = "（一）予以公开|1|2|3|4|5|6|7"
    assert columns_of(HEADER, row) == {column: str(next(numbers)) for column in COLUMNS}


def test_columns_in_another_order_keep_their_figures() -> None:
    swapped = "|商业企业|自然人|科研机构|社会公益组织|法律服务机构|其他|总计"
    read = columns_of(swapped, "（一）予以公开|1|2|3|4|5|6|7")
    assert (read["natural_person"], read["enterprise"]) == ("2", "1")


def test_a_misprinted_column_matches_and_the_last_one_is_left() -> None:
    misprinted = "|自然人|商业企业|科研机购|社会公益组织|法律服务机构|某某|总计"
    assert columns_of(misprinted, "（一）予以公开|1|2|3|4|5|6|7")["research"] == "3"
    assert columns_of(misprinted, "（一）予以公开|1|2|3|4|5|6|7")["other"] == "6"


def test_a_missing_column_moves_no_figure() -> None:
    shorter = "|自然人|商业企业|社会公益组织|法律服务机构|其他|总计"
    read = columns_of(shorter, "（一）予以公开|1|2|4|5|6|7")
    assert "research" not in read
    assert (read["welfare"], read["total"]) == ("4", "7")


def test_a_row_whose_first_line_is_another_label_is_joined_over_a_page_break() -> None:
    upper = grid("1.属于国家秘密|0|0|0|0|0|0|0", "2.其他|0|1|0|0|0|0|1")
    lower = grid("法律行政法规禁止公开|||||||", "3.危及“三安全一稳定”|2|0|0|0|0|0|2", page=2)
    last = grid("3.其他|5|0|0|0|0|0|5", "（七）总计|7|1|0|0|0|0|8", page=3)
    index = index_of("requests")
    rows = match_rows(grid_rows([upper, lower, last], index), index)
    assert [(row.id, figures(row)) for row in rows] == [
        ("denied_state_secret", "0|0|0|0|0|0|0"),
        ("denied_by_law", "0|1|0|0|0|0|1"),
        ("denied_safety_stability", "2|0|0|0|0|0|2"),
        ("other_other", "5|0|0|0|0|0|5"),
        ("done", "7|1|0|0|0|0|8"),
    ]


def test_a_label_with_an_explanation_is_the_label() -> None:
    index = index_of("disclosure")
    assert index.label_of("规章（设区的市人民政府填写）") == "规章"
    assert index.label_of("别的事项（说明）") == "别的事项（说明）"


def test_digits_are_joined_only_where_all_numbers_are_spread() -> None:
    index = index_of("requests")
    spread = grid("（一）予以公开|1 2|0|0|0|0|3 0|4 2", "（七）总计|1 2|0|0|0|0|3 0|4 2")
    assert figures(grid_rows([spread], index)[0]) == "12|0|0|0|0|30|42"
    mixed = grid("（一）予以公开|1 2|0|0|0|0|30|42", "（七）总计|1 2|0|0|0|0|3 0|4 2")
    assert figures(grid_rows([mixed], index)[0]) == "1 2|0|0|0|0|30|42"
    # Figures of columns whose borders are missing stand in one cell.
    merged = grid(*["（一）予以公开|1 2 0 0 0 3 4"] * 3)
    assert figures(grid_rows([merged], index)[0]) == "1 2 0 0 0 3 4"
