"""Progress on stderr: bars and counts on a terminal, and lines of an audit."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from validator.model.catalogue import Catalogue
from validator.model.finding import Run, Status
from validator.model.rule import Severity
from validator.rendering import wording

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


class Bar(Protocol):
    """A progress bar over documents."""

    def update(self, n_steps: int) -> None:
        """Advance by `n_steps` documents."""


@contextmanager
def show_recognition(catalogue: Catalogue) -> Iterator["Callable[[int, int], None] | None"]:
    """A callback that shows OCR progress on stderr, or None if that is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(done: int, pages: int) -> None:
        text = catalogue.say("output.recognised", done=done, pages=pages)
        # Overwrites the line, and clears it at the end.
        click.echo(f"\r{text if done < pages else ' ' * 2 * len(text)}\r", nl=False, err=True)

    yield show


def progress_bar(count: int) -> "ProgressBar[int]":
    """A bar on stderr, hidden for few documents or if stderr is not a terminal."""
    hidden = count < 5 or not sys.stderr.isatty()
    return click.progressbar(length=count, file=sys.stderr, hidden=hidden)


_DOCUMENTS = ("read", "link")


class ProgressDisplay:
    """Shows the phases and steps of an audit (audit/plan.py) on stderr."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Use the wording of a catalogue; the bar is shown only on a terminal."""
        self.catalogue = catalogue
        self.terminal = sys.stderr.isatty()
        self.bar: ProgressBar[int] | None = None
        self.stack = ExitStack()
        self.counts = {"clean": 0, "faulty": 0, "partial": 0, "refused": 0}
        self.reading = False

    def __enter__(self) -> "ProgressDisplay":
        """Return the display itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the terminal."""
        self.stack.close()

    def phase(self, name: str, count: int) -> None:
        """Start a phase of `count` tasks with a new bar."""
        self.stack.close()
        self.bar, self.reading = None, name in _DOCUMENTS
        self.counts = dict.fromkeys(self.counts, 0)
        if self.terminal and count:
            bar: ProgressBar[int] = click.progressbar(
                length=count,
                label=self.catalogue.say(f"audit.phase_{name}"),
                file=sys.stderr,
                show_pos=True,
                item_show_func=lambda _: self._counts_text(),
            )
            self.bar = self.stack.enter_context(bar)

    def step(self, run: Run | None) -> None:
        """Count one task as done; print documents with errors and refused ones at once."""
        if run is not None:
            self._count(run)
            worst = run.findings.worst() if run.findings else None
            if run.status is not Status.COMPLETE or worst is Severity.ERROR:
                self._print_line(run)
        if self.bar is not None:
            self.bar.update(1)

    def _count(self, run: Run) -> None:
        has_findings = run.findings.worst() is not None if run.findings else False
        state = "faulty" if has_findings else "clean"
        if run.status is not Status.COMPLETE:
            state = run.status.value
        self.counts[state] += 1

    def _counts_text(self) -> str:
        return self.catalogue.say("audit.counts", **self.counts) if self.reading else ""

    def _print_line(self, run: Run) -> None:
        say = self.catalogue.say
        if run.findings is None:
            line = say(
                "audit.line_refused", name=run.name, why=wording.refusal(run, self.catalogue)
            )
        else:
            counts = wording.counts([run.findings], self.catalogue)
            year = run.year or say("output.year_unknown")
            if run.findings.gaps:
                counts = wording.gaps_in_a_line(run.findings, self.catalogue)
            line = say(
                "audit.line_found", name=run.name, issuer=run.issuer, year=year, counts=counts
            )
        # On a terminal, overwrites the bar, which is redrawn below.
        click.echo(f"\r\033[K{line}" if self.terminal else line, err=True)
