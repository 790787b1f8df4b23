"""What an output is made from."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.rule import Rule


class Result(NamedTuple):
    """The runs of a check with the rules that were used, by id, and the wording.

    `digest` tells rule sets apart. `content` gives the bytes of a run's document again, for
    outputs that show its pages; None where they are not to be had. `explain` asks for the
    arithmetic of each story, `statistics` for nothing but how many findings each rule has.
    """

    runs: tuple[Run, ...]
    rules: Mapping[str, Rule]
    version: str
    digest: str
    catalogue: Catalogue
    content: Callable[[Run], bytes | None] = lambda run: None
    explain: bool = False
    statistics: bool = False
