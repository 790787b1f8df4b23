"""index.html: the whole audit on one self-contained page with a section per body."""

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from validator._version import __version__
from validator.audit.bodies import declarations
from validator.audit.outputs.bodies import Body, OutputContext
from validator.audit.outputs.charts import Chart, stacked_columns
from validator.audit.outputs.totals import GRADES, Totals
from validator.model.finding import Finding
from validator.model.rule import Severity
from validator.rendering import wording
from validator.rendering.tables import at_a_glance, figure_name, trend
from validator.rendering.templating import template

_PACKAGE = "validator.audit.outputs"


class OverviewLine(NamedTuple):
    """A body in the overview: anchor, name, findings by grade and rule, and missing years.

    `tags` are the words to filter by: years, grades and rules, the latter two also per year.
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


class IndexWriter:
    """Collects the overview; the sections of bodies go to a temporary file at once."""

    def __init__(self, path: Path, context: OutputContext, totals: Totals) -> None:
        """Prepare an empty page."""
        self.path, self.context, self.totals = path, context, totals
        self.parts = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115, closed by `close`
        self.lines: list[OverviewLine] = []
        self.refused: list[tuple[str, str]] = []
        self.partial: list[tuple[str, str]] = []

    def add(self, body: Body) -> None:
        """Add the overview line and the section of a body."""
        catalogue = self.context.plan.catalogue
        anchor = f"b{len(self.lines) + 1}"
        for filed in body.documents:
            if filed.run.refusal is not None:
                self.refused.append((filed.record.name, wording.refusal(filed.run, catalogue)))
            elif filed.run.findings is not None and filed.run.findings.gaps:
                sentence = wording.gaps_in_a_line(filed.run.findings, catalogue)
                self.partial.append((filed.record.name, sentence))
        # Documents that name no body are only listed among those that could not be read.
        if body.name:
            self.lines.append(_overview_line(anchor, body))
            self.parts.writelines(
                template(_PACKAGE, "body.html").generate(
                    body=body,
                    anchor=anchor,
                    say=catalogue.say,
                    language=catalogue.language,
                    wording=wording,
                    word=catalogue.word,
                    told=lambda item: wording.where_and_what(item, catalogue),
                    said=catalogue,
                    glance=lambda filed: list(at_a_glance(filed.run.report, catalogue.language)),
                )
            )

    def close(self) -> None:
        """Assemble the page and write it."""
        catalogue = self.context.plan.catalogue
        rules = self.context.plan.config.rules.by_id
        ranked = sorted(self.lines, key=lambda line: (*(-n for n in line.grades), line.name))
        failed_rules = sorted({rule for line in self.lines for rule in line.rules})
        head = template(_PACKAGE, "index.html").render(
            say=catalogue.say,
            language="zh-CN" if catalogue.language == "zh" else "en",
            version=__version__,
            years=self.context.years,
            reports=self.totals.reports,
            seen=len(self.context.result.seen),
            lines=ranked,
            faulty=[line for line in ranked if line.rules],
            rules=[(rule, rules[rule].title.of(catalogue.language)) for rule in failed_rules],
            grades=GRADES,
            charts=self._charts(),
            refused=self.refused,
            partial=self.partial,
            missing=[line for line in ranked if line.missing],
            late=[line for line in ranked if line.late],
            passed_over=self.context.result.passed_over,
            found=sum((counts for counts in self.totals.findings.values()), Counter()),
        )
        before, after = head.split("<!-- parts -->")
        with self.path.open("w", encoding="utf-8") as page:
            page.write(before)
            self.parts.seek(0)
            shutil.copyfileobj(self.parts, page)
            page.write(after)
        self.parts.close()

    def _charts(self) -> list[Chart]:
        say = self.context.plan.catalogue.say
        language = self.context.plan.catalogue.language
        official = self.context.plan.config.rules.formats[-1]
        names = [figure_name(official, concept, language) for concept in trend().outcomes]
        labels = {
            y: say("audit.of_reports", year=y, count=self.totals.reports[y])
            for y in sorted(self.totals.sums)
        }
        received = {labels[y]: self.totals.sums[y][:1] for y in labels}
        outcomes = {labels[y]: self.totals.sums[y][1:] for y in labels}
        grades = {labels[y]: [self.totals.findings[y][grade] for grade in GRADES] for y in labels}
        grade_names = [say(f"severity.{grade.word}") for grade in GRADES]
        unit = say("audit.unit_requests")
        return [
            stacked_columns(
                say("audit.chart_received"), unit, received, [say("audit.chart_received")]
            ),
            stacked_columns(say("audit.chart_outcomes"), unit, outcomes, names),
            stacked_columns(
                say("audit.chart_findings"), say("audit.unit_findings"), grades, grade_names
            ),
        ]


def _overview_line(anchor: str, body: Body) -> OverviewLine:
    grades: Counter[Severity] = Counter()
    rules: dict[str, list[Finding]] = {}
    tags: set[str] = set()
    late = False
    for filed in body.used_documents:
        for finding in filed.run.findings.findings if filed.run.findings else ():
            if not finding.counts:
                continue
            grades[finding.severity] += 1
            rules.setdefault(finding.rule, []).append(finding)
            late = late or finding.name in declarations()["late"]
            group = {finding.rule, finding.severity.word}
            tags |= (
                group | {f"{filed.record.year}.{tag}" for tag in group} | {str(filed.record.year)}
            )
    return OverviewLine(
        anchor,
        body.name,
        len(body.used_documents),
        tuple(grades[grade] for grade in GRADES),
        {rule: (len(group), max(f.severity for f in group).word) for rule, group in rules.items()},
        " ".join(sorted(tags)),
        late,
        sum(filed.run.refusal is not None for filed in body.documents),
        body.missing,
    )
