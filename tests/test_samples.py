"""The sample documents beside the project: every cell, every planted fault, no false alarm."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLES
from tests.helpers import findings_of, report_of, wrong_cells
from validator.model.rule import Severity

READABLE = (".pdf", ".docx", ".html", ".txt")
# By which rules the planted faults that lie within these rules' reach are found.
RULES_OF: dict[str, set[str]] = {
    "row_total": {"SUM001"},
    "done_total": {"SUM002"},
    "balance": {"SUM003"},
    "dispute_total": {"SUM004"},
    "cell_off_by_one": {"SUM001", "SUM002"},
    "negative": {"VAL002"},
    "non_numeric": {"VAL001"},
    "blank_cell": {"VAL004"},
    "label_typo": {"STR009"},
    "section_order": {"STR002"},
    "missing_section": {"STR001"},
    "missing_period": {"STR019"},
    "missing_aspect": {"STR020"},
    "wrong_year": {"TXT001"},
    "placeholder": {"TXT015"},
    "wrong_regulation": {"TXT002"},
    "personal_id": {"TXT016"},
}
DOCUMENTS = sorted(
    path
    for folder in ("single", "series", "rollup")
    for path in (SAMPLES / folder).glob("*")
    if path.suffix in READABLE
)
NAMES = [f"{path.parent.name}/{path.name}" for path in DOCUMENTS]


def truth_of(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    return truth


def cells_of(truth: dict[str, Any]) -> dict[str, str]:
    return {
        f"{table}.{row}.{column}": text
        for table in ("disclosure", "requests", "disputes")
        for row, columns in truth[table].items()
        for column, text in columns.items()
    }


def test_the_samples_are_there_or_the_rest_is_skipped(samples: Path) -> None:
    assert samples.is_dir()
    assert DOCUMENTS


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_cell_and_the_body(path: Path) -> None:
    truth = truth_of(path)
    for engine in ("pdfium", "pdfplumber") if path.suffix == ".pdf" else ("pdfium",):
        report = report_of(path.read_bytes(), engine)
        assert wrong_cells(report, cells_of(truth)) == []
        assert report.issuer == truth["issuer"]
        assert report.issuer_kind == truth["issuer_kind"]
        assert report.year == truth["year"]
        assert report.format == truth["format"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_planted_faults_are_found_and_nothing_else_is_an_error(path: Path) -> None:
    faults = [fault["kind"] for fault in truth_of(path)["defects"]]
    result = findings_of(path.read_bytes())
    found = {finding.rule for finding in result.findings}
    for kind in faults:
        if kind in RULES_OF:
            assert RULES_OF[kind] <= found, kind
    if not set(faults) & set(RULES_OF) and path.parent.name != "rollup":
        # The samples' own: requests that ended for want of payment without a notice reported,
        # and thousands separators in some cells of a table.
        assert found <= {"CLM030", "VAL009"}
        assert result.undetermined == ()


def test_a_genuine_report_with_its_genuine_faults(samples: Path) -> None:
    report = report_of((samples / "real" / "hongze-district-2023.pdf").read_bytes())
    rows: dict[str, list[str]] = {}
    for concept, fact in report.facts.items():
        rows.setdefault(concept.rsplit(".", 1)[0], []).append(fact.figure.text)
    printed = {row: figures for row, figures in rows.items() if set(figures) != {"0"}}
    first = ["0", "0", "0", "0", "0"]
    assert printed == {
        "disclosure.normative_documents": ["0", "5", "5"],
        "disclosure.licensing": ["550"],
        "disclosure.penalties": ["4119"],
        "disclosure.coercion": ["195"],
        "disclosure.fees": ["7730.28"],
        "requests.new": ["21", *first, "21"],
        "requests.partial": ["4", *first, "4"],
        "requests.denied_state_secret": ["1", *first, "1"],
        "requests.denied_deliberative": ["1", *first, "1"],
        "requests.denied_enforcement_file": ["1", *first, "1"],
        "requests.unavailable_not_held": ["10", *first, "10"],
        "requests.unavailable_needs_creation": ["3", *first, "3"],
        "requests.rejected_petition": ["1", *first, "1"],
        "requests.done": ["21", *first, "21"],
        "disputes.reconsideration": ["10", "1", "0", "0", "0"],
        "disputes.litigation_after_reconsideration": ["5", "0", "0", "0", "0"],
    }
    assert len(report.facts) == 6 + 4 + 23 * 7 + 15
    result = findings_of(report)
    assert [(f.rule, f.locations[0].cell or f.locations[0].text) for f in result.findings] == [
        ("SUM004", "disputes.reconsideration.total"),
        ("SUM004", "disputes.litigation_after_reconsideration.total"),
        ("TXT002", "国令第711号"),
        *[("STR022", "")] * 3,
        ("STR009", "2.其他法律行政止公开"),
        ("STR011", "（六）其他处理"),
    ]
    assert result.undetermined == ()


def test_a_genuine_text_without_an_error(samples: Path) -> None:
    report = report_of((samples / "real" / "luoyang-justice-2020.txt").read_bytes())
    rows: dict[str, list[str]] = {}
    for concept, fact in report.facts.items():
        rows.setdefault(concept.rsplit(".", 1)[0], []).append(fact.figure.text)
    assert {row: f for row, f in rows.items() if set(f) != {"0"}} == {
        "disclosure.licensing": ["2", "0", "856"],
        "disclosure.other_services": ["26", "0", "1483"],
        "disclosure.penalties": ["50", "0", "0"],
        "requests.new": ["1", "0", "0", "0", "0", "0", "1"],
        "requests.granted": ["1", "0", "0", "0", "0", "0", "1"],
        "requests.done": ["1", "0", "0", "0", "0", "0", "1"],
    }
    assert len(report.facts) == 6 + 12 + 2 + 2 + 25 * 7 - 2 * 7 + 15
    findings = findings_of(report).findings
    assert not [f for f in findings if f.severity is Severity.ERROR]
