"""Order, presence and labels beyond the examples of the rules."""

import pytest

from tests.helpers import findings_of, report_of, worded
from validator.checking.kinds.order import out_of_order
from validator.model.finding import State
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen


@pytest.mark.parametrize(
    ("ranks", "moved"),
    [
        ([0, 1, 2, 3], []),
        ([0, 1, 3, 2, 4], [3]),
        ([5, 0, 1, 2, 3, 4], [0]),
        ([0, 2, 3, 4, 1, 5], [4]),
        ([], []),
    ],
)
def test_the_fewest_things_are_out_of_order(ranks: list[int], moved: list[int]) -> None:
    found = out_of_order(ranks)
    assert len(found) == len(moved)
    kept = [rank for position, rank in enumerate(ranks) if position not in found]
    assert kept == sorted(kept)


@pytest.mark.parametrize("section", ["overview", "disclosure", "requests", "disputes", "problems"])
def test_a_dropped_section_is_one_error(section: str) -> None:
    tables = ["disclosure", "requests", "disputes"]
    result = findings_of(Edits(drop_sections=[section], drop_tables=tables), ["STR001"])
    assert [(f.rule, f.locations[0].section) for f in result.findings] == [("STR001", section)]


def test_a_dropped_section_with_its_table_and_number_is_one_error() -> None:
    result = findings_of(Edits(drop_sections=["disputes"], headings={
        "problems": "四、存在的主要问题及改进情况", "other_matters": "五、其他需要报告的事项",
    }))  # fmt: skip
    assert [f.rule for f in result.findings] == ["STR001"]


def test_every_dropped_row_is_found() -> None:
    for table in load_formats()[-1].tables:
        for row in table.rows:
            if table.blocks[0].single_row:
                continue
            name = f"{table.id}.{row.id}"
            found = findings_of(Edits(drop_rows=[name]), ["STR008", "STR007"]).findings
            assert [f.rule for f in found] == ["STR008"], name


def test_most_rows_missing_is_a_layout_not_understood_and_no_error() -> None:
    rows = [f"requests.{row.id}" for row in load_formats()[-1].table("requests").rows[5:20]]
    result = findings_of(Edits(drop_rows=rows), ["STR008"])
    assert result.findings == ()
    assert result.counts[State.UNDETERMINED] == 1


def test_a_missing_table_among_pictures_may_be_a_picture() -> None:
    from validator.checking import check
    from validator.model.place import Place
    from validator.rulebase.ruleset import builtin

    report = report_of(Edits(drop_tables=["disputes"]))._replace(pictures=(Place(page=3),))
    result = check(report, builtin().select(["STR007"]))
    assert result.findings == ()
    assert result.counts[State.UNDETERMINED] == 1


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_any_label_changed_is_found_and_moves_no_figure(format_id: str) -> None:
    official = next(f for f in load_formats() if f.id == format_id)
    whole = report_of(specimen(load_formats(), Edits(format=format_id)))
    for row in official.table("requests").rows:
        changed = row.label[:-2] + "某" + row.label[-1]
        edits = Edits(format=format_id, labels={f"requests.row.{row.id}": changed})
        read = report_of(edits)
        assert {c: f.figure for c, f in read.facts.items()} == {
            c: f.figure for c, f in whole.facts.items()
        }, row.id
        assert [f.rule for f in findings_of(read).findings] == ["STR009"], row.id


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_any_column_label_changed_is_found_and_moves_no_figure(format_id: str) -> None:
    official = next(f for f in load_formats() if f.id == format_id)
    whole = report_of(Edits(format=format_id))
    for table in official.tables:
        for column in {c.id: c for block in table.blocks for c in block.columns}.values():
            printed = column.label[:-1] + "某" if len(column.label) < 9 else column.label[:-5]
            edits = Edits(format=format_id, labels={f"{table.id}.column.{column.id}": printed})
            read = report_of(edits)
            assert {c: f.figure for c, f in read.facts.items()} == {
                c: f.figure for c, f in whole.facts.items()
            }, column.id
            rules = {f.rule for f in findings_of(read).findings}
            assert rules == {"STR014"}, (table.id, column.id)


def test_findings_are_ordered_by_weight_and_place() -> None:
    edits = Edits(
        cells={"requests.granted.total": "6", "disclosure.fees.amount": "3万元"},
        headings={"problems": "五、政府信息公开工作存在的主要问题及改进情况"},
    )
    severities = [f.severity for f in findings_of(edits).findings]
    assert severities == sorted(severities, reverse=True)
    assert len(set(severities)) == 3


def test_fingerprints_stay_when_other_things_change() -> None:
    first = findings_of(Edits(cells={"requests.granted.total": "6"}), ["SUM001"]).findings[0]
    second = findings_of(
        Edits(cells={"requests.granted.total": "5", "disputes.reconsideration.total": "9"}),
        ["SUM001"],
    ).findings[0]
    other = findings_of(Edits(cells={"requests.partial.total": "6"}), ["SUM001"]).findings[0]
    assert first.fingerprint == second.fingerprint != other.fingerprint


def test_findings_in_english() -> None:
    (finding,) = findings_of(Edits(cells={"disputes.reconsideration.total": "7"})).findings
    assert worded(finding.where, "en") == "Table 4, row “Reconsideration”, column “total”"
    assert "the total is 7" in worded(finding.message, "en")
