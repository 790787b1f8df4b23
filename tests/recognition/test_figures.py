"""What the text of a figure's cell says."""

from decimal import Decimal

import pytest

from validator.model.report import FigureState
from validator.recognition.tables.figures import read_figure
from validator.rulebase.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("12", "12"),
        ("1,507", "1507"),
        ("１２", "12"),
        ("1，507", "1507"),
        ("-1", "-1"),
        ("－3", "-3"),
        ("+3", "3"),
        ("611.76", "611.76"),
        (" 7 ", "7"),
        ("1088.2\n5", "1088.25"),
        ("12①", "12"),
        ("5 ²", "5"),
        ("12\u00a0345", "12345"),
        ("1\u2009234\u2009567", "1234567"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    read = read_figure(text)
    assert (read.state, read.value) == (FigureState.NUMBER, Decimal(value))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", FigureState.BLANK),
        (" \n", FigureState.BLANK),
        ("①", FigureState.UNREADABLE),
        ("—", FigureState.DASH),
        ("―", FigureState.DASH),
        ("–", FigureState.DASH),
        ("─", FigureState.DASH),
        ("－", FigureState.DASH),
        ("-", FigureState.DASH),
        ("/", FigureState.DASH),
        ("无", FigureState.WORD),
        ("若干", FigureState.WORD),
        ("12 7", FigureState.UNREADABLE),
        ("1\n2", FigureState.UNREADABLE),
        ("1,50", FigureState.UNREADABLE),
        ("见附件", FigureState.UNREADABLE),
        ("12-7", FigureState.UNREADABLE),
    ],
)
def test_blank_dash_word_and_unreadable_are_kept_apart(text: str, state: FigureState) -> None:
    read = read_figure(text)
    assert (read.state, read.value) == (state, None)


def test_only_some_words_say_that_there_is_nothing(vocabulary: Vocabulary) -> None:
    assert read_figure("无").zero
    assert not read_figure("若干").zero


def test_units_are_set_apart(vocabulary: Vocabulary) -> None:
    read = read_figure("25.1万元")
    assert (read.value, read.unit, read.text) == (Decimal("25.1"), "万元", "25.1万元")
