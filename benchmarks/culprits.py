"""How often the culprit of failed sums is named: part of `python -m benchmarks.accuracy`.

Reports without fault are made, figures of the requests table changed in the ways in which they
go wrong, and the first explanations compared with what was changed.
"""

import time
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from random import Random
from statistics import median
from typing import NamedTuple

from tests.generator.bodies import official
from tests.generator.figures import valid_figures
from validator.checking import apply_rules, build_context
from validator.checking.error_localization import localize_errors
from validator.model.finding import Findings
from validator.model.report import Report
from validator.recognition import recognise
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import builtin
from validator.specimen import Edits, specimen

MAGNITUDES = (0, 3, 40, 900, 20_000)
KINDS = ("one cell", "two cells", "two in a row", "two in a column", "neighbours exchanged")
EACH = 400


class Score(NamedTuple):
    """How many faults were planted, and of these how many explained.

    `unique_first`: the truth is the only smallest explanation; `first`, `among_three`: it is
    the first one, or one of the first three; `decisive`: the first one is said to be it, and
    `decisive_wrong` that although it is another.
    """

    planted: int = 0
    unique_first: int = 0
    first: int = 0
    among_three: int = 0
    decisive: int = 0
    decisive_wrong: int = 0


def sound(random: Random, format_id: str) -> Report:
    """A report in which all sums hold, of some magnitude."""
    figures = valid_figures(official(format_id), random, random.choice(MAGNITUDES))
    edits = Edits.of({"format": format_id, "cells": figures})
    return recognise(specimen(load_formats(), edits), load_formats())


def spoilt(report: Report, changes: Mapping[str, int]) -> Report:
    """The report with other figures in some cells."""
    facts = dict(report.facts)
    for cell, value in changes.items():
        figure = facts[cell].figure._replace(text=str(value), value=Decimal(value))
        facts[cell] = facts[cell]._replace(figure=figure)
    return report._replace(facts=facts)


def mistaken(value: int, random: Random) -> int:
    """A figure written wrongly: off by one, digits swapped, lost or doubled, or any other."""
    digits = str(value)
    at = random.randrange(len(digits))
    swapped = digits[: max(at - 1, 0)] + digits[at : at + 1] + digits[max(at - 1, 0) : at]
    ways = [
        str(value + random.choice((1, -1))),
        swapped + digits[at + 1 :],
        digits[:at] + digits[at + 1 :] or "0",
        digits[:at] + digits[at] + digits[at:],
        digits[:at] + random.choice("0123456789") + digits[at + 1 :],
        str(random.randrange(max(2 * value, 10))),
    ]
    wrong = int(random.choice(ways))
    return wrong if wrong >= 0 and wrong != value else value + random.randrange(1, 10)


def faults(report: Report, kind: str, random: Random, number: int) -> dict[str, int]:
    """The cells of the requests table to change, with the figures to write.

    Of the faults of `one cell` each next `number` has the next cell.
    """
    values = {c: int(f.figure.value or 0) for c, f in report.facts.items() if "requests." in c}
    cells = sorted(values)
    first = random.choice(cells)
    _, row, column = first.split(".")
    if kind == "one cell":
        first = cells[number % len(cells)]
        return {first: mistaken(values[first], random)}
    if kind == "neighbours exchanged":
        names = [c.id for c in official(report.format).table("requests").blocks[0].columns]
        pairs = [
            (f"requests.{r}.{a}", f"requests.{r}.{b}")
            for r in {c.split(".")[1] for c in cells}
            for a, b in pairwise(names)
        ]
        unequal = sorted(p for p in pairs if values[p[0]] != values[p[1]])
        one, other = random.choice(unequal)
        return {one: values[other], other: values[one]}
    others = {
        "two cells": cells,
        "two in a row": [c for c in cells if c.split(".")[1] == row],
        "two in a column": [c for c in cells if c.split(".")[2] == column],
    }[kind]
    second = random.choice([c for c in others if c != first])
    return {c: mistaken(values[c], random) for c in (first, second)}


def explanations(result: Findings) -> list[tuple[dict[str, int], ...]]:
    """For each diagnosis its explanations, as cells with the values proposed."""
    return [
        tuple({s.cell: int(s.proposed) for s in one.cells} for one in diagnosis.explanations)
        for diagnosis in result.diagnoses
    ]


def rank(result: Findings, truth: Mapping[str, int]) -> int:
    """The place of the truth among the explanations, from 1; 0 where it is none of them.

    If faults have several diagnoses, the worst place counts.
    """
    worst = 1
    explained: set[str] = set()
    for diagnosis in explanations(result):
        matching = [
            n
            for n, cells in enumerate(diagnosis, 1)
            if all(truth.get(c) == value for c, value in cells.items())
        ]
        if not matching:
            return 0
        worst = max(worst, matching[0])
        explained |= diagnosis[matching[0] - 1].keys()
    return worst if explained == truth.keys() else 0


def measured(kind: str, count: int = EACH) -> tuple[Score, list[float]]:
    """The score of one kind of fault; the milliseconds that each explanation took."""
    score = Score()
    times = []
    for seed in range(count):
        random = Random(f"{kind}{seed}")
        report = sound(random, "2019" if seed % 2 else "2021")
        changes = faults(report, kind, random, seed // 2)
        truth = {c: int(report.facts[c].figure.value or 0) for c in changes}
        bad = spoilt(report, changes)
        context = build_context(bad, builtin())
        unexplained, raised = apply_rules(context, builtin())
        start = time.perf_counter()
        result = localize_errors(unexplained, raised, context, {})
        times.append((time.perf_counter() - start) * 1000)
        place = rank(result, truth)
        unique = all(len(diagnosis.explanations) == 1 for diagnosis in result.diagnoses)
        decisive = all(diagnosis.decisive for diagnosis in result.diagnoses)
        score = Score(
            score.planted + 1,
            score.unique_first + (unique and place == 1),
            score.first + (place == 1),
            score.among_three + (1 <= place <= 3),
            score.decisive + decisive,
            score.decisive_wrong + (decisive and place != 1),
        )
    return score, times


def table(count: int = EACH) -> str:
    """The scores of all kinds of fault as Markdown, with the time that explaining took."""
    lines = [
        "| culprits in 申请 | faults | only explanation, and right | first | among three"
        " | named as certain | wrongly |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    times: list[float] = []
    scores: dict[str, Score] = {}
    for kind in KINDS:
        scores[kind], milliseconds = measured(kind, count)
        times += milliseconds
    pairs = [score for kind, score in scores.items() if kind != KINDS[0]]
    scores["two cells of any kind"] = Score(*(sum(column) for column in zip(*pairs, strict=True)))
    for kind, score in scores.items():
        lines.append(f"| {kind} | {' | '.join(map(str, score))} |")
    lines += ["", f"Explaining {len(times)} faulty reports took {median(times):.1f} ms each in the"]
    return "\n".join(lines) + f" median, {max(times):.0f} ms at most."
