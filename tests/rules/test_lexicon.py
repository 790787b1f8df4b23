"""The words of rules/lexicon/features.yaml, as a whole."""

from collections import Counter
from typing import Any

import yaml

from validator.rulebase.files import RULES
from validator.rulebase.lexicon import expand, load_lexicon
from validator.rulebase.phrasebook import load_phrasebook

ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (RULES / "lexicon" / "features.yaml").read_text("utf-8")
)["words"]


def test_choices_are_written_out() -> None:
    assert sorted(expand("复[议义](案|案件)?")) == [
        "复义", "复义案", "复义案件", "复议", "复议案", "复议案件",
    ]  # fmt: skip


def test_no_word_is_in_two_entries() -> None:
    words = Counter(
        (word, entry.get("next", ""))
        for entry in ENTRIES
        for word in {w for written in entry.get("say", "").split() for w in expand(written)}
    )
    assert [word for word, times in words.items() if times > 1] == []


def test_the_longest_word_is_taken() -> None:
    words = [entry.features for _, _, entry in load_lexicon().find("不予公开，部分公开")]
    assert [features.get("event") for features in words] == ["denied", "partial"]


def test_every_statement_has_features_of_its_own() -> None:
    seen: dict[str, str] = {}
    for phrases in load_phrasebook().phrases:
        for bundle in phrases.when:
            key = str(sorted((name, sorted(values)) for name, values in bundle.items()))
            assert key not in seen, f"{phrases.id} and {seen[key]}"
            seen[key] = phrases.id
