"""What is to be audited and how, and the interface for progress reports."""

from pathlib import Path
from typing import NamedTuple, Protocol

from validator.audit.bodies import EMPTY_ROSTER, Roster
from validator.configuration.config import CheckConfig
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.text import Language


class Watch(Protocol):
    """Receives progress reports of an audit."""

    def phase(self, name: str, count: int) -> None:
        """A phase of `count` steps begins."""

    def step(self, run: Run | None) -> None:
        """A step has ended; `run` is its result if it was a document."""


class Plan(NamedTuple):
    """What is to be audited, and how.

    `language` is that of the outputs; nothing else depends on it. `source` is a folder or a URL of
    object storage; `output_folder` is not searched for documents. `jobs` is the number of
    processes, 0 for one per CPU; `cluster` the address of a Dask scheduler, empty for local
    processes. With `again`, refused documents are read again.
    """

    source: str
    output_folder: Path
    config: CheckConfig
    language: Language = "zh"
    roster: Roster = EMPTY_ROSTER
    jobs: int = 0
    again: bool = False
    cluster: str = ""

    @property
    def catalogue(self) -> Catalogue:
        """The wording of the outputs."""
        return self.config.rules.catalogue(self.language)
