"""Texts and files that other programs make of a report: `python -m benchmarks.programs [N]`.

N faultless reports of the project's own making (6 unless told), some with blank or dashed zeros,
are written as Word file and web page, printed as PDF, and put through the programs by which people
get at their text. Prints for each program: documents read perfectly, cells right, cells wrong
but sure, documents with an error or a warning that is not there, and of planted faults those
found, undetermined and passed. Programs that are not installed are named and left out.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.cells import CellScore
from tests.generator import web, word
from tests.generator.bodies import report
from tests.generator.faults import planted
from validator.checking import check
from validator.model.errors import UserError
from validator.model.finding import Findings
from validator.model.report import FigureState, Report
from validator.model.rule import Severity
from validator.reading import read
from validator.reading.office import libreoffice
from validator.recognition import recognise
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import builtin
from validator.specimen import Edits, specimen

# A fault in a figure, which every program hands on; its rule, or one that says it otherwise.
PLANTED = "row_total"


class NotInstalledError(Exception):
    """A program that is not on this machine."""


@dataclass
class Score(CellScore):
    """What became of the documents that one program made."""

    false_errors: int = 0
    false_warnings: int = 0
    refused: int = 0
    planted: int = 0
    detected: int = 0
    undetermined: int = 0
    passed: int = 0

    def add(self, other: "Score") -> None:
        """Add what became of other documents."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


@dataclass(frozen=True)
class Sources:
    """One report in the three forms that programs are given."""

    docx: bytes
    html: bytes

    @cache  # noqa: B019 - as long as the document
    def pdf(self) -> bytes:
        """The Word file printed by LibreOffice."""
        return print_document(self.docx)

    @cache  # noqa: B019 - as long as the document
    def printed(self) -> bytes:
        """The page printed by Chromium."""
        return print_page(self.html)


def print_page(html: bytes) -> bytes:
    """A web page printed as PDF by Chromium."""
    browser = shutil.which("chromium")
    if browser is None:
        raise NotInstalledError("chromium")
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_bytes(html)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command = [browser, *options, f"--print-to-pdf={pdf}", page.as_uri()]
        subprocess.run(command, capture_output=True, check=True, timeout=60)
        return pdf.read_bytes()


def print_document(docx: bytes) -> bytes:
    """A Word file printed as PDF by LibreOffice."""
    return _office(docx, "pdf")


def run(data: bytes, suffix: str, *command: str) -> bytes:
    """The standard output of a command, in which `{}` stands for a file with `data`."""
    if shutil.which(command[0]) is None:
        raise NotInstalledError(command[0])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{suffix}"
        path.write_bytes(data)
        arguments = [part.replace("{}", str(path)) for part in command]
        return subprocess.run(arguments, capture_output=True, check=True, timeout=60).stdout


def _module(name: str) -> Any:
    """A module, which is a development dependency."""
    try:
        return import_module(name)
    except ImportError:
        raise NotInstalledError(name) from None


def _pdfminer(data: bytes) -> str:
    return str(_module("pdfminer.high_level").extract_text(io.BytesIO(data)))


def _pypdf(data: bytes, mode: str) -> str:
    reader = _module("pypdf").PdfReader(io.BytesIO(data))
    return "\n".join(page.extract_text(extraction_mode=mode) for page in reader.pages)


def _pdfplumber(data: bytes, *, layout: bool) -> str:
    with _module("pdfplumber").open(io.BytesIO(data)) as pdf:
        return "\n".join(page.extract_text(layout=layout) or "" for page in pdf.pages)


def _pdfium(data: bytes) -> str:
    pages = _module("pypdfium2").PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def _docx2txt(data: bytes) -> str:
    return str(_module("docx2txt").process(io.BytesIO(data)))


def _mammoth(data: bytes, form: str) -> str:
    convert = getattr(_module("mammoth"), f"convert_to_{form}")
    return str(convert(io.BytesIO(data)).value)


def _markitdown(data: bytes, suffix: str) -> str:
    converter = _module("markitdown").MarkItDown()
    converted = converter.convert_stream(io.BytesIO(data), file_extension=f".{suffix}")
    return str(converted.text_content)


def _trafilatura(html: bytes) -> str:
    extract = _module("trafilatura").extract
    return str(extract(html.decode(), include_tables=True, favor_recall=True) or "")


def _html2text(html: bytes) -> str:
    converter = _module("html2text").HTML2Text()
    return str(converter.handle(html.decode()))


