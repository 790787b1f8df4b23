"""Documents to runs, one process or several, progress shown."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from validator.checker import Asked, Checker
from validator.cli.common import complain, recognition_shown
from validator.data.languages import catalogue
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.text import Language
from validator.pipeline import Input
from validator.settings.standing import expired

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


# From so many documents on, all processors are used.
_MANY = 8


def runs_of(
    documents: Sequence[Input], asked: Asked, said: Catalogue, *, jobs: int = 1, debug: bool = False
) -> list[Run]:
    """A run a document in their order, findings standing as baseline and suppressions say.

    `jobs` is the number of processes, 0 for as many as there are processors where there are
    documents enough. Progress is shown on a terminal.
    """
    for one in expired(asked.settings.suppressions, date.today()):
        details = {"name": asked.settings.origin, "reason": one.reason, "until": str(one.until)}
        complain(said, "suppression_expired", grade="note", **details)
    if jobs == 0:
        jobs = (os.cpu_count() or 1) if len(documents) >= _MANY else 1
    checker = Checker(asked, said, debug)
    with _progress(len(documents)) as bar:
        if jobs == 1 or len(documents) < 2:
            runs = []
            with recognition_shown(said) as progress:
                for document in documents:
                    runs.append(checker.run(document, progress))
                    bar.update(1)
            return runs
        # Imported where it is used: it takes as long as reading a report.
        from concurrent.futures import ProcessPoolExecutor

        # Every document that a process meets has the settings, sent once.
        with ProcessPoolExecutor(
            jobs, initializer=_start, initargs=(asked, said.language, debug)
        ) as pool:
            done = []
            for one_run in pool.map(_check, documents):
                done.append(one_run)
                bar.update(1)
            return done


_checkers: list[Checker] = []


def _start(asked: Asked, language: Language, debug: bool) -> None:
    """What a process does first."""
    _checkers.append(Checker(asked, catalogue(language), debug))


def _check(document: Input) -> Run:
    return _checkers[0].run(document)


def _progress(count: int) -> "ProgressBar[int]":
    """A bar on a terminal's stderr where there is enough to wait for."""
    hidden = count < 5 or not sys.stderr.isatty()
    return click.progressbar(length=count, file=sys.stderr, hidden=hidden)
