"""Reports on pages of every height: `python -m benchmarks.page_breaks [N]`.

N faultless reports of the project's own making (200 unless told) are printed on pages of 110 to
297 mm, half by LibreOffice and half by Chromium, so that pages end everywhere: between tables,
between rows and inside rows. A quarter as many have one wrong total each. Prints for each program
what `benchmarks.programs` prints, and the documents that were not read perfectly.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from benchmarks.programs import (
    PLANTED,
    NotInstalledError,
    Score,
    count,
    count_planted,
    print_document,
    print_page,
)
from tests.generator import web, word
from tests.generator.bodies import report
from tests.generator.faults import planted
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

# Heights in millimetres: less than half a sheet of A4 to a whole one.
LOWEST, HIGHEST = 110, 297
# Of so many reports one has a wrong total.
FAULTY = 5


class Case(NamedTuple):
    """A report to be printed: program, height of its pages in millimetres, faulty or not."""

    program: str
    height: int
    edits: Edits
    faulty: bool


def _by_libreoffice(edits: Edits, height: int) -> bytes:
    document = specimen(load_formats(), edits)
    return print_document(word.write(document, word.WordStyle(height=height)))


def _by_chromium(edits: Edits, height: int) -> bytes:
    style = f"<style>@page{{size:210mm {height}mm;margin:12mm}}tr{{break-inside:auto}}</style>"
    return print_page(style.encode() + web.write(specimen(load_formats(), edits)))


PRINTERS: dict[str, Callable[[Edits, int], bytes]] = {
    "LibreOffice": _by_libreoffice,
    "Chromium": _by_chromium,
}


def cases(number: int) -> Iterator[Case]:
    """So many faultless reports, of heights that are spread evenly, and the faulty ones."""
    for n in range(number + number // (FAULTY - 1)):
        height = LOWEST + round((n % number) * (HIGHEST - LOWEST) / max(number - 1, 1))
        faulty = n >= number
        if faulty:
            height = LOWEST + (n * 37) % (HIGHEST - LOWEST)
        edits = planted(PLANTED, n) if faulty else report(n, "2019" if n % 4 == 3 else "2021")
        yield Case(list(PRINTERS)[n % 2], height, edits, faulty)


def print_case(case: Case) -> bytes:
    """The PDF of a case; raises NotInstalledError."""
    return PRINTERS[case.program](case.edits, case.height)


def score(case: Case, pdf: bytes) -> Score:
    """The score of one printed case."""
    result = Score()
    if case.faulty:
        count_planted(result, pdf, "pdf")
    else:
        count(result, case.edits, pdf, "pdf")
    return result


def main(arguments: list[str]) -> None:
    """Print the table."""
    chosen = list(cases(int(arguments[0]) if arguments else 200))
    totals = {name: Score() for name in PRINTERS}
    with ThreadPoolExecutor(2) as printing:
        for case, pdf in zip(chosen, printing.map(_printed, chosen), strict=True):
            if pdf is None:
                continue
            one = score(case, pdf)
            totals[case.program].add(one)
            if one.perfect < one.documents or one.false_errors or one.false_warnings or one.passed:
                print(f"{case.program}, {case.height} mm, seed of {case.edits.issuer}: {one}")
    print(
        "| printed by | perfect | cells right | wrong but sure | false errors | false warnings"
        " | planted: found, undetermined, passed |\n|---|---:|---:|---:|---:|---:|---:|"
    )
    for name, s in totals.items():
        if not s.documents:
            print(f"not installed: {name}")
            continue
        print(
            f"| {name} | {s.perfect} of {s.documents} | {100 * s.right / s.cells:.1f}%"
            f" | {s.wrong_but_sure} | {s.false_errors} | {s.false_warnings}"
            f" | {s.detected}, {s.undetermined}, {s.passed} |"
        )


def _printed(case: Case) -> bytes | None:
    try:
        return print_case(case)
    except NotInstalledError:
        return None


if __name__ == "__main__":
    main(sys.argv[1:])
