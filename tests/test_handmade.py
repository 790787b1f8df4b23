"""Documents that share nothing with the format files: labels, figures and truth typed by hand.

Specimen, generator and recognition all read `rules/formats/`; a wrong label there would agree
with itself everywhere but here.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers import run_document

FOLDER = Path(__file__).parent / "handmade"
TRUTH = yaml.safe_load((FOLDER / "truth.yaml").read_text("utf-8"))


def printed_figures(document: dict[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """Every cell of a document with its figure."""
    for row, by_column in document["disclosure"].items():
        for column, figure in by_column.items():
            yield f"disclosure.{row}.{column}", Decimal(str(figure))
    requests = TRUTH["columns"]["requests"]
    for row in TRUTH["rows"][document["format"]]:
        figures = document["requests"].get(row, [0] * len(requests))
        for column, figure in zip(requests, figures, strict=True):
            yield f"requests.{row}.{column}", Decimal(figure)
    for row, figures in document["disputes"].items():
        for column, figure in zip(TRUTH["columns"]["disputes"], figures, strict=True):
            yield f"disputes.{row}.{column}", Decimal(figure)


@pytest.mark.parametrize("name", TRUTH["documents"])
def test_every_figure_and_finding_of_a_document_typed_by_hand(name: str) -> None:
    document = TRUTH["documents"][name]
    run = run_document(name, (FOLDER / name).read_bytes())
    assert run.report is not None
    assert (run.issuer, run.year, run.format) == (
        document["issuer"],
        document["year"],
        document["format"],
    )
    read = {concept: fact.figure.value for concept, fact in run.report.facts.items()}
    assert read == dict(printed_figures(document))
    findings = run.require_findings()
    assert sorted(finding.rule for finding in findings.findings) == document["findings"]
    culprits = [
        (cell.cell, cell.proposed)
        for diagnosis in findings.diagnoses
        for explanation in diagnosis.explanations
        for cell in explanation.cells
    ]
    expected = document.get("culprit")
    assert culprits == ([(expected["cell"], Decimal(expected["proposed"]))] if expected else [])


def test_every_form_is_there() -> None:
    files = {path.name for path in FOLDER.iterdir() if path.suffix not in (".py", ".yaml", ".pyc")}
    assert {name for name in files if not name.startswith("__")} == set(TRUTH["documents"])
