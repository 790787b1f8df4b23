"""Validation of content against schemas/, which reports the most helpful mistake."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from validator.model.message import Value, listed, phrase
from validator.rulebase.files import schema

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

Path = tuple[str | int, ...]
Kind = Literal["unknown", "missing", "choice", "invalid"]

_MAX_PROBLEM_LENGTH = 160


_PROBLEMS = {
    "type": "problem.type",
    "minimum": "problem.least",
    "exclusiveMinimum": "problem.least",
    "maximum": "problem.most",
    "exclusiveMaximum": "problem.most",
    "minLength": "problem.empty",
    "minItems": "problem.empty",
    "minProperties": "problem.empty",
    "maxLength": "problem.long",
    "maxItems": "problem.long",
    "pattern": "problem.pattern",
    "anyOf": "problem.alternatives",
    "oneOf": "problem.alternatives",
    "uniqueItems": "problem.twice",
    "const": "problem.const",
}


class Mistake(NamedTuple):
    """A mistake: its kind, its path in the content, and the details of its message.

    `details` has the dotted `key` and the `problem` in our words; for an
    `unknown` key also `near`, the key probably meant; for a `choice` also the `value` and the
    `known` values.
    """

    kind: Kind
    path: Path
    details: Mapping[str, Value]


def find_mistake(content: Any, name: str) -> Mistake | None:
    """Find the first mistake in content under the schema `name`, or None if it conforms.

    Unknown keys come first: a missing key is often the same one, misspelt.
    """
    from jsonschema.exceptions import best_match

    errors = list(_validator()(schema(name)).iter_errors(content))
    worst = next(_unknown_keys(errors), None)
    if worst is None and errors:
        worst = _to_mistake(best_match(errors))
    return worst


@cache
def _validator() -> Any:
    """The validator class; 2024.0 is no integer for it, as such a value would be shown so."""
    from jsonschema import Draft202012Validator, validators

    types = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    return validators.extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]


def dotted(path: Path) -> str:
    """A path into content in dotted notation, as shown to users."""
    return ".".join(str(part) for part in path) or "."


def _unknown_keys(errors: "list[ValidationError]") -> Iterator[Mistake]:
    for error in errors:
        if error.validator != "additionalProperties" or not isinstance(error.schema, dict):
            continue
        allowed = list(error.schema.get("properties", ()))
        content: Any = error.instance
        for key in content:
            if key not in allowed and allowed:
                close = get_close_matches(str(key), allowed, 1, 0.5)
                near: Value = close[0] if close else listed(allowed)
                path = (*error.absolute_path, key)
                yield _make_mistake("unknown", error, path, near=near)


def _to_mistake(error: "ValidationError") -> Mistake:
    path = tuple(error.absolute_path)
    constraint: Any = error.validator_value
    content: Any = error.instance
    if error.validator == "required":
        missing = next(name for name in constraint if name not in content)
        return _make_mistake("missing", error, path, key=dotted((*path, missing)))
    if error.validator == "enum":
        allowed = listed(str(value) for value in constraint)
        return _make_mistake("choice", error, path, value=str(content), known=allowed)
    return _make_mistake("invalid", error, path)


def _problem(error: "ValidationError") -> Value:
    """What is wrong with a value, by the constraint that it does not satisfy."""
    constraint: Any = error.validator_value
    key = _PROBLEMS.get(str(error.validator), "problem.other")
    if key == "problem.type":
        kinds = [constraint] if isinstance(constraint, str) else constraint
        return phrase(key, known=listed(phrase(f"problem.is_{kind}") for kind in kinds))
    return phrase(key, most=str(constraint)[:_MAX_PROBLEM_LENGTH])


def _make_mistake(kind: Kind, error: "ValidationError", path: Path, **more: Value) -> Mistake:
    details: dict[str, Value] = {
        "key": dotted(path),
        "problem": _problem(error),
        **more,
    }
    return Mistake(kind, path, details)
