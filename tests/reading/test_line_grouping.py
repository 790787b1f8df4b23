"""Chars to lines of text."""

from validator.model.page_objects import Char
from validator.reading.geometry.line_grouping import group_into_lines


def set_chars(
    text: str, x: float, y: float, size: float = 10, step: float | None = None
) -> list[Char]:
    """Chars set from left to right, blanks as gaps."""
    placed = []
    for char in text:
        width = size / 2 if char.isascii() else size
        if char != " ":
            placed.append(Char(char, x, y, x + width, y + size))
        x += step or width
    return placed


def test_lines_from_top_to_bottom_whatever_the_order_of_the_file() -> None:
    lines = group_into_lines([*set_chars("第二行", 0, 20), *set_chars("第一行", 0, 0)])
    assert [line.text for line in lines] == ["第一行", "第二行"]
    assert lines[0].box == (0, 0, 30, 10)


def test_numbers_apart_stay_apart_and_wide_set_ideographs_together() -> None:
    assert group_into_lines(set_chars("12 7", 0, 0))[0].text == "12 7"
    assert group_into_lines(set_chars("总计", 0, 0, step=18))[0].text == "总计"
    assert group_into_lines(set_chars("首页    导航", 0, 0))[0].text == "首页 导航"


def test_small_signs_stay_on_their_line() -> None:
    raised = [Char("1", 10, 2, 13, 7)]
    assert (
        group_into_lines([*set_chars("条", 0, 0), *raised, *set_chars("款", 14, 0)])[0].text
        == "条1款"
    )


def test_bold_by_printing_twice_is_read_once() -> None:
    assert (
        group_into_lines([*set_chars("合计", 0, 0), *set_chars("合计", 0.4, 0)])[0].text == "合计"
    )
    assert group_into_lines(set_chars("11", 0, 0))[0].text == "11"


def test_a_blank_of_the_file_counts_between_digits_only() -> None:
    blank = Char(" ", 5, 0, 6, 10)
    assert (
        group_into_lines([Char("1", 0, 0, 5, 10), blank, Char("2", 6, 0, 11, 10)])[0].text == "1 2"
    )
    assert (
        group_into_lines([Char("总", 0, 0, 5, 10), blank, Char("计", 6, 0, 11, 10)])[0].text
        == "总计"
    )
    assert group_into_lines([blank]) == []
