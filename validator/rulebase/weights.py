"""The costs of rules/error_localization.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from validator.rulebase.declarations import load
from validator.rulebase.files import RULES


class Weights(NamedTuple):
    """Costs of the evidence for and against an explanation, and limits of the search.

    An explanation changes at most `most_cells` cells; at most `shown` explanations are listed; the
    first is the culprit if the next one costs at least `margin` more.
    """

    most_cells: int
    shown: int
    margin: float
    reasons: Mapping[str, float]
    evidence: Mapping[str, float]


@cache
def load_weights(path: Path = RULES / "error_localization.yaml") -> Weights:
    """Load the weights of a file; raises UserError like `declarations.load`."""
    data: Any = load(path, "error_localization")
    return Weights(**data)
