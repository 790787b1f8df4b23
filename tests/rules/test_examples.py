"""Every rule has a case that passes and one that fails, in every form that can be read."""

import pytest

from tests.generator.pdf import Style, draw
from tests.generator.text import write
from tests.helpers import findings_of, report_of, worded
from validator.checking.examples import build_example
from validator.model.finding import State
from validator.model.related import NO_RELATED_REPORTS
from validator.model.rule import AnyRule
from validator.model.text import Language
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import builtin
from validator.specimen import Edits, specimen

LANGUAGES: tuple[Language, ...] = ("zh", "en")
RULES = builtin().rules
# Text copied out of a table does not keep what these rules look at.
NOT_IN_TEXT = {
    "TXT037": "text has nothing that cannot be seen",
    "STR012": "extra rows are indistinguishable from the text around a table",
    "STR013": "a missing column cannot be told from empty cells",
    "STR014": "column labels are broken over lines in unknown ways",
    "STR015": "columns are told by their order",
    "STR016": "corner texts are broken over lines in unknown ways",
    "STR024": "column labels are broken over lines in unknown ways",
    "VAL004": "empty cells leave no trace",
    "VAL005": "empty cells leave no trace",
    "VAL007": "two numbers are two cells",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_both_examples(rule: AnyRule) -> None:
    assert set(rule.examples) == {"pass", "fail"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_hold(rule: AnyRule) -> None:
    passing = findings_of(Edits.of(rule.examples["pass"]), [rule.id])
    assert passing.findings == ()
    assert passing.counts[State.PASSED] > 0
    failing = findings_of(Edits.of(rule.examples["fail"]), [rule.id])
    assert failing.findings
    for finding in failing.findings:
        assert finding.rule == rule.id
        assert finding.where
        for language in LANGUAGES:
            said = worded(finding.message, language) + worded(finding.help, language)
            assert "{" not in said


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_hold_as_pdf(rule: AnyRule) -> None:
    for case, expected in (("pass", False), ("fail", True)):
        edits = Edits.of(rule.examples[case])
        drawn = draw(specimen(load_formats(), edits), Style())
        linked = build_example(edits)[1]
        found = findings_of(drawn, [rule.id], linked=linked).findings
        assert bool(found) is expected
        for finding in found:
            # What an example links to is a specimen, whose text has no pages.
            placeless = rule.kind == "present" or linked != NO_RELATED_REPORTS
            own = [s for s in finding.locations if not s.document]
            assert placeless or all(s.place and s.place.page for s in own)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_hold_as_text(rule: AnyRule) -> None:
    if rule.id in NOT_IN_TEXT:
        # Undecided is right here, a false alarm is not.
        document = specimen(load_formats(), Edits.of(rule.examples["pass"]))
        assert not findings_of(write(document).encode(), [rule.id]).findings
        return
    for case, expected in (("pass", False), ("fail", True)):
        edits = Edits.of(rule.examples[case])
        text = write(specimen(load_formats(), edits)).encode()
        found = findings_of(text, [rule.id], linked=build_example(edits)[1]).findings
        assert bool(found) is expected


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_the_specimen_is_without_fault(format_id: str) -> None:
    result = findings_of(report_of(Edits(format=format_id)))
    assert result.findings == ()
    assert result.undetermined == ()
