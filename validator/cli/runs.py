"""Documents to runs, as options and configuration want it: what check and audit share."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from validator.checking.ruleset import RuleSet, with_user_rules
from validator.cli.common import complain, recognition_shown
from validator.data.languages import catalogue
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.report import Report
from validator.model.text import Language
from validator.pipeline import Input, run, series
from validator.reading.options import Options, Progress
from validator.settings.config import Settings, Wanted
from validator.settings.standing import Baseline, expired, stood

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


# From so many documents on, all processors are used.
_MANY = 8


class Asked(NamedTuple):
    """What a command line asks for; `select` and `ignore` go before the configuration's."""

    settings: Settings
    rule_paths: Sequence[Path]
    select: Sequence[str]
    ignore: Sequence[str]
    options: Options
    year: int | None = None
    previous: Report | None = None
    baseline: Baseline | None = None

    def against(self, previous: str | None) -> "Asked":
        """The same, with last year's report from a file; UserError where it is none."""
        if not previous:
            return self
        return self._replace(previous=series(previous, self.rules(), options=self.options))

    def rules(self) -> RuleSet:
        """All rules, the user's own included."""
        return with_user_rules([*self.settings.rules, *self.rule_paths])

    def chosen(self, rules: RuleSet, wanted: Wanted) -> RuleSet:
        """The rules for a document, with the severities wanted."""
        select = self.select or wanted.select
        chosen = rules.selected(select, [*wanted.ignore, *self.ignore])
        return chosen.weighted(wanted.severity)


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


class Checker:
    """Checks documents one after the other; rules are chosen once for each kind of wish."""

    def __init__(self, asked: Asked, said: Catalogue, debug: bool = False) -> None:
        """Choose the rules for most documents; UserError where a rule that is named is none."""
        self.asked, self.said, self.debug = asked, said, debug
        self.rules = asked.rules()
        own = asked.settings
        # Rules that are named for some documents only are looked up too, before any is read.
        all_wanted = [own.wanted, *(own.of(name) for patterns, _ in own.paths for name in patterns)]
        self.chosen = {wanted: asked.chosen(self.rules, wanted) for wanted in all_wanted}

    def run(self, document: Input, progress: Progress | None = None) -> Run:
        """The run of a document."""
        asked = self.asked
        wanted = asked.settings.of(document.name)
        if wanted not in self.chosen:
            self.chosen[wanted] = asked.chosen(self.rules, wanted)
        one = run(
            document,
            self.chosen[wanted],
            self.said,
            options=asked.options,
            year=asked.year or wanted.year,
            issuer=wanted.issuer,
            kind=wanted.kind,
            previous=asked.previous,
            progress=progress,
            debug=self.debug,
        )
        return stood(one, asked.baseline, asked.settings.suppressions, date.today())


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
