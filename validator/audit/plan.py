"""What is to be audited and how, and who is told how far it is."""

from pathlib import Path
from typing import NamedTuple, Protocol

from validator.audit.bodies import NO_ROSTER, Roster
from validator.checker import Asked
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.processes.pool import Bounds


class Watch(Protocol):
    """Who is told how far an audit is."""

    def phase(self, name: str, count: int) -> None:
        """So many pieces of work begin."""

    def step(self, run: Run | None) -> None:
        """One has ended, with the run that came of it where it is a document."""


class Plan(NamedTuple):
    """What is to be audited, and how.

    `place` is a folder or a URL of object storage; `besides` a folder in it to be left out.
    `cluster` is the address of a Dask scheduler, empty for processes of this machine.
    `again` asks for documents that were refused to be read once more.
    """

    place: str
    besides: Path
    asked: Asked
    said: Catalogue
    roster: Roster = NO_ROSTER
    jobs: int = 0
    bounds: Bounds = Bounds()
    again: bool = False
    cluster: str = ""
