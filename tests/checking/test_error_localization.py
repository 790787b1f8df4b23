"""Which cells are named as the culprits of failed sums, and why."""

import json
from collections import Counter
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from benchmarks.culprits import KINDS, measured, sound
from tests.generator.pdf import draw
from tests.helpers import findings_of, render, result_of, worded
from validator.checking import check
from validator.model.finding import Diagnosis, Findings, Run, Suspect
from validator.model.related import RelatedReports
from validator.model.report import Figure, FigureState
from validator.rulebase.files import schema
from validator.rulebase.formats import load_formats
from validator.rulebase.messages import load_catalogue
from validator.rulebase.ruleset import builtin
from validator.rulebase.weights import load_weights
from validator.specimen import Edits, specimen

CELL = "requests.granted.natural_person"


def granted(number: int) -> dict[str, str]:
    """Figures of a specimen that grants so many requests of natural persons, all sums right."""
    return {
        CELL: str(number),
        "requests.granted.total": str(number + 1),
        "requests.done.natural_person": str(number + 2),
        "requests.done.total": str(number + 4),
        "requests.new.natural_person": str(number + 2),
        "requests.new.total": str(number + 4),
    }


def found(cells: dict[str, str], **more: object) -> Findings:
    return findings_of(Edits.of({"cells": cells, **more}), ["SUM", "SER", "VAL", "CLM"])


def only_story(cells: dict[str, str], **more: object) -> Diagnosis:
    (story,) = found(cells, **more).diagnoses
    return story


def culprit(cells: dict[str, str], **more: object) -> Suspect:
    """The one cell that is taken as the culprit."""
    story = only_story(cells, **more)
    assert story.decisive, story.message
    (suspect,) = story.explanations[0].cells
    return suspect


@pytest.mark.parametrize(
    ("right", "printed", "clue"),
    [
        (21, "12", "digits_swapped"),
        (137, "17", "digit_lost"),
        (37, "337", "digit_doubled"),
        (37, "357", "digit_extra"),
        (37, "97", "digit_wrong"),
        (37, "38", "off_by_one"),
        (37, "-37", "sign"),
        (0, "-4", "negative"),
        (3, "3000", "unit"),
        (5, "50000", "unit"),
        (37, "", "blank"),
        (37, "39", "digit_wrong"),
        (37, "501", "none"),
    ],
)
def test_the_wrong_cell_its_value_and_why(right: int, printed: str, clue: str) -> None:
    suspect = culprit({**granted(right), CELL: printed})
    assert suspect.cell == CELL
    assert (suspect.printed, suspect.proposed) == (printed, Decimal(right))
    assert (suspect.clue, suspect.share) == (clue, 1.0)


def test_the_figure_of_the_cell_beside_is_a_reason() -> None:
    cells = {**granted(37), "requests.partial.natural_person": "58", "requests.partial.total": "59"}
    cells |= {f"requests.{row}.natural_person": "97" for row in ("done", "new")}
    cells |= {f"requests.{row}.total": "99" for row in ("done", "new")}
    suspect = culprit({**cells, CELL: "58"})
    assert suspect.proposed == 37
    assert suspect.clue == "neighbour"
    assert "（二）部分公开" in worded(suspect.reason)


def test_a_total_that_lacks_one_of_its_parts() -> None:
    suspect = culprit({**granted(137), "requests.done.total": "4"})
    assert suspect.cell == "requests.done.total"
    assert suspect.proposed == 141
    assert suspect.clue == "none"
    suspect = culprit({**granted(137), "requests.done.natural_person": "2"})
    assert suspect.proposed == 139
    assert suspect.clue == "part_left_out"
    assert "137" in worded(suspect.reason)


