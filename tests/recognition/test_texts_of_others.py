"""Tables in text as crawlers, copyists and text browsers keep them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.generator.bodies import report
from tests.generator.text import write_aligned, write_barred, write_drawn
from tests.helpers import findings_of, report_of, worded, wrong_cells
from validator.model.document import Document, Line
from validator.model.report import FigureState
from validator.model.rule import Severity
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

WAYS: dict[str, Callable[[Document], str]] = {
    **{
        bars: lambda document, bars=bars: write_barred(document, bars)  # type: ignore[misc]
        for bars in ("inline", "lines", "alone", "open", "padded")
    },
    "drawn": write_drawn,
    "aligned": write_aligned,
}


def with_zeros(seed: int, zero: str) -> Edits:
    """A faultless report whose zeros are printed in another way, save in total columns."""
    edits = report(seed, "2019" if seed % 2 else "2021")
    cells = {
        concept: zero if text == "0" and not concept.endswith(".total") else text
        for concept, text in edits.cells.items()
    }
    return replace(edits, cells=cells)


@pytest.mark.parametrize("zero", ["0", "", "-"])
@pytest.mark.parametrize("seed", [2, 3, 4])
@pytest.mark.parametrize("way", WAYS)
def test_every_cell_is_read(way: str, seed: int, zero: str) -> None:
    edits = with_zeros(seed, zero)
    data = WAYS[way](specimen(load_formats(), edits)).encode()
    assert wrong_cells(report_of(data), {c: t for c, t in edits.cells.items() if t}) == []
    findings = findings_of(data).findings
    loud = [f for f in findings if f.severity > Severity.NOTICE and f.rule != "VAL004"]
    assert [worded(f.message) for f in loud] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_fault_is_found(way: str) -> None:
    edits = report(4)
    cells = {**edits.cells, "requests.done.total": "99999"}
    data = WAYS[way](specimen(load_formats(), replace(edits, cells=cells))).encode()
    assert {"SUM001", "SUM002"} <= {f.rule for f in findings_of(data).findings}


@pytest.mark.parametrize("blank", ["", "—"])
@pytest.mark.parametrize("way", ["inline", "open", "padded", "drawn"])
def test_disputes_without_any_figure_are_read(way: str, blank: str) -> None:
    edits = report(4)
    cells = {c: blank if c.startswith("disputes") else t for c, t in edits.cells.items()}
    data = WAYS[way](specimen(load_formats(), replace(edits, cells=cells))).encode()
    state = FigureState.DASH if blank else FigureState.BLANK
    facts = report_of(data).facts
    assert {facts[c].figure.state for c in cells if c.startswith("disputes")} == {state}


def test_figures_far_from_their_labels_are_never_sure() -> None:
    """Copied column by column, text does not show which row a figure is of."""
    edits = report(4)
    lines = []
    for block in specimen(load_formats(), edits).blocks:
        if isinstance(block, Line):
            lines.append(block.text)
            continue
        for column in range(block.columns):
            lines.extend(c.text for c in block.cells if c.column == column and c.text)
    facts = report_of("\n".join(lines).encode()).facts
    sure = {c: f.figure.text for c, f in facts.items() if f.figure.state is FigureState.NUMBER}
    assert {c: t for c, t in sure.items() if edits.cells[c] != t} == {}


@pytest.mark.parametrize("way", ["aligned", "open"])
def test_rows_without_any_figure_are_in_their_place(way: str) -> None:
    edits = report(5)
    cells = {concept: "" if text == "0" else text for concept, text in edits.cells.items()}
    data = WAYS[way](specimen(load_formats(), replace(edits, cells=cells))).encode()
    assert not {"STR008", "STR010"} & {f.rule for f in findings_of(data).findings}


def test_a_page_number_between_rows_is_no_figure() -> None:
    edits = with_zeros(2, "")
    lines = write_barred(specimen(load_formats(), edits), "padded").splitlines()
    paged = [part for at, line in enumerate(lines) for part in (line, *(["7"] * (at % 9 == 8)))]
    facts = report_of("\n".join(paged).encode()).facts
    sure = {c: f.figure.text for c, f in facts.items() if f.figure.state is FigureState.NUMBER}
    assert {c: text for c, text in sure.items() if edits.cells[c] != text} == {}
