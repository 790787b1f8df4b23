"""What each output costs for a report with fifty findings: part of `make bench`."""

from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter

from tests.generator.bodies import official
from tests.generator.pdf import draw
from tests.generator.word import write
from tests.helpers import findings_of, render, result_of
from validator.model.finding import Findings
from validator.reading import Bounds
from validator.rendering import OUTPUTS
from validator.rendering.annotated import docx as annotated_docx
from validator.rendering.annotated import pdf as annotated_pdf
from validator.rendering.annotated.notes import notes
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen


def faulty() -> Edits:
    """A report with about fifty findings: words in place of figures, sums that fail."""
    table = official("2021").table("requests")
    cells = {f"requests.{row.id}.legal_service": "若干" for row in table.rows[2:20]}
    cells |= {f"requests.{row.id}.total": f"{row.id[0]}1" for row in table.rows[2:20]}
    cells |= {f"disputes.{row}.total": "77" for row in ("reconsideration", "litigation_direct")}
    cells |= {f"disclosure.{row}.made": "-3" for row in ("regulations", "normative_documents")}
    texts = {"problems": "一是XX不够，二是某某局未落实，三是____。" * 6}
    labels = {f"requests.row.{row.id}": f"{row.label}项" for row in table.rows[2:14]}
    return Edits(cells=cells, texts=texts, labels=labels)


def costs() -> Iterator[tuple[str, float]]:
    """Each output with its milliseconds, the best of three; Word and PDF with comments last."""
    document = specimen(load_formats(), faulty())
    pdf, word = draw(document), write(document)
    result = result_of(pdf)
    for form in OUTPUTS:
        yield form, _best(partial(render, form, result, pdf))
    for name, data in (("annotated docx", word), ("annotated pdf", pdf)):
        findings: Findings = findings_of(data)
        comments = notes(findings, result.catalogue)
        if name.endswith("docx"):
            yield name, _best(partial(annotated_docx.annotate, data, comments, Bounds()))
        else:
            yield name, _best(partial(annotated_pdf.annotate, data, comments, Bounds()))


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return min(times)


def main() -> None:
    """Print all."""
    count = len(findings_of(faulty()).findings)
    print(f"outputs of a report with {count} findings, best of three")
    for name, cost in costs():
        print(f"  {name:<28}{cost:8.1f} ms")


if __name__ == "__main__":
    main()
