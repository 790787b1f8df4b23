"""The straight line from the bytes of one document to its run in the result."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from validator.checking import check
from validator.checking.ruleset import RuleSet
from validator.model.catalogue import Catalogue
from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.finding import Finding, Findings, Refusal, Run
from validator.model.format import Format
from validator.model.linked import Linked
from validator.model.report import Report
from validator.reading import Options, Progress, read
from validator.reading.forms import media_type
from validator.reading.sniffing import MediaType
from validator.recognition import recognise
from validator.recognition.figures import figure
from validator.recognition.formats import formats
from validator.recognition.stored import stored_report
from validator.recognition.vocabulary import vocabulary

# Is given what a file shows.
Seen = Callable[[Document], None]


class Input(NamedTuple):
    """A document to check: its name in the result, and its path or its bytes."""

    name: str
    path: Path | None = None
    data: bytes = b""

    def content(self) -> bytes:
        """The bytes; UserError `no_such_file` or `not_readable`."""
        if self.path is None:
            return self.data
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            raise UserError("no_such_file", name=self.name) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserError("not_readable", name=self.name, reason=reason) from None


def extract(
    source: Input,
    *,
    options: Options | None = None,
    year: int | None = None,
    known: tuple[Format, ...] | None = None,
    progress: Progress | None = None,
    seen: Seen | None = None,
) -> Report:
    """The report that a document holds; UserError where it cannot be read or is none.

    `known` are the formats that it may follow, the project's own unless given; `progress` is
    told of pages recognised, `seen` is given what the file shows.
    """
    data = source.content()
    if media_type(data) == MediaType.JSON:
        return stored_report(data, source.name, known or formats(), vocabulary())
    document = read(data, source.name, options, progress)
    if seen is not None:
        seen(document)
    return recognise(document, known or formats(), vocabulary(), year)


def series(source: Input, rules: RuleSet, *, options: Options | None = None) -> Report:
    """Last year's report; UserError `previous_unusable` where the document is none."""
    try:
        return extract(source, options=options, known=rules.formats)
    except UserError as error:
        if error.key == "no_such_file":
            raise
        details = {"name": source.name, "code": error.key}
        raise UserError("previous_unusable", **details) from None


def run(
    source: Input,
    rules: RuleSet,
    catalogue: Catalogue,
    *,
    options: Options | None = None,
    year: int | None = None,
    issuer: str = "",
    kind: str = "",
    previous: Report | None = None,
    progress: Progress | None = None,
    seen: Seen | None = None,
    debug: bool = False,
) -> Run:
    """The run of one document: what was found, or why it could not be checked.

    `issuer` is the body where the title does not tell it, `kind` is its kind in place of what
    its name tells. With last year's report of the same body, `previous`, rules about series
    apply too.

    A fault of the program costs this document only, unless `debug` wants to see it.
    """
    try:
        report = extract(
            source, options=options, year=year, known=rules.formats, progress=progress, seen=seen
        )
        report = report._replace(
            issuer=report.issuer or issuer, issuer_kind=kind or report.issuer_kind
        )
        return _judged(source, report, rules, catalogue, Linked(previous))
    except Exception as error:
        return refused(source.name, error, debug)


def rerun(
    source: Input,
    own: Run,
    rules: RuleSet,
    catalogue: Catalogue,
    linked: Linked,
    *,
    debug: bool = False,
) -> Run:
    """The run of a document that was read before, checked with the reports it is linked to."""
    try:
        own.checked()
        assert own.report is not None
        return _judged(source, own.report, rules, catalogue, linked)
    except Exception as error:
        return refused(source.name, error, debug)


def supposed(
    own: Run, cells: Mapping[str, str], rules: RuleSet, catalogue: Catalogue, linked: Linked
) -> Run:
    """The run of a document as if other figures were printed in some cells, by concept id.

    Raises UserError where the document was refused.
    """
    own.checked()
    assert own.report is not None
    report = own.report
    facts = dict(report.facts)
    for concept in cells.keys() & facts.keys():
        facts[concept] = facts[concept]._replace(figure=figure(cells[concept], vocabulary()))
    report = report._replace(facts=facts)
    findings = check(report, rules, rules.formats, catalogue, linked)
    return own._replace(findings=findings, report=report)


def refused(name: str, error: Exception, debug: bool) -> Run:
    """The run of a document that an error came of; it is raised again where `debug` wants it."""
    if isinstance(error, UserError):
        return Run(name, refusal=Refusal(error.key, error.details))
    if debug:
        raise error
    return Run(name, refusal=Refusal("internal", {"problem": type(error).__name__}))


def _judged(
    source: Input, report: Report, rules: RuleSet, catalogue: Catalogue, linked: Linked
) -> Run:
    report, findings = _confirmed(source, report, rules, catalogue, linked)
    return Run(
        source.name, report.source, report.issuer, report.year, report.format, findings,
        report=report,
    )  # fmt: skip


def _confirmed(
    source: Input, report: Report, rules: RuleSet, catalogue: Catalogue, linked: Linked
) -> tuple[Report, Findings]:
    """What the rules find in a report, figures of failed sums read a second time.

    The report is given back as the second reading leaves it.
    """
    findings = check(report, rules, rules.formats, catalogue, linked)
    failed = tuple(f for f in findings.findings if rules.known[f.rule].kind == "equation")
    if failed and (second := _second_look(report, failed, source, rules)) is not report:
        return second, check(second, rules, rules.formats, catalogue, linked)
    return report, findings


def _second_look(
    report: Report, failed: tuple[Finding, ...], source: Input, rules: RuleSet
) -> Report:
    from validator.confirmation import doubted

    return doubted(report, failed, source.content(), rules.formats, vocabulary())
