"""How far an audit is: a bar on a terminal, and a line for each document with something wrong."""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.rule import Severity
from validator.rendering import wording

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_DOCUMENTS = ("read", "link")


class Shown:
    """Told of phases and steps (audit/plan.py), it shows them on stderr."""

    def __init__(self, said: Catalogue) -> None:
        """Show in the words of a language; the bar only on a terminal."""
        self.said = said
        self.terminal = sys.stderr.isatty()
        self.bar: ProgressBar[int] | None = None
        self.stack = ExitStack()
        self.counts = {"clean": 0, "faulty": 0, "refused": 0}
        self.reading = False

    def __enter__(self) -> "Shown":
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""
        self.stack.close()

    def phase(self, name: str, count: int) -> None:
        """So many pieces of work begin: a bar with the time left."""
        self.stack.close()
        self.bar, self.reading = None, name in _DOCUMENTS
        self.counts = dict.fromkeys(self.counts, 0)
        if self.terminal and count:
            bar: ProgressBar[int] = click.progressbar(
                length=count,
                label=self.said.say(f"audit.phase_{name}"),
                file=sys.stderr,
                show_pos=True,
                item_show_func=lambda _: self._counted(),
            )
            self.bar = self.stack.enter_context(bar)

    def step(self, run: Run | None) -> None:
        """One has ended; a document with an error, or refused, is told of at once."""
        if run is not None:
            self._count(run)
            worst = run.findings.worst() if run.findings else None
            if run.refusal is not None or worst is Severity.ERROR:
                self._line(run)
        if self.bar is not None:
            self.bar.update(1)

    def _count(self, run: Run) -> None:
        found = run.findings.worst() is not None if run.findings else False
        state = "refused" if run.refusal else "faulty" if found else "clean"
        self.counts[state] += 1

    def _counted(self) -> str:
        return self.said.say("audit.counts", **self.counts) if self.reading else ""

    def _line(self, run: Run) -> None:
        say = self.said.say
        if run.findings is None:
            line = say("audit.line_refused", name=run.name, why=wording.refusal(run, self.said))
        else:
            counts = wording.counts([run.findings], self.said)
            year = run.year or say("output.year_unknown")
            line = say(
                "audit.line_found", name=run.name, issuer=run.issuer, year=year, counts=counts
            )
        # On a terminal the bar's line is written over, and the bar drawn again below.
        click.echo(f"\r\033[K{line}" if self.terminal else line, err=True)
