"""Lone figures in ruled cells, read by three readers: `python -m benchmarks.zeros [DOCUMENTS]`.

Most cells of these reports hold a lone 0, which recognition of whole pages may drop. The same drawn
scans are read by nianbao, by rapidocr as it comes, and by Tesseract (chi_sim; Debian packages
tesseract-ocr and tesseract-ocr-chi-sim), and a Markdown table is printed: of the figures how many
are right, not sure, dropped and wrong, and the seconds a page. What rapidocr and Tesseract read is
put into the cell in which its middle lies, so that only figures are compared, not tables.
"""

import csv
import io
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image

from benchmarks.scans import documents
from tests.generator.paper import DPI, KINDS, Picture
from tests.generator.pdf import Style, draw
from tests.generator.scan import drawn_pages
from tests.helpers import report_of
from validator.model.place import Box
from validator.model.report import FigureState, Report

# Kinds of scans whose pages lie as they were drawn, with a strength.
SCANS = (("flat", 1), ("coarse", 0), ("faint", 0), ("specks", 0))
_SURE = frozenset({FigureState.NUMBER, FigureState.WORD, FigureState.DASH})

# A word on a page, with its middle in pixels.
Word = tuple[str, float, float]


def by_nianbao(pages: Sequence[Picture], truth: Report) -> Counter[str]:
    """What our reading makes of each figure."""
    out = io.BytesIO()
    first, *others = map(Image.fromarray, pages)
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DPI, quality=85)
    read = report_of(out.getvalue())
    counts: Counter[str] = Counter()
    for concept, fact in truth.facts.items():
        figure = read.facts[concept].figure if concept in read.facts else None
        if figure is None or figure.state is FigureState.BLANK:
            counts["dropped"] += 1
        elif figure.state not in _SURE:
            counts["not sure"] += 1
        else:
            counts["right" if figure.text == fact.figure.text else "wrong"] += 1
    return counts


def by_words(
    words_on: Callable[[Picture], list[Word]], pages: Sequence[Picture], truth: Report
) -> Counter[str]:
    """What a reader of whole pages makes of each figure."""
    words = [words_on(page) for page in pages]
    counts: Counter[str] = Counter()
    for fact in truth.facts.values():
        place = fact.place
        if place.box is None or place.page is None:
            continue
        text = "".join(word for word, x, y in words[place.page - 1] if _holds(place.box, x, y))
        same = text.replace(",", "") == fact.figure.text.replace(",", "")
        counts["dropped" if not text else "right" if same else "wrong"] += 1
    return counts


def _holds(box: Box, x: float, y: float) -> bool:
    scale = 72 / DPI
    return box.x0 <= x * scale <= box.x1 and box.y0 <= y * scale <= box.y1


def rapidocr_words() -> Callable[[Picture], list[Word]]:
    """Rapidocr with its settings as they come."""
    from rapidocr import RapidOCR

    engine = RapidOCR()

    def words(page: Picture) -> list[Word]:
        result: Any = engine(cv2.cvtColor(page, cv2.COLOR_RGB2BGR))
        if result.boxes is None:
            return []
        middles = np.asarray(result.boxes).mean(axis=1)
        return [(t, float(x), float(y)) for t, (x, y) in zip(result.txts, middles, strict=True)]

    return words


def tesseract_words(page: Picture) -> list[Word]:
    """Tesseract with its settings as they come."""
    out = io.BytesIO()
    Image.fromarray(page).save(out, "PNG", dpi=(DPI, DPI))
    command = ["tesseract", "-", "-", "-l", "chi_sim", "tsv"]
    done = subprocess.run(command, input=out.getvalue(), capture_output=True, check=True)
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        (row["text"].strip(), int(row["left"]) + int(row["width"]) / 2,
         int(row["top"]) + int(row["height"]) / 2)
        for row in rows if (row["text"] or "").strip()
    ]  # fmt: skip


def main(count: int = 3) -> int:
    """Print the table."""
    words = rapidocr_words()
    readers: dict[str, Callable[[Sequence[Picture], Report], Counter[str]]] = {
        "nianbao": by_nianbao,
        "rapidocr, whole page": lambda pages, truth: by_words(words, pages, truth),
    }
    if shutil.which("tesseract"):
        readers["Tesseract, chi_sim"] = lambda p, truth: by_words(tesseract_words, p, truth)
    else:
        print("Without Tesseract: apt-get install tesseract-ocr tesseract-ocr-chi-sim")
    total: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for seed, (document, _) in enumerate(documents(count)):
        truth = report_of(draw(document, Style()))
        for kind, strength in SCANS:
            chance = np.random.default_rng(seed)
            pages = [KINDS[kind](p, strength, chance) for p in drawn_pages(document, Style(), DPI)]
            # Those of lower resolution are compared at the places of the others.
            rows, columns = drawn_pages(document, Style(), DPI)[0].shape[:2]
            pages = [np.asarray(cv2.resize(p, (columns, rows)), dtype=np.uint8) for p in pages]
            for name, read in readers.items():
                begun = time.perf_counter()
                counts = read(pages, truth)
                counts["milliseconds"] += round(1000 * (time.perf_counter() - begun))
                counts["pages"] += len(pages)
                total[kind, name] += counts
    print("| scan | reader | right % | not sure % | dropped % | wrong % | s a page |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for (kind, name), counts in total.items():
        print(_line(kind, name, counts))
    return 0


def _line(kind: str, name: str, counts: Mapping[str, int]) -> str:
    kinds = ("right", "not sure", "dropped", "wrong")
    every = sum(counts[one] for one in kinds)
    shares = " | ".join(f"{100 * counts[one] / every:.1f}" for one in kinds)
    seconds = counts["milliseconds"] / 1000 / counts["pages"]
    return f"| {kind} | {name} | {shares} | {seconds:.2f} |"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
