"""The straight line from the bytes of one document to its run."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from validator.checking import check
from validator.checking.kinds.present import is_of_tables
from validator.configuration.config import DocumentConfig
from validator.configuration.readings import Readings, with_readings
from validator.model.demand import PresentDemand
from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.finding import Finding, Findings, Refusal, Run
from validator.model.format import Format
from validator.model.message import Values
from validator.model.related import RelatedReports
from validator.model.report import Report
from validator.model.rule import Severity
from validator.processes.supervisor import bounded
from validator.reading import Bounds, Options, Progress, read
from validator.reading.forms import media_type
from validator.reading.options import DEFAULT_BOUNDS, exceeded
from validator.reading.sniffing import MediaType
from validator.recognition import recognise
from validator.recognition.tables.figures import read_figure
from validator.rulebase.ruleset import RuleSet
from validator.rulebase.user_files import read_file


class Input(NamedTuple):
    """A document to check: its name in the result, and its path or its bytes."""

    name: str
    path: Path | None = None
    data: bytes = b""

    def content(self, bounds: Bounds = DEFAULT_BOUNDS) -> bytes:
        """The bytes. Raise UserError `exceeds_megabytes`, or as `read_file` does."""
        if self.path is None:
            return self.data
        try:
            return read_file(self.path, self.name, bounds.megabytes)
        except UserError as error:
            if error.key == "file_too_large":
                raise exceeded("megabytes", bounds.megabytes) from None
            raise


class Extraction(NamedTuple):
    """A report with the document that it was recognised in; None for a stored report (JSON)."""

    report: Report
    document: Document | None


def extract(
    source: Input,
    formats: tuple[Format, ...],
    *,
    options: Options | None = None,
    year: int | None = None,
    progress: Progress | None = None,
) -> Extraction:
    """Extract the report from a document. Raise UserError if it is unreadable or not a report.

    `formats` are those that it may follow, `year` overrides the title's; `progress` is called as
    pages are recognised. A stored report is loaded as it is.
    """
    options = options or Options()
    data = source.content(options.bounds)
    if media_type(data) == MediaType.JSON:
        from validator.serialization.stored import read_stored_report

        return Extraction(read_stored_report(data, source.name, formats), None)
    document = read(data, source.name, options, progress)
    return Extraction(recognise(document, formats, year), document)


def extract_previous(
    source: Input, formats: tuple[Format, ...], *, options: Options | None = None
) -> Report:
    """Extract last year's report. Raise UserError `no_such_file` or `previous_unusable`."""
    options = options or Options()
    try:
        with bounded(f"previous {source.name}", options.bounds):
            return extract(source, formats, options=options).report
    except UserError as error:
        if error.key == "no_such_file":
            raise
        raise UserError("previous_unusable", name=source.name, reason=error.message) from None


class Checked(NamedTuple):
    """The run of a document, and what was read in the file if it was read."""

    run: Run
    document: Document | None = None


def check_document(
    source: Input, config: DocumentConfig, progress: Progress | None = None, *, debug: bool = False
) -> Checked:
    """Check one document: its findings, or the reason for its refusal.

    An internal error fails this document only; with `debug` it is raised.
    """
    try:
        report, document = extract(
            source,
            config.rules.formats,
            options=config.options,
            year=config.year,
            progress=progress,
        )
        report = report._replace(
            issuer=report.issuer or config.issuer, issuer_kind=config.kind or report.issuer_kind
        )
        if config.readings is not None:
            report = with_readings(report, config.rules.formats, config.readings)
        related = RelatedReports(config.previous)
        report, findings = _check_and_cross_check(
            source, report, document, config.rules, related, config.options.bounds
        )
        run = _run(source.name, report, findings)
        return Checked(run, document)
    except Exception as error:
        return Checked(refuse(source.name, error, debug))


def recheck(
    source: Input, first_run: Run, config: DocumentConfig, related: RelatedReports, *,
    debug: bool = False,
) -> Run:  # fmt: skip
    """Check the report of an earlier run again, together with its related reports."""
    try:
        first_run.require_findings()
        assert first_run.report is not None
        report, findings = _check_and_cross_check(
            source, first_run.report, None, config.rules, related, config.options.bounds
        )
        return _run(source.name, report, findings)
    except Exception as error:
        return refuse(source.name, error, debug)


def what_if(
    base_run: Run, cells: Mapping[str, str], rules: RuleSet, related: RelatedReports
) -> Run:
    """Check a report with the figures of some cells replaced; `cells` maps concept ids to text.

    Raise UserError if the document was refused.
    """
    base_run.require_findings()
    assert base_run.report is not None
    report = base_run.report
    facts = dict(report.facts)
    for concept in cells.keys() & facts.keys():
        facts[concept] = facts[concept]._replace(figure=read_figure(cells[concept]))
    report = report._replace(facts=facts)
    return base_run._replace(findings=check(report, rules, related), report=report)


def read_again(base_run: Run, readings: Readings, rules: RuleSet, related: RelatedReports) -> Run:
    """Check a report again with figures that a person read. Raise UserError as `with_readings`."""
    base_run.require_findings()
    assert base_run.report is not None
    report = with_readings(base_run.report, rules.formats, readings)
    return base_run._replace(findings=check(report, rules, related), report=report)


def refuse(name: str, error: Exception, debug: bool) -> Run:
    """The run of a document that failed with `error`; with `debug`, internal errors are raised."""
    if isinstance(error, UserError):
        return Run(name, refusal=Refusal(error.key, error.details))
    if debug:
        raise error
    return Run(name, refusal=Refusal("internal", Values(problem=type(error).__name__)))


def _run(name: str, report: Report, findings: Findings) -> Run:
    return Run(
        name, report.source, report.issuer, report.year, report.format, findings, report=report
    )


def _check_and_cross_check(
    source: Input,
    report: Report,
    document: Document | None,
    rules: RuleSet,
    related: RelatedReports,
    bounds: Bounds,
) -> tuple[Report, Findings]:
    """Check a report; if there are errors in its tables, cross-check these and check again.

    The returned report has the figures on which the readings differ marked doubtful.
    """
    findings = check(report, rules, related)
    failed = tuple(f for f in findings.findings if _rests_on_tables(f, rules))
    if not failed:
        return report, findings
    from validator.pipeline.cross_check import cross_check

    checked = cross_check(report, failed, source.content(bounds), rules.formats, document)
    return (report, findings) if checked is report else (checked, check(checked, rules, related))


def _rests_on_tables(finding: Finding, rules: RuleSet) -> bool:
    """Whether a finding is a failed sum, or an error about a figure, a row or a column."""
    rule = rules.by_id[finding.rule]
    if rule.kind == "equation":
        return True
    if finding.severity is not Severity.ERROR:
        return False
    about_rows = isinstance(rule.demand, PresentDemand) and is_of_tables(rule.demand)
    return about_rows or any(spot.cell for spot in finding.locations)
