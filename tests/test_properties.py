"""What must hold for every report: faultless ones pass, a changed cell breaks its own sums."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checking.test_mutations import containing
from tests.generator.bodies import report
from tests.helpers import findings_of, report_of
from validator.model.errors import UserError
from validator.model.rule import Severity
from validator.rulebase.formats import load_formats
from validator.specimen import Edits

FORMATS = st.sampled_from(["2019", "2021"])
BOUNDS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(seed=st.integers(0, 10**6), format_id=FORMATS)
@BOUNDS
def test_a_faultless_report_has_no_error(seed: int, format_id: str) -> None:
    result = findings_of(report(seed, format_id))
    # Not even a warning: the text repeats the figures, and they are right.
    assert [f.rule for f in result.findings if f.severity > Severity.NOTICE] == []
    assert result.undetermined == ()


@given(
    seed=st.integers(0, 10**6),
    format_id=FORMATS,
    data=st.data(),
    off=st.integers(1, 500),
)
@BOUNDS
def test_a_changed_cell_breaks_exactly_its_own_sums(
    seed: int, format_id: str, data: st.DataObject, off: int
) -> None:
    edits = report(seed, format_id)
    concepts = sorted(c for c in edits.cells if not c.startswith("disclosure"))
    concept = data.draw(st.sampled_from(concepts))
    cells = {**edits.cells, concept: str(int(edits.cells[concept]) + off)}
    changed = Edits(format=format_id, year=edits.year, issuer=edits.issuer, cells=cells)
    result = findings_of(changed)
    errors = [f for f in result.findings if f.severity is Severity.ERROR]
    table, row, column = concept.split(".")
    assert {(f.rule, f.locations[0].cell) for f in errors} == containing(table, row, column)


@given(text=st.text(max_size=400))
@BOUNDS
def test_no_text_brings_anything_but_a_report_or_a_sentence(text: str) -> None:
    # A hostile text may be refused, with a sentence; any other exception fails this test.
    with suppress(UserError):
        read = report_of(("清溪县水务局2023年政府信息公开工作年度报告\n" + text).encode())
        assert read.format in {known.id for known in load_formats()}
