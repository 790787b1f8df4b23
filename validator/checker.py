"""What a user asks for, of one document or of many, and what it comes to."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from validator.checking.ruleset import RuleSet, with_user_rules
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.model.linked import Linked
from validator.model.report import Report
from validator.pipeline import Input, Seen, rerun, run, series, supposed
from validator.reading.options import Options, Progress
from validator.settings.config import Settings, Wanted
from validator.settings.standing import Baseline, stood


class Asked(NamedTuple):
    """What a command line asks for; `select` and `ignore` go before the configuration's."""

    settings: Settings
    rule_paths: Sequence[Path] = ()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    options: Options = Options()
    year: int | None = None
    previous: Report | None = None
    baseline: Baseline | None = None

    def against(self, previous: str | None) -> "Asked":
        """The same, with last year's report from a file; UserError where it is none."""
        if not previous:
            return self
        earlier = Input(previous, Path(previous))
        return self._replace(previous=series(earlier, self.rules(), options=self.options))

    def rules(self) -> RuleSet:
        """All rules, the user's own included."""
        return with_user_rules([*self.settings.rules, *self.rule_paths])

    def chosen(self, rules: RuleSet, wanted: Wanted) -> RuleSet:
        """The rules for a document, with the severities wanted."""
        select = self.select or wanted.select
        chosen = rules.selected(select, [*wanted.ignore, *self.ignore])
        return chosen.weighted(wanted.severity)


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

    def run(
        self,
        document: Input,
        progress: Progress | None = None,
        *,
        seen: Seen | None = None,
        previous: Report | None = None,
    ) -> Run:
        """The run of a document; `previous` goes before the report that all are held against."""
        asked = self.asked
        wanted = asked.settings.of(document.name)
        one = run(
            document,
            self._rules(document.name),
            self.said,
            options=asked.options,
            year=asked.year or wanted.year,
            issuer=wanted.issuer,
            kind=wanted.kind,
            previous=previous or asked.previous,
            progress=progress,
            seen=seen,
            debug=self.debug,
        )
        return stood(one, asked.baseline, asked.settings.suppressions, date.today())

    def again(self, document: Input, own: Run, linked: Linked) -> Run:
        """The run of a document that was read before, with the reports it is linked to."""
        rules = self._rules(document.name)
        one = rerun(document, own, rules, self.said, linked, debug=self.debug)
        return stood(one, self.asked.baseline, self.asked.settings.suppressions, date.today())

    def supposed(self, own: Run, cells: Mapping[str, str], linked: Linked) -> Run:
        """The run of a document that was read before, as if other figures stood in some cells."""
        one = supposed(own, cells, self._rules(own.name), self.said, linked)
        return stood(one, self.asked.baseline, self.asked.settings.suppressions, date.today())

    def _rules(self, name: str) -> RuleSet:
        wanted = self.asked.settings.of(name)
        if wanted not in self.chosen:
            self.chosen[wanted] = self.asked.chosen(self.rules, wanted)
        return self.chosen[wanted]
