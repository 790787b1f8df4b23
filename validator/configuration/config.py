"""Everything that a check is configured with, and what of it holds for one document."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from validator.configuration.disposition import Baseline, set_dispositions
from validator.configuration.file import ConfigFile, DocumentSettings, Suppression
from validator.configuration.readings import Readings
from validator.model.finding import Run
from validator.model.report import Report
from validator.reading.options import Options
from validator.rulebase.ruleset import RuleSet, with_user_rules


class DocumentConfig(NamedTuple):
    """What holds for one document: the rules selected, with their severities, and the rest.

    `year` overrides the year in the title, `kind` the kind of body inferred from its name; `issuer`
    names the body if the title does not. `previous` is last year's report of the same body;
    `readings` are figures as persons read them.
    """

    rules: RuleSet
    options: Options = Options()
    year: int | None = None
    issuer: str = ""
    kind: str = ""
    previous: Report | None = None
    readings: Readings | None = None


class CheckConfig(NamedTuple):
    """The configuration of a check: that of a file, and what overrides it.

    `rule_paths` are additional rule files or folders. `select` replaces the file's selection,
    `ignore` adds to it, both with rule ids, names or families; `year` overrides the file's.
    """

    file: ConfigFile = ConfigFile()
    rule_paths: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: Options = Options()
    year: int | None = None
    previous: Report | None = None
    baseline: Baseline | None = None
    readings: Readings | None = None

    @property
    def rules(self) -> RuleSet:
        """All rules, the user's own included. Raise UserError if one has a mistake."""
        return _load((*self.file.rules, *self.rule_paths))

    def for_document(self, name: str) -> DocumentConfig:
        """What holds for a document of this name. Raise UserError `no_such_rule`."""
        settings = self.file.for_document(name)
        return DocumentConfig(
            self._select(settings),
            self.options,
            self.year or settings.year,
            settings.issuer,
            settings.kind,
            self.previous,
            self.readings,
        )

    def require_rules(self) -> None:
        """Raise UserError `no_such_rule` if a rule named for any documents does not exist."""
        self._select(self.file.defaults)
        for patterns, _ in self.file.paths:
            for name in patterns:
                self._select(self.file.for_document(name))

    def dispose(self, run: Run, today: date) -> Run:
        """Set the disposition of each finding, by baseline and suppressions that hold today."""
        return set_dispositions(run, self.baseline, self.file.suppressions, today)

    def expired(self, today: date) -> list[Suppression]:
        """The suppressions that have expired."""
        return [one for one in self.file.suppressions if one.until and one.until < today]

    def _select(self, settings: DocumentSettings) -> RuleSet:
        paths = (*self.file.rules, *self.rule_paths)
        select = self.select or settings.select
        return _select(paths, select, (*settings.ignore, *self.ignore), settings.severity)


@cache
def _load(paths: tuple[Path, ...]) -> RuleSet:
    return with_user_rules(paths)


@cache
def _select(
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severities: tuple[tuple[str, str], ...],
) -> RuleSet:
    return _load(paths).select(select, ignore).with_severities(severities)