def test_findings_of_one_culprit_are_one_story() -> None:
    result = found({**granted(137), "requests.done.total": "114"})
    (story,) = result.diagnoses
    assert {f.rule for f in result.findings if f.fingerprint in story.findings} == {
        "SUM001",
        "SUM002",
        "SUM003",
    }
    assert worded(story.message) == (
        "表三 “（七）总计”一行 总计栏应为 141（现填 114，疑似数字颠倒）；改正后 3 处不一致全部消除"
    )
    assert [step.rule for step in story.steps] == ["SUM001", "SUM002", "SUM003"]
    assert all(worded(step.before).endswith("相差 27") for step in story.steps)
    assert all(worded(step.after).endswith("相等") for step in story.steps)
    for finding in result.findings:
        (suspect,) = finding.suspects
        assert suspect.cell == "requests.done.total"
        assert suspect.proposed == 141


def test_a_negative_figure_is_told_with_the_sums_that_it_breaks() -> None:
    result = found({**granted(7), CELL: "-7"})
    (story,) = result.diagnoses
    rules = {f.rule for f in result.findings if f.fingerprint in story.findings}
    assert rules == {"SUM001", "SUM002", "VAL002"}


def test_two_culprits_that_share_no_sum_are_two_stories() -> None:
    cells = {**granted(137), CELL: "173", "disputes.reconsideration.total": "11"}
    first, second = sorted(found(cells).diagnoses, key=lambda s: len(s.findings), reverse=True)
    assert [s.cell for s in first.explanations[0].cells] == [CELL]
    assert second.explanations[0].cells[0].cell == "disputes.reconsideration.total"


def test_exchanged_figures_are_two_culprits_of_one_story() -> None:
    cells = {**granted(137), CELL: "1", "requests.granted.enterprise": "137"}
    story = only_story(cells)
    assert story.decisive
    assert {s.cell: s.proposed for s in story.explanations[0].cells} == {
        CELL: 137,
        "requests.granted.enterprise": 1,
    }
    assert "互换" in worded(story.message)
    assert [round(s.share, 1) for s in story.explanations[0].cells] == [0.5, 0.5]


def test_any_cell_of_a_lone_sum_is_named_as_an_alternative_and_no_more() -> None:
    cells = {
        "disputes.reconsideration.upheld": "14",
        "disputes.reconsideration.corrected": "15",
        "disputes.reconsideration.other": "16",
        "disputes.reconsideration.pending": "17",
        "disputes.reconsideration.total": "67",
    }
    story = only_story(cells)
    assert not story.decisive
    assert "不能断定" in worded(story.message)
    firsts = [one.cells[0] for one in story.explanations]
    assert {s.cell.split(".")[2]: s.proposed for s in firsts} == {
        "upheld": 19,
        "corrected": 20,
        "other": 21,
        "pending": 22,
        "total": 62,
    }
    assert [s.explanation for s in firsts] == [1, 2, 3, 4, 5]


def test_a_sentence_that_states_the_proposed_figure_decides_and_is_cited() -> None:
    cells = {"disputes.reconsideration.upheld": "14", "disputes.reconsideration.total": "19"}
    assert not only_story(cells).decisive
    text = "（一）主动公开情况。公开100条。（二）依申请公开情况。全年被申请行政复议14件。"
    result = found(cells, texts={"overview": text})
    (story,) = result.diagnoses
    assert story.decisive
    assert story.explanations[0].cells[0].cell == "disputes.reconsideration.total"
    assert "正文写“行政复议14件”，与改后一致" in worded(story.message)
    # The sentence disagrees with the table for the same reason.
    assert any(f.rule.startswith("CLM") for f in result.findings if f.fingerprint in story.findings)


def test_a_sentence_that_states_the_printed_figure_keeps_the_culprit_open() -> None:
    text = "（一）主动公开情况。全年公开信息100条。（二）依申请公开情况。予以公开173件。"
    cells = {**granted(137), "requests.granted.total": "173"}
    story = only_story(cells, texts={"overview": text})
    assert not story.decisive
    assert story.explanations[0].cells[0].proposed == 138
    assert "但正文写“予以公开173件”，与现填数一致" in worded(story.message)


