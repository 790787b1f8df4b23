"""`make accuracy` in short: each kind of fault is found, faultless reports are not called wrong."""

import pytest

from benchmarks.accuracy import found_in, own_corpus
from tests.generator.faults import FAULTS, planted
from validator.model.finding import State


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("drawn", [False, True], ids=["report", "pdf"])
def test_a_planted_fault_is_found(kind: str, drawn: bool) -> None:
    for seed in (101, 102):
        result = found_in(planted(kind, seed), drawn=drawn)
        assert FAULTS[kind].rules <= {finding.rule for finding in result.findings}, seed
        assert result.counts[State.FAILED] > 0


def test_faultless_reports_raise_neither_error_nor_warning() -> None:
    _, wrong, doubted = own_corpus(faultless=30, each=0)
    assert (wrong, doubted) == (0, 0)
