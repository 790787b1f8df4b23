"""What files hide beside figures is not read with them: a short version of `make oddities`."""

import pytest

from benchmarks.oddities import FAULTS_IN_FIGURES, tally
from tests.generator.oddities import KINDS

# Visible text that looks like what is hidden: every figure must be read.
LOOK_ALIKES = {("pdf", kind) for kind in ("on_dark", "underlined", "shaded", "bold")}


@pytest.mark.parametrize(
    ("form", "kind"), [(form, kind) for form, (_, kinds) in KINDS.items() for kind in kinds]
)
def test_no_figure_is_wrong_and_no_fault_passes(form: str, kind: str) -> None:
    faultless = tally(form, kind, 5)
    assert (faultless.wrong, faultless.errors, faultless.warnings) == (0, 0, 0)
    assert faultless.unsure <= (0 if (form, kind) in LOOK_ALIKES else 4)
    faulty = tally(form, kind, 6, FAULTS_IN_FIGURES[len(kind) % len(FAULTS_IN_FIGURES)])
    assert (faulty.wrong, faulty.missed) == (0, 0)
