"""What is wrong with content that a schema of schemas/ is to hold: the mistake to tell first."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from validator.data.files import schema

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

Path = tuple[str | int, ...]
Kind = Literal["unknown", "missing", "choice", "invalid"]

_LONGEST = 160


class Mistake(NamedTuple):
    """A mistake: its kind, where it is, and what is said of it.

    `details` have the dotted `key` and the `problem` in the validator's English; for an `unknown`
    key the `near` one that may be meant, for a `choice` the `value` and those `known`.
    """

    kind: Kind
    path: Path
    details: Mapping[str, str]


def mistake(content: Any, name: str) -> Mistake | None:
    """The mistake in content that the schema of this name is for, None where there is none.

    A key that there is not comes first: one that is missing is often the same, misspelt.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    errors = list(Draft202012Validator(schema(name)).iter_errors(content))
    worst = next(_unknown(errors), None)
    if worst is None and errors:
        worst = _worst(best_match(errors))
    return worst


def dotted(path: Path) -> str:
    """A path into content as it is told to people."""
    return ".".join(str(part) for part in path) or "."


def _unknown(errors: "list[ValidationError]") -> Iterator[Mistake]:
    for error in errors:
        if error.validator != "additionalProperties" or not isinstance(error.schema, dict):
            continue
        known = list(error.schema.get("properties", ()))
        content: Any = error.instance
        for key in content:
            if key not in known and known:
                close = get_close_matches(str(key), known, 1, 0.5)
                near = close[0] if close else "、".join(known)
                path = (*error.absolute_path, key)
                yield _mistake("unknown", error, path, near=near)


def _worst(error: "ValidationError") -> Mistake:
    path = tuple(error.absolute_path)
    wanted: Any = error.validator_value
    content: Any = error.instance
    if error.validator == "required":
        missing = next(name for name in wanted if name not in content)
        return _mistake("missing", error, path, key=dotted((*path, missing)))
    if error.validator == "enum":
        known = "、".join(str(one) for one in wanted)
        return _mistake("choice", error, path, value=str(content), known=known)
    return _mistake("invalid", error, path)


def _mistake(kind: Kind, error: "ValidationError", path: Path, **more: str) -> Mistake:
    details = {"key": dotted(path), "problem": error.message[:_LONGEST], **more}
    return Mistake(kind, path, details)
