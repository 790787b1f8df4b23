"""Pages that end between rows and inside them: the short form of `make breaks`."""

import pytest

from benchmarks.page_breaks import Case, cases, print_case, score
from benchmarks.programs import NotInstalledError, Score

CASES = list(cases(8))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.program}-{c.height}-{c.faulty}")
def test_no_page_break_costs_a_cell(case: Case) -> None:
    try:
        pdf = print_case(case)
    except NotInstalledError as error:
        pytest.skip(f"needs {error}, a package of Debian")
    result = score(case, pdf)
    if case.faulty:
        assert result == Score(planted=1, detected=1)
    else:
        cells = len(case.edits.cells)
        assert result == Score(documents=1, perfect=1, cells=cells, right=cells)
