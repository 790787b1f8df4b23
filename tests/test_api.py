"""The Python interface, and that the examples of its page run."""

import re
from pathlib import Path

import pytest

import validator
from tests.conftest import ROOT
from tests.generator.text import write
from validator import UserError, check, read, recognise, render, run, sentence, words
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

OWN_RULE = """
- id: OWN001
  name: no-licences
  kind: equation
  title: {zh: 没有许可, en: No licences}
  severity: warning
  formats: ["2021"]
  basis: {document: 清溪县公开办通知}
  equation: disclosure.licensing.decisions = disclosure.coercion.decisions
  message: {zh: "{left} 而不是 {right}", en: they differ}
  help: {zh: 核对, en: check}
"""
FAULTY = write(specimen(load_formats(), Edits(cells={"requests.granted.total": "42"}))).encode()


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch, capsys: object) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len(blocks) >= 5
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    assert names["findings"].diagnoses  # type: ignore[attr-defined]
    assert str(names["sarif"]).startswith("{")
    assert isinstance(names["workbook"], bytes)


def test_paths_and_bytes_come_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FAULTY)
    by_path, by_bytes = check(path), check(FAULTY)
    assert by_path.findings == by_bytes.findings == check(str(path)).findings
    assert {f.rule for f in by_path.findings} == {"SUM001", "SUM002"}


def test_rules_are_chosen(tmp_path: Path) -> None:
    assert {f.rule for f in check(FAULTY, select=["SUM001"]).findings} == {"SUM001"}
    assert check(FAULTY, ignore=["SUM"]).findings == ()


def test_last_years_report_takes_part() -> None:
    last = write(
        specimen(load_formats(), Edits(year=2022, cells={"requests.carried_out.total": "5"}))
    )
    found = check(FAULTY, previous=last.encode(), select=["SER001"])
    assert [f.rule for f in found.findings] == ["SER001"]
    report = recognise(read(last.encode()))
    assert check(FAULTY, previous=report, select=["SER001"]).findings == found.findings


def test_faults_of_documents_are_user_errors() -> None:
    with pytest.raises(UserError) as caught:
        check(b"no report at all")
    assert caught.value.key == "not_a_report"
    assert sentence(caught.value).endswith("。")
    refused = run(b"no report at all", name="a.txt")
    assert refused.refusal is not None
    assert "a.txt" in str(render("text", refused))


def test_outputs_that_there_are_not() -> None:
    with pytest.raises(UserError) as caught:
        render("pdf", run(FAULTY))
    assert caught.value.key == "no_such_format"


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError):
        validator.nothing  # noqa: B018


def test_findings_of_rules_that_are_not_at_hand_say_so(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN_RULE, "utf-8")
    found = run(FAULTY, rules=[path], select=["OWN001"])
    with pytest.raises(UserError) as caught:
        render("text", found)
    assert caught.value.key == "rules_needed"
    (finding,) = found.require_findings().findings
    with pytest.raises(UserError) as caught:
        words(finding.message)
    assert caught.value.key == "rules_needed"
    assert words(finding.message, "en", rules=[path]) == "they differ"
    assert "OWN001" in str(render("sarif", found, rules=[path]))
