"""What is read of pictures of paper: `python -m benchmarks.scans [DOCUMENTS [KIND …]]`.

Draws reports, damages their pages in every kind and strength of `tests.generator.paper`, and
prints of each how many cells are right and sure, unsure, blank, and wrong but sure, and the seconds
a page. Half of the documents have a planted fault, a total that is wrong: a fault that
passes and an error in a faultless report are counted too. Fails if a figure is wrong but sure.
"""

import io
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from tests.generator.bodies import report
from tests.generator.paper import DPI, KINDS, Picture, beside, flat
from tests.generator.pdf import Style
from tests.generator.scan import drawn_pages
from tests.helpers import report_of
from validator.checking import check
from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.finding import State
from validator.model.report import FigureState, Report
from validator.model.rule import Severity
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import builtin
from validator.specimen import specimen

STRENGTHS = range(3)
_SURE = frozenset({FigureState.NUMBER, FigureState.WORD, FigureState.DASH})
_PLANTED = "requests.new.total"
# Lines of tables that are not drawn, by strength.
LESS_DRAWN = {"few_lines": ("sides", "columns", "rows"), "no_lines": ("all", "all", "all")}


def documents(count: int) -> list[tuple[Document, bool]]:
    """Reports of other figures each, with whether a fault is planted."""
    made: list[tuple[Document, bool]] = []
    for number in range(count):
        edits = report(900 + number, "2021")
        faulty = number % 2 == 1
        if faulty:
            edits = replace(edits, cells={**edits.cells, _PLANTED: "9731"})
        made.append((specimen(load_formats(), edits), faulty))
    return made


def scanned(document: Document, kind: str, strength: int, seed: int) -> tuple[bytes, int]:
    """The PDF of a document's pages as pictures of a kind, and the number of pages."""
    chance = np.random.default_rng(seed)
    style = Style(undrawn=LESS_DRAWN[kind][strength]) if kind in LESS_DRAWN else Style()
    drawn = drawn_pages(document, style, DPI)
    if kind == "two":
        # Two pages at a time lie side by side, as of a book.
        drawn = [beside(drawn[n], drawn[n + 1 : n + 2]) for n in range(0, len(drawn), 2)]
    damage = KINDS.get(kind, flat)
    pages: list[Picture] = [damage(page, strength, chance) for page in drawn]
    first, *others = map(Image.fromarray, pages)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DPI, quality=85)
    return out.getvalue(), len(pages)


def cells(truth: Report, read: Report | None) -> Counter[str]:
    """How many cells were read how."""
    counts: Counter[str] = Counter()
    for concept, fact in truth.facts.items():
        printed = fact.figure.text.replace(",", "")
        got = read.facts.get(concept) if read else None
        if got is None or (got.figure.state is FigureState.BLANK and printed):
            counts["blank"] += 1
            continue
        same = got.figure.text.replace(",", "") == printed
        sure = got.figure.state in _SURE or (got.figure.state is FigureState.BLANK and not printed)
        counts["right" if same and sure else "wrong" if sure else "unsure"] += 1
    return counts


def measure(kind: str, strength: int, made: Sequence[tuple[Document, bool]]) -> Counter[str]:
    """What is read of all documents in one kind and strength."""
    counts: Counter[str] = Counter()
    for seed, (document, faulty) in enumerate(made):
        data, pages = scanned(document, kind, strength, seed)
        begun = time.perf_counter()
        try:
            read = report_of(data)
        except UserError:
            counts["refused"] += 1
            read = None
        counts["milliseconds"] += round(1000 * (time.perf_counter() - begun))
        counts["pages"] += pages
        counts += cells(report_of(document), read)
        if read is None:
            continue
        result = check(read, builtin())
        sums = {f.rule for f in result.findings if f.rule.startswith("SUM")}
        errors = [f.rule for f in result.findings if f.severity is Severity.ERROR]
        open_sums = any(result.by_rule[rule][State.UNDETERMINED] for rule in ("SUM001", "SUM002"))
        counts["faults passed"] += faulty and not sums and not open_sums and not result.gaps
        counts["false errors"] += not faulty and bool(errors)
    return counts


def main(count: int = 4, kinds: Sequence[str] = ()) -> int:
    """Print a Markdown table; return 1 if a figure is wrong but sure."""
    made = documents(count)
    print("| kind | strength | right % | unsure % | blank % | wrong but sure | refused |"
          " faults passed | false errors | s a page |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    wrong = 0
    for kind in kinds or (*KINDS, *LESS_DRAWN, "two"):
        for strength in STRENGTHS:
            counts = measure(kind, strength, made)
            every = sum(counts[name] for name in ("right", "unsure", "blank", "wrong"))
            shares = (100 * counts[name] / every for name in ("right", "unsure", "blank"))
            seconds = counts["milliseconds"] / 1000 / counts["pages"]
            numbers = " | ".join(f"{share:.1f}" for share in shares)
            print(f"| {kind} | {strength + 1} | {numbers} | {counts['wrong']} |"
                  f" {counts['refused']} | {counts['faults passed']} | {counts['false errors']} |"
                  f" {seconds:.2f} |", flush=True)  # fmt: skip
            wrong += counts["wrong"]
    return int(bool(wrong))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(int(arguments[0]) if arguments else 4, arguments[1:]))
