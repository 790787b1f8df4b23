"""Text as geometry: words in columns, and tables drawn in characters."""

from collections.abc import Sequence

from validator.model.document import Grid, Line
from validator.model.place import Place
from validator.reading.text.display import drawn_tables, word_extents


def drawn(*texts: str) -> list[list[str] | str]:
    """What becomes of lines: the texts of a grid's cells, or a line as it is."""
    lines: Sequence[Line] = [Line(text, Place(line=n)) for n, text in enumerate(texts, 1)]
    return [
        [cell.text for cell in block.cells] if isinstance(block, Grid) else block.text
        for block in drawn_tables(lines)
    ]


def test_words_that_stand_in_columns_have_extents() -> None:
    assert [tuple(e) for e in word_extents("规章    0   12")] == [(0, 4), (8, 9), (12, 14)]
    assert word_extents("一般的一句话 不成列") == ()


def test_box_characters_of_either_width_are_borders() -> None:
    narrow = drawn("┌────┬────┐", "│规章│  12│", "├────┼────┤", "│文件│   3│", "└────┴────┘")
    wide = drawn("┌──┬──┐", "│规章│  12│", "├──┼──┤", "│文件│   3│", "└──┴──┘")
    assert narrow == wide == [["规章", "12", "文件", "3"]]


def test_ascii_borders_are_borders() -> None:
    assert drawn("+----+----+", "|规章| 12 |", "+----+----+") == [["规章", "12"]]


def test_bars_that_stand_anywhere_only_separate() -> None:
    lines = drawn("┌──┬──┐", "│规范性文件│12│", "├──┼──┤", "│规章│3│", "└──┴──┘")
    assert lines == ["│规范性文件│12│", "│规章│3│"]


def test_a_page_number_does_not_cut_a_table() -> None:
    lines = drawn("┌────┬────┐", "│规章│  12│", "├────┼────┤", "7", "│文件│   3│", "└────┴────┘")
    assert lines == [["规章", "12", "文件", "3"]]
