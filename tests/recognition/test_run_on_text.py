"""Reports in one paragraph."""

from tests.generator.bodies import report
from tests.helpers import findings_of, report_of, worded
from validator.model.document import Grid
from validator.model.report import FigureState
from validator.model.rule import Severity
from validator.rulebase.formats import load_formats
from validator.specimen import specimen


def in_one_line(seed: int, between: str) -> bytes:
    """A report without line breaks, its cells apart by `between`."""
    parts: list[str] = []
    for block in specimen(load_formats(), report(seed)).blocks:
        if isinstance(block, Grid):
            parts.append(between.join(cell.text for cell in block.cells))
        else:
            parts.append(block.text)
    return "".join(parts).encode()


def test_sections_and_title_of_one_line_are_found() -> None:
    for seed in range(4):
        for between in ("", " "):
            data = in_one_line(seed, between)
            read = report_of(data)
            assert len(read.sections) == 6
            assert (read.issuer, read.year) == (report(seed).issuer, report(seed).year)
            loud = [f for f in findings_of(data).findings if f.severity > Severity.NOTICE]
            assert [worded(f.message) for f in loud] == []


def test_glued_figures_are_never_sure() -> None:
    for seed in range(4):
        cells = report(seed).cells
        for concept, fact in report_of(in_one_line(seed, "")).facts.items():
            assert fact.figure.state is not FigureState.NUMBER or fact.figure.text == cells[concept]