def test_last_years_report_takes_part() -> None:
    earlier = {"year": 2022, "cells": CARRIED}
    assert found({}, previous=earlier).diagnoses == ()
    broken = only_story(
        {"requests.carried_in.natural_person": "4"},
        previous=earlier,
    )
    (suspect,) = broken.explanations[0].cells
    assert (suspect.cell, suspect.document) == ("requests.carried_in.natural_person", "")
    assert suspect.proposed == 1
    rules = {step.rule for step in broken.steps}
    assert rules == {"SUM001", "SUM003", "SER001"}


# A specimen carries one request of a natural person over to the next year, and one in.
CARRIED = {
    "disclosure.normative_documents.in_force": "10",
    "requests.carried_out.natural_person": "1",
    "requests.carried_out.total": "1",
}


def test_a_figure_of_last_year_is_an_alternative() -> None:
    rows = {"disclosure.normative_documents.in_force": "25"}
    story = only_story(rows, previous={"year": 2022, "cells": rows})
    named = {(s.cell, bool(s.document)) for one in story.explanations for s in one.cells}
    assert ("disclosure.normative_documents.in_force", True) in named
    assert ("disclosure.normative_documents.in_force", False) in named
    assert not story.decisive


def test_a_break_that_the_report_explains_is_no_story() -> None:
    text = "（一）主动公开情况。因机构改革，职能划转。"
    rows = {"disclosure.normative_documents.in_force": "25"}
    more = {"previous": {"year": 2022, "cells": rows}, "texts": {"overview": text}}
    result = found(rows, **more)
    assert [f.rule for f in result.findings if f.rule.startswith("SER")] == ["SER002"]
    assert result.diagnoses == ()


def test_too_many_wrong_cells_are_not_guessed_at() -> None:
    cells = {
        f"requests.{row}.{column}": str(31 + 7 * at)
        for at, (row, column) in enumerate(
            [
                ("granted", "research"),
                ("partial", "welfare"),
                ("denied_by_law", "other"),
                ("new", "legal_service"),
                ("rejected_repeat", "enterprise"),
            ]
        )
    }
    result = found(cells)
    (story,) = result.diagnoses
    assert story.explanations == ()
    assert "改动 4 格以内不能全部消除" in worded(story.message)
    assert len(story.findings) == 10
    assert all(f.suspects == () for f in result.findings)


def test_a_cell_without_a_figure_is_solved_for() -> None:
    result = found({**granted(137), CELL: "无", "requests.granted.total": ""})
    assert {s.cell: s.value for s in result.imputed} == {CELL: 137, "requests.granted.total": 138}
    assert "只能是 137（现填“无”）" in worded(
        next(s.message for s in result.imputed if s.cell == CELL)
    )
    assert result.diagnoses == ()


def test_blank_totals_are_solved_for() -> None:
    rows = [row.id for row in load_formats()[-1].table("requests").rows]
    result = found({**granted(137), **{f"requests.{row}.total": "" for row in rows}})
    values = {s.cell: s.value for s in result.imputed}
    assert values["requests.granted.total"] == 138
    assert values["requests.new.total"] == 141


def test_nothing_is_solved_for_beside_sums_that_are_not_mended() -> None:
    wrong = {f"requests.{row}.welfare": "31" for row in ("granted", "new", "carried_out")}
    wrong |= {f"requests.{row}.other": "57" for row in ("partial", "carried_in")}
    result = found({**wrong, "requests.denied_by_law.research": "无"})
    assert any(not story.decisive for story in result.diagnoses)
    assert result.imputed == ()


def test_rules_that_are_not_asked_for_tell_no_story() -> None:
    edits = Edits.of({"cells": {**granted(137), CELL: "173"}})
    assert findings_of(edits, ["VAL"]).diagnoses == ()
    (story,) = findings_of(edits, ["SUM002"]).diagnoses
    assert len(story.findings) == 1


