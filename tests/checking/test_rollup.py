"""A government's figures against those of the bodies whose figures it sums."""

from random import Random

import pytest

from tests.generator.bodies import official
from tests.generator.figures import valid_figures
from tests.helpers import findings_of, report_of, worded
from validator.model.finding import Findings
from validator.model.related import RelatedReports
from validator.model.report import Report
from validator.specimen import Edits

BODIES = ("水务局", "民政局", "财政局", "林业局")


def bodies(seed: int) -> list[dict[str, str]]:
    random = Random(seed)
    return [valid_figures(official("2021"), random, 20) for _ in BODIES]


def summed(figures: list[dict[str, str]]) -> dict[str, str]:
    """The figures of a government whose bodies have these."""
    whole = {c for c in figures[0] if not c.endswith(".amount")}
    return {c: str(sum(int(own[c]) for own in figures)) for c in whole}


def report(issuer: str, cells: dict[str, str]) -> Report:
    return report_of(Edits(issuer=issuer, cells=cells))


def checked(
    whole: dict[str, str], figures: list[dict[str, str]], *, complete: bool = True
) -> Findings:
    children = tuple(report(f"云岭市{n}", own) for n, own in zip(BODIES, figures, strict=True))
    linked = RelatedReports(None, children, complete)
    rules = ["ROL", "SUM"]
    return findings_of(report("云岭市人民政府", whole), rules, linked=linked)


@pytest.mark.parametrize("seed", range(5))
def test_sums_that_hold_are_no_findings(seed: int) -> None:
    figures = bodies(seed)
    result = checked(summed(figures), figures)
    assert result.findings == ()
    assert result.by_rule["ROL001"]["passed"] == 25 * 7  # type: ignore[index]


@pytest.mark.parametrize("seed", range(5))
def test_a_body_left_out_is_named(seed: int) -> None:
    figures = bodies(seed)
    result = checked(summed([figures[0], *figures[2:]]), figures)
    assert {f.rule for f in result.findings} <= {"ROL001", "ROL002", "ROL003"}
    (story,) = (s for s in result.diagnoses if len(s.findings) > 20)
    assert story.decisive
    assert {cell.clue for cell in story.explanations[0].cells} == {"body_left_out"}
    assert all("云岭市民政局" in worded(cell.reason) for cell in story.explanations[0].cells)


def test_a_body_that_is_wrong_by_itself_is_the_culprit() -> None:
    figures = bodies(3)
    right = figures[1]["requests.granted.enterprise"]
    whole = summed(figures)
    figures[1]["requests.granted.enterprise"] = str(int(right) + 30)
    result = checked(whole, figures)
    assert [f.locations[0].cell for f in result.findings] == ["requests.granted.enterprise"]
    (story,) = result.diagnoses
    (cell,) = story.explanations[0].cells
    assert story.decisive
    assert (cell.cell, str(cell.proposed)) == ("requests.granted.enterprise", right)
    assert "云岭市民政局" in worded(story.message)


def test_a_sum_that_fails_with_the_governments_own_is_its_own_fault() -> None:
    figures = bodies(4)
    whole = summed(figures)
    right = whole["requests.new.natural_person"]
    result = checked({**whole, "requests.new.natural_person": str(int(right) + 9)}, figures)
    assert {f.rule for f in result.findings} == {"ROL001", "SUM001", "SUM003"}
    (story,) = result.diagnoses
    assert len(story.findings) == 3
    (cell,) = story.explanations[0].cells
    assert (cell.cell, str(cell.proposed)) == ("requests.new.natural_person", right)


def test_which_of_several_right_reports_is_wrong_is_left_open() -> None:
    figures = bodies(5)
    whole = summed(figures)
    for cell in (
        "new.natural_person",
        "new.total",
        "carried_out.natural_person",
        "carried_out.total",
    ):
        whole[f"requests.{cell}"] = str(int(whole[f"requests.{cell}"]) + 2)
    result = checked(whole, figures)
    (story,) = result.diagnoses
    assert not story.decisive
    assert not story.explanations[0].cells[0].document
    assert len(story.findings) == 4


def test_of_an_incomplete_list_only_too_little_is_wrong() -> None:
    figures = bodies(6)
    whole = summed(figures)
    more = {c: str(int(v) * 2) for c, v in whole.items()}
    assert checked(more, figures, complete=False).findings == ()
    less = {**whole, "disputes.reconsideration.upheld": "0"}
    found = checked(less, figures, complete=False).findings
    assert [f.rule for f in found if f.rule.startswith("ROL")] in ([], ["ROL005"])