def _markdownify(html: bytes) -> str:
    return str(_module("markdownify").markdownify(html.decode()))


def _inscriptis(html: bytes) -> str:
    return str(_module("inscriptis").get_text(html.decode()))


def _office(data: bytes, suffix: str) -> bytes:
    try:
        return libreoffice.convert(data, suffix, 60)
    except UserError as error:
        if error.key == "needs_office":
            raise NotInstalledError("soffice") from None
        raise


Program = Callable[[Sources], bytes | str]
PROGRAMS: dict[str, tuple[str, Program]] = {
    "LibreOffice pdf": ("pdf", lambda s: s.pdf()),
    "Chromium pdf": ("pdf", lambda s: s.printed()),
    "pdftotext": ("txt", lambda s: run(s.pdf(), "pdf", "pdftotext", "{}", "-")),
    "pdftotext -layout": ("txt", lambda s: run(s.pdf(), "pdf", "pdftotext", "-layout", "{}", "-")),
    "pdftotext -raw": ("txt", lambda s: run(s.pdf(), "pdf", "pdftotext", "-raw", "{}", "-")),
    "pdfminer": ("txt", lambda s: _pdfminer(s.pdf())),
    "pypdf": ("txt", lambda s: _pypdf(s.pdf(), "plain")),
    "pypdf layout": ("txt", lambda s: _pypdf(s.pdf(), "layout")),
    "pdfplumber": ("txt", lambda s: _pdfplumber(s.pdf(), layout=False)),
    "pdfplumber layout": ("txt", lambda s: _pdfplumber(s.pdf(), layout=True)),
    "PDFium": ("txt", lambda s: _pdfium(s.pdf())),
    "Chromium, pdftotext": ("txt", lambda s: run(s.printed(), "pdf", "pdftotext", "{}", "-")),
    "Chromium, pdftotext -layout": (
        "txt",
        lambda s: run(s.printed(), "pdf", "pdftotext", "-layout", "{}", "-"),
    ),
    "Chromium, pdfminer": ("txt", lambda s: _pdfminer(s.printed())),
    "Chromium, PDFium": ("txt", lambda s: _pdfium(s.printed())),
    "pandoc plain": ("txt", lambda s: run(s.docx, "docx", "pandoc", "{}", "-t", "plain")),
    "pandoc gfm": ("md", lambda s: run(s.docx, "docx", "pandoc", "{}", "-t", "gfm")),
    "pandoc markdown": ("md", lambda s: run(s.docx, "docx", "pandoc", "{}", "-t", "markdown")),
    "pandoc html": ("html", lambda s: run(s.docx, "docx", "pandoc", "-s", "{}", "-t", "html")),
    "pandoc docx": ("docx", lambda s: run(s.html, "html", "pandoc", "{}", "-t", "docx", "-o", "-")),
    "page, pandoc plain": ("txt", lambda s: run(s.html, "html", "pandoc", "{}", "-t", "plain")),
    "page, pandoc gfm": ("md", lambda s: run(s.html, "html", "pandoc", "{}", "-t", "gfm")),
    "page, pandoc markdown": (
        "md",
        lambda s: run(s.html, "html", "pandoc", "{}", "-t", "markdown"),
    ),
    "docx2txt": ("txt", lambda s: _docx2txt(s.docx)),
    "mammoth html": ("html", lambda s: _mammoth(s.docx, "html")),
    "mammoth markdown": ("md", lambda s: _mammoth(s.docx, "markdown")),
    "markitdown docx": ("md", lambda s: _markitdown(s.docx, "docx")),
    "markitdown html": ("md", lambda s: _markitdown(s.html, "html")),
    "markitdown pdf": ("md", lambda s: _markitdown(s.pdf(), "pdf")),
    "trafilatura": ("txt", lambda s: _trafilatura(s.html)),
    "w3m": (
        "txt",
        lambda s: run(s.html, "html", "w3m", "-dump", "-cols", "160", "-O", "UTF-8", "{}"),
    ),
    "w3m 80": ("txt", lambda s: run(s.html, "html", "w3m", "-dump", "-O", "UTF-8", "{}")),
    "lynx": (
        "txt",
        lambda s: run(s.html, "html", "lynx", "-dump", "-nolist", "-display_charset=utf-8", "{}"),
    ),
    "html2text": ("md", lambda s: _html2text(s.html)),
    "markdownify": ("md", lambda s: _markdownify(s.html)),
    "inscriptis": ("txt", lambda s: _inscriptis(s.html)),
    "LibreOffice txt": ("txt", lambda s: _office(s.docx, "txt")),
    "LibreOffice html": ("html", lambda s: _office(s.docx, "html")),
    "LibreOffice rtf": ("rtf", lambda s: _office(s.docx, "rtf")),
}


