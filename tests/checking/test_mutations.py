"""One thing changed in a faultless report: the right rule says so, and no other one errs."""

import pytest

from tests.generator.bodies import report
from tests.helpers import findings_of
from validator.model.finding import Finding
from validator.model.format import Format, TableFormat
from validator.model.rule import Severity
from validator.rulebase.formats import load_formats
from validator.specimen import Edits

FORMATS = pytest.mark.parametrize("official", load_formats(), ids=lambda official: official.id)


def errors(edits: Edits) -> list[Finding]:
    return [f for f in findings_of(edits).findings if f.severity is Severity.ERROR]


def with_changes(whole: Edits, **changes: object) -> Edits:
    data = {name: getattr(whole, name) for name in ("format", "year", "issuer", "cells", "texts")}
    return Edits.of({**data, **changes})


def containing(table: str, row: str, column: str) -> set[tuple[str, str]]:
    """The equations, as rule and cell of the total, that a cell takes part in."""
    if table == "disputes":
        return {("SUM004", f"disputes.{row}.total")}
    found = {("SUM001", f"requests.{row}.total")}
    if row not in ("new", "carried_in", "carried_out"):
        found.add(("SUM002", f"requests.done.{column}"))
    if row in ("new", "carried_in", "carried_out", "done"):
        found.add(("SUM003", f"requests.new.{column}"))
    return found


@FORMATS
@pytest.mark.parametrize("off", [1, 37])
def test_each_cell_breaks_exactly_the_equations_that_contain_it(official: Format, off: int) -> None:
    whole = report(11, official.id)
    for table in (official.table("requests"), official.table("disputes")):
        for row, column in table.cells():
            concept = f"{table.id}.{row.id}.{column.id}"
            cells = {**whole.cells, concept: str(int(whole.cells[concept]) + off)}
            found = {
                (f.rule, f.locations[0].cell) for f in errors(with_changes(whole, cells=cells))
            }
            assert found == containing(table.id, row.id, column.id), concept


def neighbours(table: TableFormat) -> list[tuple[str, str]]:
    """Rows that stand under the same label beside each other."""
    return [
        (first.id, second.id)
        for block in table.blocks
        for first, second in zip(block.rows, block.rows[1:], strict=False)
        if first.path == second.path
    ]


@FORMATS
def test_two_rows_swapped_are_out_of_order_and_nothing_else(official: Format) -> None:
    whole = report(12, official.id)
    for table in (official.table("disclosure"), official.table("requests")):
        for pair in neighbours(table):
            rows = [f"{table.id}.{row}" for row in pair]
            found = findings_of(with_changes(whole, swap_rows=rows)).findings
            assert {f.rule for f in found if f.rule[:3] != "CLM"} == {"STR010"}, pair
            assert not [f for f in found if f.severity is Severity.ERROR]


@FORMATS
def test_each_row_dropped_is_missed_and_no_sum_is_called_wrong(official: Format) -> None:
    whole = report(13, official.id)
    for table in (official.table("disclosure"), official.table("requests")):
        for row in table.rows:
            name = f"{table.id}.{row.id}"
            rules = {f.rule for f in errors(with_changes(whole, drop_rows=[name]))}
            assert len(rules) == 1, (name, rules)
            assert rules <= {"STR008", "STR013"}, (name, rules)


@FORMATS
def test_each_section_dropped_is_missed_and_nothing_else_errs(official: Format) -> None:
    whole = report(14, official.id)
    for section in official.sections:
        tables = [table.id for table in official.tables if table.section == section.id]
        edits = with_changes(whole, drop_sections=[section.id], drop_tables=tables)
        found = errors(edits)
        assert [(f.rule, f.locations[0].section) for f in found] == [("STR001", section.id)]


@FORMATS
def test_each_row_label_changed_is_named_and_nothing_errs(official: Format) -> None:
    whole = report(15, official.id)
    for table in (official.table("disclosure"), official.table("requests")):
        for row in table.rows:
            printed = f"{row.label[:-1]}某{row.label[-1]}"
            found = findings_of(
                with_changes(whole, labels={f"{table.id}.row.{row.id}": printed})
            ).findings
            assert "STR009" in {f.rule for f in found}, row.id
            assert not [f for f in found if f.severity is Severity.ERROR], row.id


@FORMATS
def test_each_heading_changed_is_named_and_nothing_errs(official: Format) -> None:
    whole = report(16, official.id)
    for section in official.sections:
        heading = f"{section.number}、{section.heading[:-1]}某{section.heading[-1]}"
        found = findings_of(with_changes(whole, headings={section.id: heading})).findings
        assert "STR003" in {f.rule for f in found}, section.id
        assert not [f for f in found if f.severity is Severity.ERROR], section.id
