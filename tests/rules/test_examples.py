"""Every rule has a case that passes and one that fails, in every form that can be read."""

import pytest

from tests.generator.pdf import Style, draw
from tests.generator.text import write
from tests.helpers import findings_of, report_of
from validator.checking.ruleset import builtin
from validator.examples import example
from validator.model.finding import State
from validator.model.linked import ALONE
from validator.model.rule import Rule
from validator.recognition.formats import formats
from validator.specimen import Edits, specimen

RULES = builtin().rules
# Text copied out of a table does not keep what these rules look at.
NOT_IN_TEXT = {
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
def test_every_rule_has_both_examples(rule: Rule) -> None:
    assert set(rule.examples) == {"pass", "fail"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_hold(rule: Rule) -> None:
    passing = findings_of(Edits.of(rule.examples["pass"]), [rule.id])
    assert passing.findings == ()
    assert passing.counts[State.PASSED] > 0
    failing = findings_of(Edits.of(rule.examples["fail"]), [rule.id])
    assert failing.findings
    for finding in failing.findings:
        assert finding.rule == rule.id
        assert finding.where
        assert "{" not in finding.message + finding.help


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_hold_as_pdf(rule: Rule) -> None:
    for case, expected in (("pass", False), ("fail", True)):
        edits = Edits.of(rule.examples[case])
        drawn = draw(specimen(formats(), edits), Style())
        linked = example(edits)[1]
        found = findings_of(drawn, [rule.id], linked=linked).findings
        assert bool(found) is expected
        for finding in found:
            # What an example links to is a specimen, whose text has no pages.
            placeless = rule.kind == "present" or linked != ALONE
            own = [s for s in finding.locations if not s.document]
            assert placeless or all(s.place and s.place.page for s in own)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_hold_as_text(rule: Rule) -> None:
    if rule.id in NOT_IN_TEXT:
        # Undecided is right here, a false alarm is not.
        document = specimen(formats(), Edits.of(rule.examples["pass"]))
        assert not findings_of(write(document).encode(), [rule.id]).findings
        return
    for case, expected in (("pass", False), ("fail", True)):
        edits = Edits.of(rule.examples[case])
        text = write(specimen(formats(), edits)).encode()
        found = findings_of(text, [rule.id], linked=example(edits)[1]).findings
        assert bool(found) is expected


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_the_specimen_is_without_fault(format_id: str) -> None:
    result = findings_of(report_of(Edits(format=format_id)))
    assert result.findings == ()
    assert result.undetermined == ()