def reports(count: int) -> Iterator[tuple[Edits, Sources]]:
    """Faultless reports: every third with blank zeros, every third with dashed ones."""
    for seed in range(count):
        edits = report(seed, "2019" if seed % 4 == 3 else "2021")
        zero = ("0", "", "-")[seed % 3]
        cells = {
            concept: zero if text == "0" and ".total" not in concept else text
            for concept, text in edits.cells.items()
        }
        yield _sources(replace(edits, cells=cells))


def planted_reports(count: int) -> Iterator[tuple[Edits, Sources]]:
    """Reports with one wrong total each."""
    for seed in range(count):
        yield _sources(planted(PLANTED, seed))


def _sources(edits: Edits) -> tuple[Edits, Sources]:
    document = specimen(load_formats(), edits)
    return edits, Sources(word.write(document), web.write(document))


def checked(data: bytes | str, suffix: str) -> tuple[Report, Findings]:
    """The report and the findings in what a program made; raises UserError."""
    content = data.encode() if isinstance(data, str) else data
    extracted = recognise(read(content, f"report.{suffix}"), load_formats())
    return extracted, check(extracted, builtin())


def count(score: Score, edits: Edits, data: bytes | str, suffix: str) -> None:
    """Add a faultless document to a score."""
    try:
        extracted, findings = checked(data, suffix)
    except UserError:
        score.add_document(len(edits.cells), 0, 0)
        score.refused += 1
        return
    right = wrong = 0
    for concept, printed in edits.cells.items():
        fact = extracted.facts.get(concept)
        text = fact.figure.text if fact else ""
        if text == printed:
            right += 1
        elif fact and fact.figure.state is FigureState.NUMBER:
            wrong += 1
    score.add_document(len(edits.cells), right, wrong)
    severities = [f.severity for f in findings.findings if f.rule != "VAL004"]
    score.false_errors += Severity.ERROR in severities
    score.false_warnings += Severity.WARNING in severities


def count_planted(score: Score, data: bytes | str, suffix: str) -> None:
    """Add a document with one fault to a score."""
    score.planted += 1
    try:
        _, findings = checked(data, suffix)
    except UserError:
        score.undetermined += 1
        return
    sums = [f for f in findings.findings if builtin().by_id[f.rule].kind == "equation"]
    open_sums = [u for u in findings.undetermined if builtin().by_id[u.rule].kind == "equation"]
    if sums:
        score.detected += 1
    elif open_sums:
        score.undetermined += 1
    else:
        score.passed += 1


def scores(number: int, faults: int, chosen: str = "") -> tuple[dict[str, Score], dict[str, str]]:
    """The score of each program, and for each that is missing what is not installed."""
    result: dict[str, Score] = {}
    missing: dict[str, str] = {}
    made = list(reports(number))
    faulty = list(planted_reports(faults))
    for name, (suffix, program) in PROGRAMS.items():
        if chosen not in name:
            continue
        score = Score()
        try:
            for edits, sources in made:
                count(score, edits, program(sources), suffix)
            for _, sources in faulty:
                count_planted(score, program(sources), suffix)
        except NotInstalledError as error:
            missing[name] = str(error)
            continue
        result[name] = score
    return result, missing


def main(arguments: list[str]) -> None:
    """Print the table."""
    number = int(arguments[0]) if arguments else 6
    chosen = arguments[1] if len(arguments) > 1 else ""
    by_program, missing = scores(number, max(number // 2, 1), chosen)
    print(
        "| program | perfect | cells right | wrong but sure | false errors | false warnings"
        " | refused | planted: found, undetermined, passed |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|"
    )
    for name, s in by_program.items():
        print(
            f"| {name} | {s.perfect} of {s.documents} | {100 * s.right / s.cells:.1f}%"
            f" | {s.wrong_but_sure} | {s.false_errors} | {s.false_warnings} | {s.refused}"
            f" | {s.detected}, {s.undetermined}, {s.passed} |"
        )
    for name, reason in missing.items():
        print(f"\nleft out: {name} ({reason} is not installed)")


if __name__ == "__main__":
    main(sys.argv[1:])
