"""What an output is made from."""

from collections.abc import Mapping
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.rule import AnyRule


class Result(NamedTuple):
    """The runs of a check with the rules that were used, by id, and the wording.

    `digest` tells rule sets apart.
    """

    runs: tuple[Run, ...]
    rules: Mapping[str, AnyRule]
    digest: str
    catalogue: Catalogue
