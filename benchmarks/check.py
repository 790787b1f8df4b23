"""The cost of one check: `python -m benchmarks.check [REPORT.pdf] [RUNS]`.

Prints, from one run on one machine, the whole `nianbao check` process against two processes that
are run in turn with it: one only reads the text of the same file through PDFium, the other only
calls pdfplumber's `extract_tables`. Then the time of each of the four steps in a warm process, and
the peak memory of a check. Without a REPORT, it measures one of the project's own making, and the
real reports beside the checkout if there are any.
"""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

import pdfplumber

from benchmarks.sentences import passages
from tests.generator import web, word
from tests.generator.bodies import report
from tests.generator.pdf import Style, draw
from tests.helpers import render, result_of
from validator.checking import check
from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.finding import Findings, Run
from validator.reading import read
from validator.reading.office import libreoffice
from validator.recognition import recognise
from validator.recognition.prose.claims import read_claims
from validator.rulebase.formats import load_formats
from validator.rulebase.phrasebook import load_phrasebook
from validator.rulebase.ruleset import builtin
from validator.specimen import Edits, specimen

EXTRACT_TABLES = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_tables()
"""
READ_TEXT = """
import sys, pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    page.get_textpage().get_text_range()
"""
NOTHING = "pass"
# Real reports, which are not part of the project.
REAL = Path(__file__).parents[2] / "shared" / "samples" / "real"
MEASURE_CHILD = """
import resource, subprocess, sys
quiet = subprocess.DEVNULL
subprocess.run(sys.argv[1:], stdout=quiet, stderr=quiet)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""

_T = TypeVar("_T")


def long_report() -> Document:
    """A faultless report of the generator's making, so long that it fills five pages or more."""
    overview = "\n".join(
        f"第{n}项工作按期完成，公开信息{n * 7}条，解读政策{n}件。" * 3 for n in range(2, 46)
    )
    return specimen(load_formats(), report(7, texts={"overview": overview}))


def five_pages() -> bytes:
    """The long report as PDF, by LibreOffice where it is installed.

    Elsewhere the project's own drawing is taken, whose font is not embedded: PDFium looks for
    one on the machine, which a report from an office program does not need.
    """
    try:
        return libreoffice.convert(word.write(long_report()), "pdf", 60)
    except UserError:
        style = Style(font=10, split_rows=True, open_breaks=True)
        return draw(long_report(), style)


def seconds(command: Sequence[str]) -> float:
    """The wall time of a whole process."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def peak_memory(command: Sequence[str]) -> float:
    """The peak memory of a process in MiB, as the system counts it (not on Windows).

    A process begins with the peak of the one that starts it: so a small one starts it, whose
    own peak is the least that can be measured.
    """
    measured = [sys.executable, "-c", MEASURE_CHILD, *command]
    printed = subprocess.run(measured, capture_output=True, text=True, check=True).stdout
    return int(printed) * (1 if sys.platform == "darwin" else 1024) / 2**20


def warm(step: Callable[[], _T], runs: int) -> tuple[_T, float]:
    """A step's result, and the median of its time in seconds."""
    result = step()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return result, median(times)


def every_passage() -> dict[str, str]:
    """All passages about figures that the project has, as one overview."""
    return {"overview": "\n".join(passage.text for passage in passages())}


def extracted_tables(data: bytes) -> int:
    """How many tables pdfplumber finds in a PDF."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)


def checked(data: bytes) -> Findings:
    """The findings in a document, read, recognised and checked."""
    report = recognise(read(data, "report"), load_formats())
    return check(report, builtin())


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    runs = int(arguments[1]) if len(arguments) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        path = Path(arguments[0]) if arguments else Path(folder) / "report.pdf"
        if not arguments:
            path.write_bytes(five_pages())
        measure(path, runs)
        for real in sorted(REAL.glob("*.pdf")) if not arguments else ():
            print(f"{real.name}: {runs} runs, medians")
            print_cold(real, runs)


def measure(path: Path, runs: int) -> None:
    """Print all figures of one PDF."""
    data = path.read_bytes()
    document, reading = warm(lambda: read(data, path.name), runs)
    recognised, recognising = warm(lambda: recognise(document, load_formats()), runs)
    official = next(f for f in load_formats() if f.id == recognised.format)
    _, stating = warm(lambda: read_claims(recognised, official, load_phrasebook()), runs)
    wordy = recognise(specimen(load_formats(), Edits(texts=every_passage())), load_formats())
    _, stating_much = warm(lambda: read_claims(wordy, official, load_phrasebook()), runs)
    findings, checking = warm(lambda: check(recognised, builtin()), runs)
    run = Run(path.name, document.source, "", 2023, "2021", findings)
    _, rendering = warm(lambda: render("text", result_of(run)), runs)

    tables_of, extracting = warm(lambda: extracted_tables(data), max(runs // 3, 3))
    assert tables_of
    print(f"{path.name}: {document.source.pages} pages, {runs} runs, medians")
    print_cold(path, runs)
    print("in process, warm")
    steps = {"read": reading, "recognise": recognising, "check": checking, "render": rendering}
    for name, duration in steps.items():
        print(f"  {name:<28}{duration * 1000:8.1f} ms")
    print(f"  {'of which claims':<28}{stating * 1000:8.1f} ms")
    print(f"  {'claims of 230 passages':<28}{stating_much * 1000:8.1f} ms")
    total = reading + recognising + checking + rendering
    print(f"  {'pdfplumber extract_tables':<28}{extracting * 1000:8.1f} ms")
    print(f"  {'ratio check / pdfplumber':<28}{total / extracting:8.2f}")
    for name, content in (("docx", word.write(long_report())), ("html", web.write(long_report()))):
        _, whole = warm(lambda content=content: checked(content), runs)  # type: ignore[misc]
        print(f"  {f'the same report as {name}':<28}{whole * 1000:8.1f} ms")
    if sys.platform != "win32":
        print("peak memory")
        ours, _, tables, _ = processes(path)
        print(f"  {'nianbao check':<28}{peak_memory(ours):8.1f} MiB")
        print(f"  {'pdfplumber extract_tables':<28}{peak_memory(tables):8.1f} MiB")


def processes(path: Path) -> list[list[str]]:
    """The commands that are compared: a check, text by PDFium, tables by pdfplumber, nothing."""
    programs = (READ_TEXT, EXTRACT_TABLES, NOTHING)
    return [
        [sys.executable, "-m", "validator", "check", str(path)],
        *([sys.executable, "-c", program, str(path)] for program in programs),
    ]


def print_cold(path: Path, runs: int) -> None:
    """Print whole processes and the ratios of a check to the others, run in turn."""
    commands = processes(path)
    for command in commands:
        seconds(command)
    rounds = [[seconds(command) for command in commands] for _ in range(runs)]
    print("whole process, cold")
    names = ("nianbao check", "text by PDFium", "pdfplumber extract_tables", "python")
    for column, name in enumerate(names):
        print(f"  {name:<28}{median(times[column] for times in rounds) * 1000:8.1f} ms")
    for column, name in ((1, "PDFium text"), (2, "pdfplumber")):
        ratio = median(times[0] / times[column] for times in rounds)
        print(f"  {f'ratio check / {name}':<28}{ratio:8.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
