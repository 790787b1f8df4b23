"""Short ways through the four verbs."""

from collections.abc import Iterable

from validator.checking import check
from validator.checking.ruleset import builtin
from validator.data.languages import catalogue
from validator.examples import example
from validator.model.document import Document
from validator.model.finding import Findings, Run
from validator.model.linked import ALONE, Linked
from validator.model.report import Report
from validator.model.result import Result
from validator.model.text import Language
from validator.reading import Engine, Options, read
from validator.recognition import recognise
from validator.recognition.formats import formats
from validator.recognition.vocabulary import vocabulary
from validator.specimen import Edits, specimen


def report_of(source: bytes | Document | Edits, engine: Engine = "pdfium") -> Report:
    """The report in a file's bytes, in a document, or in a specimen."""
    if isinstance(source, Edits):
        source = specimen(formats(), source)
    document = source if isinstance(source, Document) else read(source, "report", Options(engine))
    return recognise(document, formats(), vocabulary())


def findings_of(
    source: bytes | Document | Edits | Report,
    rules: Iterable[str] = (),
    language: Language = "zh",
    previous: Report | None = None,
    linked: Linked = ALONE,
) -> Findings:
    """What the rules (all, or those named) find in it, and in the reports it is linked to."""
    if isinstance(source, Edits):
        report, linked = example(source)
    else:
        report = source if isinstance(source, Report) else report_of(source)
    if previous is not None:
        linked = linked._replace(previous=previous)
    return check(report, builtin().selected(rules), formats(), catalogue(language), linked)


def result_of(
    *sources: bytes | Document | Edits | Report | Run,
    language: Language = "zh",
    explain: bool = False,
    content: bytes | None = None,
) -> Result:
    """What all rules find in some reports, as outputs are made from it."""
    runs = [
        source if isinstance(source, Run) else run_of(source, language, at)
        for at, source in enumerate(sources, 1)
    ]
    rules = {rule.id: rule for rule in builtin().rules}
    return Result(
        tuple(runs), rules, "0.1.0", "0" * 64, catalogue(language), lambda _: content, explain
    )


def run_of(
    source: bytes | Document | Edits | Report, language: Language = "zh", number: int = 1
) -> Run:
    """The run of one report, which is called `report-1.pdf` and so on."""
    report = source if isinstance(source, Report) else report_of(source)
    findings = findings_of(source if isinstance(source, Edits) else report, language=language)
    name = f"report-{number}.pdf"
    own = report.source._replace(name=name, sha256="0" * 64)
    return Run(name, own, report.issuer, report.year, report.format, findings, report=report)


def wrong_cells(report: Report, printed: dict[str, str]) -> list[tuple[str, str, str | None]]:
    """The cells whose text is not that printed, thousands separators aside."""
    wrong = []
    for concept, text in printed.items():
        fact = report.facts.get(concept)
        read_text = None if fact is None else fact.figure.text.replace(",", "")
        if read_text != text.replace(",", ""):
            wrong.append((concept, text, read_text))
    return wrong
