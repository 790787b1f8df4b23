"""Short ways through the four verbs."""

from collections.abc import Iterable

from validator.checking import check
from validator.checking.ruleset import builtin
from validator.data.languages import catalogue
from validator.model.document import Document
from validator.model.finding import Findings
from validator.model.report import Report
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
) -> Findings:
    """What the rules (all, or those named) find in it, with last year's report where given."""
    if isinstance(source, Edits) and source.previous:
        previous = report_of(Edits.of(source.previous))
    report = source if isinstance(source, Report) else report_of(source)
    return check(report, builtin().selected(rules), formats(), catalogue(language), previous)


def wrong_cells(report: Report, printed: dict[str, str]) -> list[tuple[str, str, str | None]]:
    """The cells whose text is not that printed, thousands separators aside."""
    wrong = []
    for concept, text in printed.items():
        fact = report.facts.get(concept)
        read_text = None if fact is None else fact.figure.text.replace(",", "")
        if read_text != text.replace(",", ""):
            wrong.append((concept, text, read_text))
    return wrong
