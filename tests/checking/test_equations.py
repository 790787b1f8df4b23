"""When a sum that does not hold is an error, and when it is not."""

from decimal import Decimal
from pathlib import Path

from tests.helpers import findings_of, report_of, worded
from validator.checking import check
from validator.model.finding import State
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import with_user_rules
from validator.specimen import Edits


def rules_found(cells: dict[str, str], **more: object) -> set[str]:
    return {f.rule for f in findings_of(Edits.of({"cells": cells, **more})).findings}


def test_a_wrong_total_names_both_values_and_its_cell_first() -> None:
    (finding,) = findings_of(Edits(cells={"disputes.reconsideration.total": "7"})).findings
    assert (finding.expected, finding.actual) == (Decimal(1), Decimal(7))
    assert finding.locations[0].cell == "disputes.reconsideration.total"
    assert "结果维持 1" in worded(finding.message)
    assert len(finding.locations) == 5


def test_a_blank_that_counts_as_zero_breaks_no_sum() -> None:
    assert rules_found({"requests.denied_by_law.other": "", "requests.partial.other": "—"}) == {
        "VAL004"
    }


def test_a_blank_total_is_a_missing_total_and_no_wrong_sum() -> None:
    assert rules_found({"requests.granted.total": "", "requests.new.total": "/"}) == {"VAL005"}


def test_all_row_totals_blank_is_one_finding() -> None:
    rows = [row.id for row in load_formats()[-1].table("requests").rows]
    result = findings_of(Edits(cells={f"requests.{row}.total": "" for row in rows}))
    assert [f.rule for f in result.findings] == ["VAL005", "VAL004"]
    assert len(result.findings[0].locations) == 7


def test_parts_left_blank_beside_a_total_are_no_wrong_sum() -> None:
    columns = ("natural_person", "enterprise", "research", "welfare", "legal_service", "other")
    cells = {f"requests.granted.{column}": "" for column in columns}
    result = findings_of(Edits(cells=cells), ["SUM001"])
    assert result.findings == ()
    assert result.counts[State.UNDETERMINED] == 1


def test_a_word_for_zero_passes_where_zero_fits_and_is_open_where_it_does_not() -> None:
    fits = findings_of(Edits(cells={"requests.denied_by_law.other": "无"}), ["SUM001", "SUM002"])
    assert (fits.findings, fits.undetermined) == ((), ())
    off = findings_of(Edits(cells={"requests.granted.enterprise": "无"}), ["SUM001", "SUM002"])
    assert off.findings == ()
    assert len(off.undetermined) == 2


def test_an_unreadable_cell_leaves_its_sums_open_and_says_so() -> None:
    result = findings_of(Edits(cells={"requests.granted.enterprise": "1 2"}), ["SUM001"])
    assert result.findings == ()
    (check,) = result.undetermined
    assert "1 2" in worded(check.reason)


def test_a_missing_row_leaves_the_column_sums_open() -> None:
    result = findings_of(Edits(drop_rows=["requests.unavailable_not_held"]))
    assert {f.rule for f in result.findings} == {"STR008"}
    assert {check.rule for check in result.undetermined} == {"SUM002"}


def test_rules_of_another_format_do_not_apply() -> None:
    result = findings_of(Edits(format="2019"), ["SUM005"])
    assert result.counts == {
        State.PASSED: 0,
        State.FAILED: 0,
        State.UNDETERMINED: 0,
        State.NOT_APPLICABLE: 1,
    }


def test_decimals_are_added_exactly() -> None:
    cells = {"disputes.reconsideration.upheld": "0.1", "disputes.reconsideration.other": "0.2"}
    cells["disputes.reconsideration.total"] = "0.3"
    assert findings_of(Edits(cells=cells), ["SUM004"]).findings == ()


OWN_RULE = """\
- id: SUM902
  name: licences-and-penalties
  kind: equation
  title: {zh: 一, en: one}
  severity: notice
  formats: ["2021"]
  basis: {document: 本单位规定}
  equation: disclosure.licensing.decisions <= disclosure.penalties.decisions
  message: {zh: '{left}，多于 {right}', en: '{left}, more than {right}'}
  help: {zh: 请核对, en: check}
"""


def test_a_rule_of_ones_own_over_single_cells(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN_RULE, encoding="utf-8")
    rules = with_user_rules([path]).select(["SUM902"])
    found = check(report_of(Edits()), rules)
    (finding,) = found.findings
    assert worded(finding.where) == "表二 “行政许可”一行 本年处理决定数量栏"
    assert (
        rules.catalogue("zh").word(finding.message)
        == "本年处理决定数量 46，多于 本年处理决定数量 7"
    )
