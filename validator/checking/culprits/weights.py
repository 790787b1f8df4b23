"""The costs of rules/culprits.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from validator.data.declarations import load
from validator.data.files import RULES


class Weights(NamedTuple):
    """What speaks for and against an explanation, as costs; and how many are looked for.

    An explanation changes `most_cells` at most; `shown` of them are named; the first is taken
    as the culprit where the next costs at least `margin` more.
    """

    most_cells: int
    shown: int
    margin: float
    reasons: Mapping[str, float]
    evidence: Mapping[str, float]


@cache
def weights(path: Path = RULES / "culprits.yaml") -> Weights:
    """The weights of a file; UserError as `declarations.load` raises it."""
    data: Any = load(path, "culprits")
    return Weights(**data)
