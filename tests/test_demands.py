"""The schema of rules and the types that rules are decoded to, held against each other."""

from typing import Any, get_args

import pytest

from validator.checking.kinds import KINDS
from validator.model.rule import RuleKind
from validator.rulebase.demands import TYPES, decode_demand, keys_of
from validator.rulebase.files import schema

RULE = schema("rules")["$defs"]["rule"]
BRANCHES: dict[str, Any] = {
    branch["if"]["properties"]["kind"]["const"]: branch["then"] for branch in RULE["allOf"]
}


def test_every_kind_has_a_schema_a_type_and_a_check() -> None:
    kinds = set(get_args(RuleKind))
    assert kinds == set(BRANCHES) == set(TYPES) == set(KINDS)
    assert kinds == set(RULE["properties"]["kind"]["enum"])


@pytest.mark.parametrize("kind", TYPES)
def test_the_schema_and_the_type_of_a_kind_take_the_same_keys(kind: RuleKind) -> None:
    assert keys_of(kind) == BRANCHES[kind]["properties"].keys() - RULE["properties"].keys()


@pytest.mark.parametrize("kind", TYPES)
def test_what_a_type_cannot_do_without_the_schema_requires(kind: RuleKind) -> None:
    demand = TYPES[kind]
    without_default = set(demand._fields) - demand._field_defaults.keys()
    assert without_default <= set(BRANCHES[kind].get("required", ()))


@pytest.mark.parametrize("kind", TYPES)
def test_the_subjects_of_a_kind_are_those_of_its_schema(kind: RuleKind) -> None:
    words = BRANCHES[kind]["properties"].get("subject", {}).get("enum", ())
    assert set(words) == KINDS[kind].subjects.keys()
    needs: dict[str, set[str]] = {}
    for branch in BRANCHES[kind].get("allOf", ()):
        subject_is = branch["if"].get("properties", {}).get("subject", {})
        for word in subject_is.get("enum", [subject_is.get("const")]):
            needs.setdefault(word, set()).update(branch["then"]["required"])
    for word, subject in KINDS[kind].subjects.items():
        assert set(subject.needs) == needs.get(word, set()), word


def test_lists_of_an_entry_become_tuples_and_words_of_python_are_avoided() -> None:
    entry = {"kind": "pattern", "find": ["甲"], "in": ["title"], "except": ["乙"]}
    demand = decode_demand("pattern", entry)
    assert (
        demand._asdict().items()
        >= {
            "find": ("甲",),
            "places": ("title",),
            "exceptions": ("乙",),
        }.items()
    )