def as_json(edits: Edits) -> Any:
    data = json.loads(render("json", result_of(draw(specimen(load_formats(), edits)))))
    Draft202012Validator(schema("findings")).validate(data)
    return data["runs"][0]


def test_json_keeps_each_finding_with_its_suspects() -> None:
    data = as_json(Edits.of({"cells": {**granted(21), CELL: "12"}}))
    for finding in data["findings"]:
        (suspect,) = finding["suspects"]
        assert suspect["cell"] == CELL
        assert (suspect["printed"], suspect["proposed"]) == ("12", "21")
        assert suspect["reason"] == "疑似数字颠倒"
        assert suspect["page"] >= 1
        assert len(suspect["box"]) == 4
    (story,) = data["stories"]
    assert set(story["findings"]) == {f["fingerprint"] for f in data["findings"]}
    assert story["decisive"] is True


def test_explained_text_shows_the_sums_before_and_after() -> None:
    result = found({**granted(21), CELL: "12"})
    run = Run("a.pdf", issuer="清溪县水务局", year=2023, format="2021", findings=result)
    short = str(render("text", result_of(run)))
    assert "核算" not in short
    long = str(render("text", result_of(run), explain=True))
    assert "    现填  总计 22；自然人 12 ＋ 商业企业 1 ＝ 13；相差 9\n" in long
    assert "    改后  总计 22；自然人 21 ＋ 商业企业 1 ＝ 22；相等\n" in long


def test_english_is_told_too() -> None:
    edits = Edits.of({"cells": {**granted(21), CELL: "12"}})
    (story,) = findings_of(edits).diagnoses
    assert worded(story.message, "en") == (
        "Table 3, row “Granted”, column “natural persons” should be 21, not 12"
        " (possibly transposed digits); this resolves the 2 discrepancies"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_culprits_are_named_first(kind: str) -> None:
    score, _ = measured(kind, 40)
    assert score.planted == 40
    if kind == "one cell":
        assert score.unique_first == score.first == score.decisive == 40
    elif kind != "neighbours exchanged":
        assert score.first >= 36
    assert score.among_three >= 38


def test_every_reason_has_its_words() -> None:
    for language in ("zh", "en"):
        phrases = load_catalogue(language).phrases
        assert all(phrases[f"reason.{key}"] for key in load_weights().reasons)


def test_tables_in_any_state_are_told_in_bounded_time() -> None:
    """Cells of every state, rows missing, last year's report in either format: no fault."""
    told: Counter[bool] = Counter()
    for seed in range(150):
        random = Random(seed)
        report = sound(random, random.choice(["2019", "2021"]))
        previous = None
        if seed % 2 and report.year is not None:
            previous = sound(random, random.choice(["2019", "2021"]))
            previous = previous._replace(year=report.year - 1)
        facts = dict(report.facts)
        for cell in random.sample(sorted(facts), random.choice([1, 3, 10, 40, 120])):
            figure = random.choice(STATES)
            facts[cell] = facts[cell]._replace(figure=figure)
        for cell in random.sample(sorted(facts), random.choice([0, 0, 5, 20])):
            del facts[cell]
        broken = report._replace(facts=facts)
        result = check(broken, builtin(), RelatedReports(previous))
        own = {f.fingerprint for f in result.findings}
        for story in result.diagnoses:
            assert own.issuperset(story.findings)
            assert story.message
            told[bool(story.explanations)] += 1
        assert all(one.value >= 0 for one in result.imputed)
    assert told[True] > 20
    assert told[False] > 5


STATES = [
    Figure("", FigureState.BLANK),
    Figure("—", FigureState.DASH),
    Figure("无", FigureState.WORD, zero=True),
    Figure("1 2", FigureState.UNREADABLE),
    Figure("12", FigureState.DOUBTFUL, second_reading="21"),
    Figure("-3", FigureState.NUMBER, Decimal(-3)),
    Figure("2.5", FigureState.NUMBER, Decimal("2.5")),
    Figure("77", FigureState.NUMBER, Decimal(77)),
]
