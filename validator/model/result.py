"""What an output is made from."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.rule import AnyRule


class Result(NamedTuple):
    """The runs of a check with the rules that were used, by id, and the wording.

    `digest` tells rule sets apart; `passed_over` are the names of files in folders that were not
    read, by kind.
    """

    runs: tuple[Run, ...]
    rules: Mapping[str, AnyRule]
    digest: str
    catalogue: Catalogue
    passed_over: Mapping[str, Sequence[str]] = {}
