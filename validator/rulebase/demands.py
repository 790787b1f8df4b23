"""The demands of rules, decoded from their entries in rule files."""

from collections.abc import Callable, Mapping
from typing import Any

from validator.model.demand import (
    ClaimDemand,
    Demand,
    DuplicateDemand,
    EquationDemand,
    Explained,
    LabelDemand,
    OrderDemand,
    PartSet,
    PatternDemand,
    PresentDemand,
    RequiredPhrase,
    ValueDemand,
)
from validator.model.rule import RuleKind
from validator.model.text import Text

TYPES: dict[RuleKind, type[Demand]] = {
    "claim": ClaimDemand,
    "duplicate": DuplicateDemand,
    "equation": EquationDemand,
    "label": LabelDemand,
    "order": OrderDemand,
    "pattern": PatternDemand,
    "present": PresentDemand,
    "value": ValueDemand,
}
# Keys of rule files that Python keeps for itself.
_FIELDS = {"in": "places", "except": "exceptions", "list": "bodies"}
_KEYS = {field: key for key, field in _FIELDS.items()}


def keys_of(kind: RuleKind) -> frozenset[str]:
    """The keys of a rule file that a kind takes besides those of every rule."""
    return frozenset(_KEYS.get(field, field) for field in TYPES[kind]._fields)


def decode_demand(kind: RuleKind, entry: Mapping[str, Any]) -> Demand:
    """The demand in an entry that satisfies the schema of rules; other keys are ignored."""
    keys = keys_of(kind) & entry.keys()
    return TYPES[kind](**{_FIELDS.get(key, key): _decode(key, entry[key]) for key in keys})


def _decode(key: str, value: Any) -> Any:
    decoder = _DECODERS.get(key)
    if decoder is not None:
        return decoder(value)
    return tuple(value) if isinstance(value, list) else value


def _explained(value: Any) -> Explained:
    return Explained(tuple(value["in"]), tuple(value["patterns"]), value["severity"])


def _phrases(value: Any) -> tuple[RequiredPhrase, ...]:
    return tuple(
        RequiredPhrase(entry["id"], Text(**entry["name"]), tuple(entry["any_of"]))
        for entry in value
    )


def _sets(value: Any) -> tuple[PartSet, ...]:
    return tuple(PartSet(entry["least"], tuple(entry["kinds"])) for entry in value)


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "explained": _explained,
    "phrases": _phrases,
    "sets": _sets,
}
