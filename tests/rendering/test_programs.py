"""Outputs for programs, read again by readers that are not ours."""

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ROOT
from tests.helpers import render, result_of, run_of
from validator.model.finding import Refusal, Run
from validator.model.result import Result
from validator.rendering import OUTPUTS
from validator.rulebase.files import schema
from validator.specimen import Edits

FAULTY = Edits.of(
    {
        "cells": {
            "requests.granted.total": "42",
            "requests.denied_by_law.welfare": "若干",
            "disputes.reconsideration.total": "1 0",
        },
        "texts": {"problems": "一是培训<b>不够</b>，XX 乡镇 100% 未落实]]>。下一步改进。"},
    }
)
REFUSED = Run("扫描 件.pdf", refusal=Refusal("pdf_scan"))


def result(language: str = "zh") -> Result:
    return result_of(FAULTY, Edits(), REFUSED, language=language)  # type: ignore[arg-type]


def loaded(form: str) -> Any:
    return json.loads(render(form, result()))


def test_json_is_valid_and_has_all_runs() -> None:
    data = loaded("json")
    Draft202012Validator(schema("findings")).validate(data)
    assert [run["source"]["name"] for run in data["runs"]] == [
        "report-1.pdf",
        "report-2.pdf",
        "扫描 件.pdf",
    ]
    assert {f["standing"] for run in data["runs"] for f in run["findings"]} == {"open"}


def test_sarif_has_rules_results_places_and_refusals() -> None:
    (run,) = loaded("sarif")["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) == len({rule["id"] for rule in rules}) >= 115
    assert all(rule["help"]["text"] and rule["properties"]["basis"] for rule in rules)
    for found in run["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
        assert len(found["partialFingerprints"]["nianbao/v1"]) == 16
    sums = [f for f in run["results"] if f["ruleId"] == "SUM001"]
    assert sums[0]["level"] == "error"
    assert sums[0]["properties"]["suspects"][0]["proposed"] != "42"
    location = sums[0]["locations"][0]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "requests.granted.total"
    assert not run["invocations"][0]["executionSuccessful"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["descriptor"]["id"] == "pdf_scan"
    at = told["locations"][0]["physicalLocation"]["artifactLocation"]["index"]
    assert unquote(run["artifacts"][at]["location"]["uri"]) == "扫描 件.pdf"


def test_sarif_fingerprints_stay_under_unrelated_edits() -> None:
    def prints(edits: Edits) -> set[str]:
        data = json.loads(render("sarif", result_of(edits)))
        return {
            f["partialFingerprints"]["nianbao/v1"]
            for f in data["runs"][0]["results"]
            if f["ruleId"].startswith("SUM")
        }

    cells = {"requests.granted.total": "42"}
    other = {"overview": "（一）主动公开情况。另写一段话。"}
    assert prints(Edits.of({"cells": cells})) == prints(Edits.of({"cells": cells, "texts": other}))


def test_sarif_satisfies_its_reference_validator(tmp_path: Path) -> None:
    tool = ROOT / ".tools" / "node_modules" / ".bin" / "sarif-multitool"
    if not tool.exists():
        pytest.skip("no sarif-multitool: install npm, then run make test")
    path = tmp_path / "out.sarif"
    path.write_text(str(render("sarif", result())), "utf-8")
    done = subprocess.run(
        [tool, "validate", path], capture_output=True, text=True, timeout=120, check=False
    )
    said = done.stdout + done.stderr
    assert "1 files scanned" in said
    assert ": error " not in said
    # No home page is known to point to; nothing else is even worth a warning.
    assert set(re.findall(r"warning (SARIF\d+)", said)) <= {"SARIF2005"}


def test_sarif_tells_page_and_box_in_the_region() -> None:
    from tests.generator.pdf import draw
    from validator.rulebase.formats import load_formats
    from validator.specimen import specimen

    data = json.loads(render("sarif", result_of(draw(specimen(load_formats(), FAULTY)))))
    found = next(f for f in data["runs"][0]["results"] if f["ruleId"] == "SUM001")
    region = found["locations"][0]["physicalLocation"]["region"]
    assert region["properties"]["page"] >= 1
    assert len(region["properties"]["box"]) == 4


def test_junit_has_a_case_a_rule() -> None:
    root = ET.fromstring(str(render("junit", result())))
    suites = root.findall("testsuite")
    assert root.tag == "testsuites"
    assert len(suites) == 3
    for suite in suites:
        cases = suite.findall("testcase")
        assert len(cases) == int(suite.attrib["tests"])
        assert len(suite.findall("testcase/failure")) == int(suite.attrib["failures"])
        assert len(suite.findall("testcase/skipped")) == int(suite.attrib["skipped"])
        assert len(suite.findall("testcase/error")) == int(suite.attrib["errors"])
    assert int(root.attrib["failures"]) == sum(int(s.attrib["failures"]) for s in suites)
    failed = {
        case.attrib["name"].split()[0] for case in suites[0] if case.find("failure") is not None
    }
    assert {"SUM001", "VAL001"} <= failed
    assert suites[1].attrib["failures"] == "0"
    assert "没有文字层" in suites[2][0][0].attrib["message"]


def test_github_commands_are_one_a_line() -> None:
    lines = str(render("github", result())).splitlines()
    assert all(
        line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in lines
    )
    assert any("title=SUM001 row-total::" in line for line in lines)
    assert any("100%25" in line for line in lines)


def test_gitlab_entries_have_what_gitlab_asks_for() -> None:
    entries = loaded("gitlab")
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["description"]
        assert entry["check_name"]


def test_the_same_report_twice_has_fingerprints_of_its_own_in_gitlab() -> None:
    both = json.loads(render("gitlab", result_of(FAULTY, FAULTY)))
    assert len({entry["fingerprint"] for entry in both}) == len(both)


def test_what_does_not_count_is_told_as_such() -> None:
    run = run_of(FAULTY)
    assert run.findings is not None
    first, *rest = run.findings.findings
    quiet = first._replace(disposition="suppressed", excuse="已向主管部门说明")
    known = tuple(f._replace(disposition="known") for f in rest)
    findings = run.findings._replace(findings=(quiet, *known), fixed=("0" * 16,))
    aside = result_of(run._replace(findings=findings))
    assert findings.worst() is None
    (log,) = json.loads(render("sarif", aside))["runs"]
    assert log["results"][0]["suppressions"][0]["justification"] == "已向主管部门说明"
    assert {f.get("baselineState") for f in log["results"][1:]} == {"unchanged"}
    commands = str(render("github", aside)).splitlines()
    assert commands
    assert all(command.startswith("::debug::") for command in commands)
    assert json.loads(render("gitlab", aside)) == []
    junit = str(render("junit", aside))
    assert 'failures="0"' in junit
    assert "已抑制（已向主管部门说明）" in junit
    for form in ("text", "markdown"):
        text = str(render(form, aside))
        assert "已抑制（已向主管部门说明）" in text
        assert "仍存在" in text
        assert "基线中的 1 项已整改" in text


def test_markdown_keeps_what_reports_say_from_being_markup() -> None:
    text = str(render("markdown", result()))
    assert "<b>" not in text
    assert text.startswith("# report")
    assert "应为 " in text


def test_every_output_is_made_in_both_languages() -> None:
    for form in OUTPUTS:
        for language in ("zh", "en"):
            assert render(form, result(language))
