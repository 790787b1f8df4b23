"""index.html: the whole audit on one page that needs nothing else, a part a body."""

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from validator import __version__
from validator.audit.bodies import declared
from validator.audit.outputs.charts import Chart, stacked
from validator.audit.outputs.totals import GRADES, Totals
from validator.audit.outputs.views import Body, Office
from validator.model.finding import Finding
from validator.model.rule import Severity
from validator.rendering import wording
from validator.rendering.tables import at_a_glance, figure_name, trend
from validator.rendering.templating import template

_PACKAGE = "validator.audit.outputs"


class Line(NamedTuple):
    """A body in the overview: its anchor, name, findings by grade and rule, and what is missing.

    `tags` are what it can be filtered by: years, grades and rules, alone and of a year.
    """

    anchor: str
    name: str
    years: int
    grades: tuple[int, ...]
    rules: Mapping[str, tuple[int, str]]
    tags: str
    late: bool
    refused: int
    missing: tuple[int, ...]


class Index:
    """Collects the overview as bodies come; their own parts go to a file at once."""

    def __init__(self, path: Path, office: Office, totals: Totals) -> None:
        """Begin the page."""
        self.path, self.office, self.totals = path, office, totals
        self.parts = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115, closed by `close`
        self.lines: list[Line] = []
        self.refused: list[tuple[str, str]] = []

    def add(self, body: Body) -> None:
        """A body's line and its part."""
        said = self.office.plan.said
        anchor = f"b{len(self.lines) + 1}"
        for filed in body.documents:
            if filed.run.refusal is not None:
                self.refused.append((filed.kept.name, wording.refusal(filed.run, said)))
        # A document that tells no body stands under those that could not be read.
        if body.name:
            self.lines.append(_line(anchor, body))
            self.parts.writelines(
                template(_PACKAGE, "body.html").generate(
                    body=body,
                    anchor=anchor,
                    say=said.say,
                    language=said.language,
                    wording=wording,
                    said=said,
                    glance=lambda filed: list(at_a_glance(filed.run.report, said.language)),
                )
            )

    def close(self) -> None:
        """Put the page together."""
        said = self.office.plan.said
        rules = self.office.plan.asked.rules().known
        ranked = sorted(self.lines, key=lambda line: (*(-n for n in line.grades), line.name))
        met = sorted({rule for line in self.lines for rule in line.rules})
        head = template(_PACKAGE, "index.html").render(
            say=said.say,
            language="zh-CN" if said.language == "zh" else "en",
            version=__version__,
            years=self.office.years,
            reports=self.totals.reports,
            seen=len(self.office.audited.seen),
            lines=ranked,
            faulty=[line for line in ranked if line.rules],
            rules=[(rule, rules[rule].title.of(said.language)) for rule in met],
            grades=GRADES,
            charts=self._charts(),
            refused=self.refused,
            missing=[line for line in ranked if line.missing],
            late=[line for line in ranked if line.late],
            left_aside=self.office.audited.left_aside,
            found=sum((own for own in self.totals.found.values()), Counter()),
        )
        before, after = head.split("<!-- parts -->")
        with self.path.open("w", encoding="utf-8") as page:
            page.write(before)
            self.parts.seek(0)
            shutil.copyfileobj(self.parts, page)
            page.write(after)
        self.parts.close()

    def _charts(self) -> list[Chart]:
        say = self.office.plan.said.say
        language = self.office.plan.said.language
        official = self.office.plan.asked.rules().formats[-1]
        names = [figure_name(official, concept, language) for concept in trend().outcomes]
        labels = {
            y: say("audit.of_reports", year=y, count=self.totals.reports[y])
            for y in sorted(self.totals.sums)
        }
        received = {labels[y]: self.totals.sums[y][:1] for y in labels}
        outcomes = {labels[y]: self.totals.sums[y][1:] for y in labels}
        grades = {labels[y]: [self.totals.found[y][grade] for grade in GRADES] for y in labels}
        graded = [say(f"severity.{grade.word}") for grade in GRADES]
        unit = say("audit.unit_requests")
        return [
            stacked(say("audit.chart_received"), unit, received, [say("audit.chart_received")]),
            stacked(say("audit.chart_outcomes"), unit, outcomes, names),
            stacked(say("audit.chart_findings"), say("audit.unit_findings"), grades, graded),
        ]


def _line(anchor: str, body: Body) -> Line:
    grades: Counter[Severity] = Counter()
    rules: dict[str, list[Finding]] = {}
    tags: set[str] = set()
    late = False
    for filed in body.standing:
        for finding in filed.run.findings.findings if filed.run.findings else ():
            if not finding.counts:
                continue
            grades[finding.severity] += 1
            rules.setdefault(finding.rule, []).append(finding)
            late = late or finding.name in declared()["late"]
            own = {finding.rule, finding.severity.word}
            tags |= own | {f"{filed.kept.year}.{tag}" for tag in own} | {str(filed.kept.year)}
    return Line(
        anchor,
        body.name,
        len(body.standing),
        tuple(grades[grade] for grade in GRADES),
        {rule: (len(own), max(f.severity for f in own).word) for rule, own in rules.items()},
        " ".join(sorted(tags)),
        late,
        sum(filed.run.refusal is not None for filed in body.documents),
        body.missing,
    )
