"""Runs as bytes and as JSON: nothing is lost, and the schema describes all that is written."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.helpers import result_of, run_of
from validator.model.finding import Refusal, Run
from validator.model.message import Joined, Message, Value, Values
from validator.model.rule import AnyRule
from validator.model.text import Text
from validator.rulebase.files import schema
from validator.rulebase.ruleset import builtin
from validator.serialization import packing
from validator.serialization.findings import encode_run
from validator.serialization.messages import (
    decode_message,
    decode_values,
    encode_message,
    encode_values,
)
from validator.specimen import Edits

RULES = builtin().rules


def closed(node: Any) -> Any:
    """The schema with all its objects closed to keys that it does not name."""
    if isinstance(node, list):
        return [closed(part) for part in node]
    if not isinstance(node, dict):
        return node
    result = {key: closed(part) for key, part in node.items()}
    if result.get("type") == "object" and "properties" in result:
        result.setdefault("additionalProperties", False)
    return result


CLOSED_RUN = {
    **closed(deepcopy(schema("findings")["properties"]["runs"]["items"])),
    "$defs": closed(deepcopy(schema("findings")["$defs"])),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_schema_names_every_key_that_is_written(rule: AnyRule) -> None:
    run = run_of(Edits.of(rule.examples["fail"]))
    Draft202012Validator(CLOSED_RUN).validate(encode_run(run, result_of(run).catalogue))


def test_refusals_satisfy_the_closed_schema() -> None:
    run = Run("a.pdf", refusal=Refusal("exceeds_megabytes", Values(most=3)))
    data = encode_run(run, builtin().catalogue("en"))
    Draft202012Validator(CLOSED_RUN).validate(data)
    assert data["error"]["values"] == {"most": 3}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_runs_come_back_from_bytes_as_they_were(rule: AnyRule) -> None:
    run = run_of(Edits.of(rule.examples["fail"]))
    assert packing.unpack_run(packing.pack(run)) == run


SIMPLE = (
    st.text(max_size=5)
    | st.integers(min_value=-9, max_value=10**9)
    | st.decimals(allow_nan=False, allow_infinity=False, places=2)
    | st.builds(Text, st.text(max_size=3), st.text(max_size=3))
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    SIMPLE,
    lambda inner: (
        st.builds(
            Message,
            st.text(max_size=4),
            st.dictionaries(st.text(max_size=3), inner, max_size=3).map(Values),
        )
        | st.builds(Joined, st.lists(inner, max_size=3).map(tuple), st.text(max_size=3))
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_values_come_back_from_data_as_they_were(by_name: dict[str, Value]) -> None:
    values = Values(by_name)
    assert decode_values(encode_values(values)) == values
    message = Message("a.b", values)
    assert decode_message(encode_message(message)) == message
