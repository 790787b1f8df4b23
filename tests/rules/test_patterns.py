"""Patterns are compiled only where they can match; nothing that would match is missed."""

import re
from collections.abc import Iterator

import pytest

from validator.model.document import Grid
from validator.rulebase.formats import load_formats
from validator.rulebase.normal_form import plain
from validator.rulebase.patterns import _required, compile_pattern, find_all, search
from validator.rulebase.phrasebook import load_phrasebook
from validator.rulebase.ruleset import builtin
from validator.specimen import Edits, specimen


@pytest.mark.parametrize(
    ("pattern", "required"),
    [
        ("行政复议", "行政复议"),
        ("(?:被)?行政复议(?:案件)?", "行政复议"),
        ("行政复议?", "行政复"),
        ("收到了*申请", "收到"),
        ("甲乙{0,2}丙", "甲"),
        ("甲乙+丙", "甲乙"),
        ("行政复议|行政诉讼", ""),
        ("(行政复议|行政诉讼)", ""),
        ("[甲乙]丙丁", "丙丁"),
        (r"甲\]乙丙", "乙丙"),
        ("[^)甲]乙", "乙"),
        ("(?<!不)同意公开(?=的)", "同意公开"),
        (r"\d+件", "件"),
        ("", ""),
    ],
)
def test_what_every_match_contains(pattern: str, required: str) -> None:
    assert _required(pattern) == required


def patterns() -> set[str]:
    """All patterns of scopes and of rules that look for patterns."""
    scopes = load_phrasebook().scopes
    texts = {pattern for scope in scopes for pattern in (*scope.patterns, scope.whole)}
    for rule in builtin().rules:
        for name in ("find", "exceptions"):
            texts |= set(getattr(rule.demand, name, ()) or ())
    return texts - {""}


def sentences() -> Iterator[str]:
    """The text of specimens and of the examples of all rules, in plain form."""
    examples = [Edits.of(case) for rule in builtin().rules for case in rule.examples.values()]
    for edits in examples:
        for block in specimen(load_formats(), edits).blocks:
            if not isinstance(block, Grid):
                yield from plain(block.text).split("。")


def test_nothing_that_would_match_is_missed() -> None:
    texts = sorted(set(sentences()))
    assert len(texts) > 100
    hits = 0
    for pattern in patterns():
        compiled = compile_pattern(pattern)
        for text in texts:
            spans = [match.span() for match in compiled.finditer(text)]
            assert [match.span() for match in find_all(pattern, text)] == spans
            assert (search(pattern, text) is not None) == bool(spans)
            hits += bool(spans)
    assert hits > 100


def test_a_pattern_that_cannot_match_is_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pattern: str) -> re.Pattern[str]:
        raise AssertionError(pattern)

    monkeypatch.setattr("validator.rulebase.patterns.compile_pattern", refuse)
    assert search("全年新收(?:到)?申请", "本年没有行政复议") is None
