"""Checking documents as a configuration says, one after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from validator.configuration.config import CheckConfig
from validator.configuration.readings import Readings
from validator.model.finding import Run
from validator.model.related import RelatedReports
from validator.model.report import Report
from validator.pipeline.document import (
    Checked,
    Input,
    check_document,
    read_again,
    recheck,
    what_if,
)
from validator.reading.options import Progress

Task = TypeVar("Task")


class Session:
    """Checks documents one at a time; findings get the dispositions that hold today."""

    def __init__(
        self, config: CheckConfig, debug: bool = False, today: Callable[[], date] = date.today
    ) -> None:
        """Raise UserError if a rule that the configuration names does not exist."""
        config.require_rules()
        self.config, self.debug, self.today = config, debug, today

    def check(
        self, document: Input, progress: Progress | None = None, *, previous: Report | None = None
    ) -> Checked:
        """Check a document; `previous` overrides the report given for all documents."""
        config = self.config.for_document(document.name)
        if previous is not None:
            config = config._replace(previous=previous)
        checked = check_document(document, config, progress, debug=self.debug)
        return checked._replace(run=self._dispose(checked.run))

    def recheck(self, document: Input, first_run: Run, related: RelatedReports) -> Run:
        """Check the report of an earlier run again, together with its related reports."""
        config = self.config.for_document(document.name)
        run = recheck(document, first_run, config, related, debug=self.debug)
        return self._dispose(run)

    def what_if(self, base_run: Run, cells: Mapping[str, str], related: RelatedReports) -> Run:
        """Check a report with some cells' figures replaced; `cells` maps concept ids to text."""
        rules = self.config.for_document(base_run.name).rules
        return self._dispose(what_if(base_run, cells, rules, related))

    def read_again(self, base_run: Run, readings: Readings, related: RelatedReports) -> Run:
        """Check a report again with figures that a person read where they are not sure."""
        rules = self.config.for_document(base_run.name).rules
        return self._dispose(read_again(base_run, readings, rules, related))

    def _dispose(self, run: Run) -> Run:
        return self.config.dispose(run, self.today())


@dataclass(frozen=True, slots=True)
class SessionSetup(Generic[Task]):
    """Set-up of a worker process: called there, it returns the function that runs tasks.

    `run_task` gives the encoded answer to a task, in a session with the configuration.
    """

    config: CheckConfig
    run_task: Callable[[Task, Session], bytes]

    def __call__(self) -> Callable[[Task], bytes]:
        """Begin a session."""
        session = Session(self.config)
        return lambda task: self.run_task(task, session)
