"""Cells, claims and documents read right, by form: the last table of `benchmarks.accuracy`.

The sample documents stand beside the project, each with the text of every cell and the claims
of its sentences; a wrong figure that was not marked as unreadable is counted apart.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from validator.model.errors import UserError
from validator.model.report import FigureState, Report
from validator.reading import read
from validator.recognition import recognise
from validator.rulebase.formats import load_formats

FOLDERS = ("single", "series", "rollup", "scanned")
_TABLES = ("disclosure", "requests", "disputes")


@dataclass
class CellScore:
    """What was read right of the cells of some documents."""

    documents: int = 0
    perfect: int = 0
    cells: int = 0
    right: int = 0
    wrong_but_sure: int = 0

    def add_document(self, cells: int, right: int, wrong_but_sure: int) -> None:
        """Count a document with so many cells."""
        self.documents += 1
        self.perfect += right == cells
        self.cells += cells
        self.right += right
        self.wrong_but_sure += wrong_but_sure


@dataclass
class Score(CellScore):
    """What was read right of the documents of one form."""

    claims: int = 0
    claims_found: int = 0

    def add(self, truth: Any, report: Report | None) -> None:
        """Count a document, whose report is None where it could not be read."""
        true_cells = {
            f"{table}.{row}.{column}": text.replace(",", "")
            for table in _TABLES
            for row, columns in truth[table].items()
            for column, text in columns.items()
        }
        facts = report.facts if report else {}
        right = wrong = 0
        for concept, text in true_cells.items():
            fact = facts.get(concept)
            if fact is not None and fact.figure.text.replace(",", "") == text:
                right += 1
            elif fact is not None and fact.figure.state is FigureState.NUMBER:
                wrong += 1
        claims = {(c["concept"], c["value"]) for c in truth["claims"]}
        read_claims = (
            {(c.meanings[0], int(c.value)) for c in report.claims if c.meanings}
            if report
            else set()
        )
        self.add_document(len(true_cells), right, wrong)
        self.claims += len(claims)
        self.claims_found += len(claims & read_claims)


def scores(samples: Path) -> dict[str, Score]:
    """The scores of all sample documents by folder for scans, by ending for others."""
    scores: dict[str, Score] = defaultdict(Score)
    for folder in FOLDERS:
        for truth_file in sorted((samples / folder).glob("*.truth.json")):
            truth = json.loads(truth_file.read_text(encoding="utf-8"))
            name = truth_file.name.removesuffix(".truth.json")
            path = next(p for p in truth_file.parent.glob(f"{name}.*") if p.suffix != ".json")
            try:
                content = read(path.read_bytes(), path.name)
                report = recognise(content, load_formats())
            except UserError:
                report = None
            scores["scan" if folder == "scanned" else truth["form"]].add(truth, report)
    return dict(sorted(scores.items()))


def table(samples: Path) -> str:
    """The scores as a Markdown table."""
    lines = [
        "| form | documents | read perfectly | cells | right | wrong but sure | claims | found |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for form, score in scores(samples).items():
        values = (
            score.documents, score.perfect, score.cells, score.right, score.wrong_but_sure,
            score.claims, score.claims_found,
        )  # fmt: skip
        lines.append(f"| {form} | " + " | ".join(str(value) for value in values) + " |")
    return "\n".join(lines)
