"""The language of equations."""

import pytest

from validator.rulebase.expressions import Term, parse


def test_sums_on_both_sides() -> None:
    equation = parse("new + carried_in = done - corrections")
    assert equation.left == (Term(1, "new"), Term(1, "carried_in"))
    assert equation.relation == "="
    assert equation.right == (Term(1, "done"), Term(-1, "corrections"))


def test_cells_inequalities_and_nothing() -> None:
    assert parse("disclosure.fees.amount >= 0").right == ()
    assert parse("a <= b").relation == "<="


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "a",
        "a =",
        "= a",
        "a = b = c",
        "a + = b",
        "a b = c",
        "a = b +",
        "a ++ b = c",
        "a * b = c",
    ],
)
def test_what_is_no_equation_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(wrong)
