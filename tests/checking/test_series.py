"""One body over two years."""

import pytest

from tests.helpers import findings_of, report_of, worded
from validator.model.finding import State
from validator.model.rule import Severity
from validator.specimen import Edits

COLUMNS = (
    "natural_person", "enterprise", "research", "welfare", "legal_service", "other", "total",
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_carry_over_is_checked_column_by_column(column: str) -> None:
    edits = Edits(previous={"year": 2022, "cells": {f"requests.carried_out.{column}": "9"}})
    (finding,) = findings_of(edits, ["SER001"]).findings
    assert finding.severity is Severity.ERROR
    assert [spot.cell for spot in finding.locations] == [
        f"requests.carried_in.{column}",
        f"requests.carried_out.{column}",
    ]
    assert [bool(spot.document) for spot in finding.locations] == [False, True]


def test_the_change_of_format_is_crossed() -> None:
    previous = {"format": "2019", "year": 2020, "cells": {"requests.carried_out.other": "2"}}
    result = findings_of(Edits(year=2021, previous=previous), ["SER"])
    assert [(f.rule, f.locations[0].cell) for f in result.findings] == [
        ("SER001", "requests.carried_in.other")
    ]
    assert result.undetermined == ()


def test_a_break_that_the_text_explains_is_quieter_and_quotes_it() -> None:
    said = "本年度开展规范性文件清理，不再执行的文件不计入现行有效。"
    previous = {"year": 2022, "cells": {"disclosure.normative_documents.in_force": "15"}}
    loud = findings_of(Edits(previous=previous), ["SER002"]).findings[0]
    edits = Edits(previous=previous, texts={"other_matters": said})
    quiet = findings_of(edits, ["SER002"]).findings[0]
    assert (loud.severity, quiet.severity) == (Severity.WARNING, Severity.NOTICE)
    assert said in worded(quiet.message)


def test_without_last_years_report_nothing_is_compared() -> None:
    result = findings_of(Edits(), ["SER"])
    assert result.findings == ()
    assert {k for k, n in result.counts.items() if n} == {State.NOT_APPLICABLE}


def test_a_report_of_another_year_is_named_and_not_compared() -> None:
    previous = {"year": 2021, "cells": {"requests.carried_out.other": "2"}}
    result = findings_of(Edits(previous=previous), ["SER"])
    assert [f.rule for f in result.findings] == ["SER004"]


def test_a_blank_total_is_missing_and_not_compared() -> None:
    edits = Edits(cells={"requests.carried_in.total": ""}, previous={"year": 2022})
    report = report_of(edits)
    previous = report_of(Edits(year=2022))
    result = findings_of(report, ["SER001", "VAL005"], previous=previous)
    assert [f.rule for f in result.findings] == ["VAL005"]
    assert [check.rule for check in result.undetermined] == ["SER001"]
