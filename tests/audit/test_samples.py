"""The samples beside the project, audited: what was planted across years and bodies is found."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.audit.test_audit import audit, runs

RULES = {
    "carry_over_mismatch": "SER001",
    "stock_mismatch": "SER002",
    "rollup_mismatch": "ROL001",
    "near_duplicate": "DUP003",
}


def planted(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        path.name.split(".")[0]: json.loads(path.read_text("utf-8"))["defects"]
        for path in folder.glob("*.truth.json")
    }


@pytest.mark.parametrize("name", ["series", "rollup"])
def test_what_was_planted_is_found_and_no_more_errors(
    samples: Path, tmp_path: Path, name: str
) -> None:
    listed = samples / name / "bodies.csv"
    audit(samples / name, tmp_path, *(["--bodies", str(listed)] if listed.exists() else []))
    found = {document.split(".")[0]: run for document, run in runs(tmp_path).items()}
    truth = planted(samples / name)
    assert set(found) == set(truth)
    for document, defects in truth.items():
        findings = found[document]["findings"]
        for defect in defects:
            rule = RULES[defect["kind"]]
            cells = {f["locations"][0].get("cell") for f in findings if f["rule"] == rule}
            if "row" in defect:
                assert f"{defect['table']}.{defect['row']}.{defect['column']}" in cells, document
            else:
                assert cells, document
        if not defects:
            assert not [f for f in findings if f["severity"] == "error"], document
