"""Documents to runs, as options and configuration want it: what check and audit share."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from validator.checking.ruleset import RuleSet, with_user_rules
from validator.cli.common import complain, recognition_shown
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.report import Report
from validator.pipeline import Input, run
from validator.reading.options import Options
from validator.settings.config import Settings, Wanted
from validator.settings.standing import Baseline, expired, stood

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


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

    def rules(self) -> RuleSet:
        """All rules, the user's own included."""
        return with_user_rules([*self.settings.rules, *self.rule_paths])

    def chosen(self, rules: RuleSet, wanted: Wanted) -> RuleSet:
        """The rules for a document, with the severities wanted."""
        select = self.select or wanted.select
        chosen = rules.selected(select, [*wanted.ignore, *self.ignore])
        return chosen.weighted(wanted.severity)


def runs_of(documents: Sequence[Input], asked: Asked, said: Catalogue, *, debug: bool) -> list[Run]:
    """A run a document, findings standing as baseline and suppressions say; progress shown."""
    today = date.today()
    for one in expired(asked.settings.suppressions, today):
        name, until = asked.settings.origin, str(one.until)
        complain(
            said, "suppression_expired", grade="note", name=name, reason=one.reason, until=until
        )
    rules = asked.rules()
    chosen: dict[Wanted, RuleSet] = {}
    runs = []
    with _progress(len(documents)) as bar, recognition_shown(said) as progress:
        for document in documents:
            wanted = asked.settings.of(document.name)
            if wanted not in chosen:
                chosen[wanted] = asked.chosen(rules, wanted)
            one_run = run(
                document,
                chosen[wanted],
                said,
                options=asked.options,
                year=asked.year or wanted.year,
                issuer=wanted.issuer,
                kind=wanted.kind,
                previous=asked.previous,
                progress=progress,
                debug=debug,
            )
            runs.append(stood(one_run, asked.baseline, asked.settings.suppressions, today))
            bar.update(1)
    return runs


def _progress(count: int) -> "ProgressBar[int]":
    """A bar on a terminal's stderr where there is enough to wait for."""
    hidden = count < 5 or not sys.stderr.isatty()
    return click.progressbar(length=count, file=sys.stderr, hidden=hidden)
