"""Short ways through the four verbs."""

from collections.abc import Iterable
from typing import Any

from validator.checking import check
from validator.checking.examples import build_example
from validator.configuration.config import DocumentConfig
from validator.model.document import Document
from validator.model.finding import Findings, Run
from validator.model.message import Value
from validator.model.related import NO_RELATED_REPORTS, RelatedReports
from validator.model.report import Report
from validator.model.result import Result
from validator.model.text import Language
from validator.pipeline.document import Input, check_document
from validator.reading import Engine, Options, read
from validator.recognition import recognise
from validator.rendering import renderer
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import RuleSet, builtin
from validator.specimen import Edits, specimen


def report_of(source: bytes | Document | Edits, engine: Engine = "pdfium") -> Report:
    """The report in a file's bytes, in a document, or in a specimen."""
    if isinstance(source, Edits):
        source = specimen(load_formats(), source)
    document = source if isinstance(source, Document) else read(source, "report", Options(engine))
    return recognise(document, load_formats())


def findings_of(
    source: bytes | Document | Edits | Report,
    rules: Iterable[str] = (),
    previous: Report | None = None,
    linked: RelatedReports = NO_RELATED_REPORTS,
) -> Findings:
    """What the rules (all, or those named) find in it, and in the reports it is linked to."""
    if isinstance(source, Edits):
        report, linked = build_example(source)
    else:
        report = source if isinstance(source, Report) else report_of(source)
    if previous is not None:
        linked = linked._replace(previous=previous)
    return check(report, builtin().select(rules), linked)


def result_of(
    *sources: bytes | Document | Edits | Report | Run,
    language: Language = "zh",
) -> Result:
    """What all rules find in some reports, as outputs are made from it."""
    runs = [
        source if isinstance(source, Run) else run_of(source, at)
        for at, source in enumerate(sources, 1)
    ]
    rules = {rule.id: rule for rule in builtin().rules}
    return Result(tuple(runs), rules, "0" * 64, builtin().catalogue(language))


def render(
    output: str, result: Result, content: bytes | None = None, *, explain: bool = False
) -> Any:
    """An output of a result, text or bytes; `content` is the document of every run."""
    return renderer(output, content=lambda _: content, explain=explain).render(result)


def worded(message: Value, language: Language = "zh") -> str:
    """A message as a person reads it."""
    return builtin().catalogue(language).word(message)


def run_of(source: bytes | Document | Edits | Report, number: int = 1) -> Run:
    """The run of one report, which is called `report-1.pdf` and so on."""
    report = source if isinstance(source, Report) else report_of(source)
    findings = findings_of(source if isinstance(source, Edits) else report)
    name = f"report-{number}.pdf"
    own = report.source._replace(name=name, sha256="0" * 64)
    return Run(name, own, report.issuer, report.year, report.format, findings, report=report)


def run_document(
    name: str, data: bytes, rules: RuleSet | None = None, options: Options | None = None, *,
    debug: bool = False,
) -> Run:  # fmt: skip
    """The run of a document as the product makes it, with all rules or those given."""
    config = DocumentConfig(rules or builtin(), options or Options())
    return check_document(Input(name, data=data), config, debug=debug).run


def wrong_cells(report: Report, printed: dict[str, str]) -> list[tuple[str, str, str | None]]:
    """The cells whose text is not that printed, thousands separators aside."""
    wrong = []
    for concept, text in printed.items():
        fact = report.facts.get(concept)
        read_text = None if fact is None else fact.figure.text.replace(",", "")
        if read_text != text.replace(",", ""):
            wrong.append((concept, text, read_text))
    return wrong
