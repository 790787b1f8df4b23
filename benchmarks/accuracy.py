"""Faults missed, and correct reports called wrong: `python -m benchmarks.accuracy`.

Two corpora are looked at: the project's own, of faultless reports and of reports with one
planted fault each, half of them drawn as PDF and read again; and, where they stand beside the
project, the sample documents with the truth about each. Prints Markdown tables: faults found,
culprits named (`benchmarks.culprits`), what is read of sentences (`benchmarks.sentences`), cells
and claims read right by form (`benchmarks.cells`).
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import culprits, sentences
from benchmarks.cells import table
from tests.generator.bodies import report
from tests.generator.faults import FAULTS, planted
from tests.generator.pdf import Style, draw
from validator.checking import check
from validator.model.errors import UserError
from validator.model.finding import Findings
from validator.model.related import RelatedReports
from validator.model.report import Report
from validator.model.rule import Severity
from validator.reading import read
from validator.recognition import recognise
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import builtin
from validator.specimen import Edits, specimen

SAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "samples"
FAULTLESS, PLANTED = 500, 20
# The samples' names of faults, where they are not those of the project's own.
SAMPLE_RULES = {
    "cell_off_by_one": frozenset({"SUM001", "SUM002"}),
    **{kind: fault.rules for kind, fault in FAULTS.items()},
}


def found_in(edits: Edits, *, drawn: bool) -> Findings:
    """What is found in a report made to order, drawn as a PDF and read again where asked for."""
    earlier = _recognised(Edits.of(edits.previous)) if edits.previous else None
    if not drawn:
        return _checked(_recognised(edits), earlier)
    data = draw(specimen(load_formats(), edits), Style())
    return _checked(recognise(read(data, "report"), load_formats()), earlier)


def _recognised(edits: Edits) -> Report:
    return recognise(specimen(load_formats(), edits), load_formats())


def _checked(one: Report, earlier: Report | None) -> Findings:
    return check(one, builtin(), RelatedReports(earlier))


def errors(result: Findings) -> list[str]:
    """The rules of the findings that are errors."""
    return [f.rule for f in result.findings if f.severity is Severity.ERROR]


def own_corpus(faultless: int = FAULTLESS, each: int = PLANTED) -> tuple[Counter[str], int, int]:
    """Faults found by kind; errors and warnings raised on faultless reports."""
    detected: Counter[str] = Counter()
    for kind, fault in FAULTS.items():
        for seed in range(each):
            result = found_in(planted(kind, seed), drawn=seed % 2 == 1)
            detected[kind] += fault.rules <= {finding.rule for finding in result.findings}
    wrong = doubted = 0
    for seed in range(faultless):
        edits = report(seed, "2019" if seed % 3 == 0 else "2021")
        result = found_in(edits, drawn=seed % 10 == 0)
        wrong += len(errors(result))
        doubted += sum(1 for f in result.findings if f.severity is Severity.WARNING)
    return detected, wrong, doubted


def sample_corpus(folder: Path) -> tuple[Counter[str], Counter[str], int, int, list[str]]:
    """Of a folder of samples: faults found and planted by kind, clean documents, errors on them.

    Last come the names of the documents that could not be read.
    """
    detected: Counter[str] = Counter()
    all_planted: Counter[str] = Counter()
    clean = wrong = 0
    unread: list[str] = []
    reports: dict[str, Report] = {}
    for truth_file in sorted(folder.glob("*.truth.json")):
        name = truth_file.name.removesuffix(".truth.json")
        truth: Any = json.loads(truth_file.read_text(encoding="utf-8"))
        document = next(p for p in folder.glob(f"{name}.*") if p.suffix != ".json")
        kinds = [fault["kind"] for fault in truth["defects"]]
        all_planted.update(kinds)
        try:
            content = read(document.read_bytes(), document.name)
            reports[name] = recognise(content, load_formats())
        except UserError:
            unread.append(document.name)
            continue
        body, _, year = name.partition("-")
        earlier = reports.get(f"{body}-{int(year) - 1}") if year else None
        result = _checked(reports[name], earlier)
        rules = {finding.rule for finding in result.findings}
        detected.update(kind for kind in kinds if SAMPLE_RULES[kind] <= rules)
        if not kinds:
            clean += 1
            wrong += len(errors(result))
    return detected, all_planted, clean, wrong, unread


def main() -> None:
    """Print both tables."""
    detected, wrong, doubted = own_corpus()
    print("| fault planted | found | of |\n|---|---:|---:|")
    for kind in FAULTS:
        print(f"| {kind} | {detected[kind]} | {PLANTED} |")
    print(f"\n{FAULTLESS} faultless reports: {wrong} errors, {doubted} warnings.")
    print(f"\n{culprits.table()}\n")
    sentences.main()
    for name in ("single", "series"):
        folder = SAMPLES / name
        if not folder.is_dir():
            continue
        hits, there, clean, mistaken, unread = sample_corpus(folder)
        print(f"\n{name}: {sum(hits.values())} of {sum(there.values())} faults found; ", end="")
        print(f"{mistaken} errors on {clean} clean documents; {len(unread)} not readable.")
        for kind in sorted(there - hits):
            print(f"- missed: {kind} ({there[kind] - hits[kind]})")
        if unread:
            print(f"- not readable: {', '.join(unread)}")
    if SAMPLES.is_dir():
        print(f"\n{table(SAMPLES)}")


if __name__ == "__main__":
    main()
