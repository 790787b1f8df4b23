"""The project's own passages in the wording of offices: what they state is read, and no more."""

import pytest

from benchmarks import sentences
from benchmarks.sentences import Passage
from tests.helpers import findings_of
from validator.rulebase.ruleset import builtin
from validator.specimen import Edits

PASSAGES = sentences.passages()
# Where only the end of a sentence says that it is about applications, less is read.
UNREAD = {"按申请人分，", "网上受理11件"}


def test_there_are_passages_and_traps() -> None:
    assert len(PASSAGES) > 200
    assert len(sentences.traps()) > 30


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.text[:40])
def test_a_passage_states_what_is_marked_in_it(passage: Passage) -> None:
    counts = sentences.read(passage)
    assert counts.wrong == 0
    if not passage.text.startswith(tuple(UNREAD)):
        assert counts.read == counts.figures


@pytest.mark.parametrize("passage", PASSAGES[::9], ids=lambda passage: passage.text[:40])
def test_a_passage_is_compared_with_the_tables(passage: Passage) -> None:
    counts = sentences.run([passage])
    assert counts.alarms == 0
    assert counts.objected >= counts.planted - 1


@pytest.mark.parametrize("text", sentences.agreeing())
def test_no_rule_objects_to_what_agrees(text: str) -> None:
    rules = [rule.id for rule in builtin().rules if rule.id[:3] in ("CLM", "TXT")]
    found = findings_of(Edits(texts={"overview": text}), rules).findings
    assert [(one.rule, one.values.get("sentence", "")) for one in found] == []


@pytest.mark.parametrize("text", sentences.traps())
def test_nothing_is_read_from_other_numbers(text: str) -> None:
    assert sentences.alarmed([text]) == []
