"""How sentences are tied to figures: the project's own passages, tried one figure at a time.

For each passage of `tests/sentences/passages.yaml` a report is made whose cells agree with it: what
it states must be read, and no rule about statements may object. Then one stated cell at a time is
changed: a rule must object. Prints what is not read as marked, and counts; a part of
`make accuracy`. With sentences as arguments, prints their words and what is not known in them.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import count
from math import lcm
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from validator.checking import check
from validator.checking.cells import cells_of
from validator.model.report import Claim, Report
from validator.recognition import recognise
from validator.recognition.prose.features import parse_number
from validator.rulebase.formats import load_formats
from validator.rulebase.lexicon import load_lexicon
from validator.rulebase.normal_form import plain
from validator.rulebase.phrasebook import load_phrasebook
from validator.rulebase.ruleset import builtin
from validator.specimen import Edits, specimen

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "sentences"
_MARK = re.compile(r"\{([^|}]+)\|([^}]+)\}")
# Of the ways to put parts together by turns, as many as this are tried.
COMBINED = 40
_ALL = 100


class Passage(NamedTuple):
    """A text, the sums of cells with their values that it states, and statements without one."""

    text: str
    figures: tuple[tuple[str, Decimal], ...]
    says: tuple[str, ...]
    format: str = "2021"
    year: int = 2023
    section: str = "overview"


class Counts(NamedTuple):
    """Figures stated and read, claims that are none, contradictions planted and found, alarms."""

    figures: int = 0
    read: int = 0
    wrong: int = 0
    planted: int = 0
    objected: int = 0
    alarms: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """The sum of both."""
        return Counts(*map(sum, zip(self, other, strict=True)))


# Rules about statements of figures, not about how sentences are written.
_STATED = [r.id for r in builtin().rules if r.kind == "claim" and r.demand.subject == "stated"]


def passages(folder: Path = FOLDER) -> list[Passage]:
    """The passages of a folder, those put together among them."""
    data: Any = yaml.safe_load((folder / "passages.yaml").read_text("utf-8"))
    result = [_passage(entry) for entry in data["passages"]]
    for parts in data["combine"]:
        ways = [part.split(" / ") for part in parts]
        result.extend(_passage({"text": text}) for text in _combined(ways))
    return result


def traps(folder: Path = FOLDER) -> list[str]:
    """The sentences of a folder that state nothing."""
    texts: list[str] = yaml.safe_load((folder / "traps.yaml").read_text("utf-8"))
    return texts


def agreeing(folder: Path = FOLDER) -> list[str]:
    """Sentences that agree with the specimen as it is."""
    texts: list[str] = yaml.safe_load((folder / "agreeing.yaml").read_text("utf-8"))
    return texts


def _combined(parts: list[list[str]]) -> Iterator[str]:
    """Ways to put parts together, in which each way to say a part comes in its turn."""
    turns = min(lcm(*map(len, parts)), COMBINED)
    for turn in range(turns):
        yield "".join(
            ways[(turn + turn // len(ways) * step) % len(ways)]
            for step, ways in zip(count(), parts)
        )


def _passage(entry: Mapping[str, Any]) -> Passage:
    form = entry.get("format", "2021")
    figures = [
        (_concept(mark[2], form), _value(mark[1], mark[2]))
        for mark in _MARK.finditer(entry["text"])
    ]
    says = [
        " = ".join(side if side == "0" else _concept(side, form) for side in equation.split(" = "))
        for equation in entry.get("says", ())
    ]
    return Passage(
        _MARK.sub(r"\1", entry["text"]), tuple(figures), tuple(says), form,
        entry.get("year", 2023), entry.get("section", "overview"),
    )  # fmt: skip


def _value(written: str, marked: str) -> Decimal:
    value = parse_number(written, load_phrasebook().multipliers)
    assert value is not None, written
    if marked == "fees.amount" and value > 1000:
        value /= 10000
    # Of a change, the sentence says which way it goes.
    return -value if marked == "licensing.change" else value


def _concept(marked: str, form: str) -> str:
    return " + ".join(_cell(name, form) for name in marked.split(" + "))


@cache
def _cell(name: str, form: str) -> str:
    row, _, column = name.partition(".")
    official = next(f for f in load_formats() if f.id == form)
    for table in official.tables:
        rows = {r.id for block in table.blocks for r in block.rows} | {
            g.label.id for g in table.groups
        }
        if row in rows:
            return f"{table.id}.{row}.{column or 'total'}"
    raise ValueError(f"{name}: no row of format {form}, or its column")


def stated(report: Report, section: str) -> list[Claim]:
    """The claims of a section that speak of tables."""
    return [c for c in report.claims if c.section == section and c.meanings]


def worded(claim: Claim) -> str:
    """A claim as an equation."""
    value = f"{claim.value.normalize():f}"
    if claim.wholes:
        value = claim.wholes[0] if value == "100" else f"{value}% * ({claim.wholes[0]})"
    return f"{claim.meanings[0]} = {value}"


def report_with(passage: Passage, cells: Mapping[str, str]) -> Report:
    """A report that has a passage, with some cells."""
    edits = Edits(
        format=passage.format, year=passage.year, texts={passage.section: passage.text}, cells=cells
    )
    return recognise(specimen(load_formats(), edits), load_formats())


def cells_agreeing(passage: Passage) -> dict[str, Decimal] | None:
    """Cells that agree with all figures of a passage; None if this simple way finds none."""
    cells: dict[str, Decimal] = {}
    for concept, value in sorted(
        passage.figures, key=lambda figure: len(_parts(figure[0], passage))
    ):
        parts = _parts(concept, passage)
        free = [cell for cell in parts if cell not in cells]
        rest = value - sum(cells.get(cell, Decimal(0)) for cell in parts)
        if (rest and not free) or (rest < 0 and not concept.endswith("change")):
            return None
        cells |= dict.fromkeys(free, Decimal(0))
        if free:
            cells[free[-1]] = rest
    return cells


def _parts(concept: str, passage: Passage) -> list[str]:
    official = next(f for f in load_formats() if f.id == passage.format)
    return [cell for one in concept.split(" + ") for cell in cells_of(one, official, {})]


def objections(passage: Passage, cells: Mapping[str, Decimal]) -> int:
    """How many warnings, or notices about applicants, statements of a passage come to."""
    report = report_with(passage, {cell: f"{value.normalize():f}" for cell, value in cells.items()})
    findings = check(report, builtin().select(_STATED)).findings
    return len(findings)


def run(all_passages: Sequence[Passage]) -> Counts:
    """Try passages, and change each stated cell."""
    counts = Counts()
    for passage in all_passages:
        counts = counts.plus(read(passage))
        cells = cells_agreeing(passage)
        if cells is None or passage.says:
            continue
        counts = counts.plus(Counts(alarms=objections(passage, cells)))
        for concept, _ in passage.figures:
            cell = _parts(concept, passage)[0]
            changed = {**cells, cell: cells[cell] + 3}
            counts = counts.plus(Counts(planted=1, objected=objections(passage, changed) > 0))
    return counts


def read(passage: Passage) -> Counts:
    """What a passage states and what is read of it; statements without a number must be read."""
    statements = stated(report_with(passage, {}), passage.section)
    # Shares that are not of all are compared with tables, or last year's, that are not made here.
    claims = [worded(claim) for claim in statements if not claim.wholes or claim.value == _ALL]
    marked = [f"{concept} = {value.normalize():f}" for concept, value in passage.figures]
    unread = set(passage.says) - set(claims)
    wrong = set(claims) - {*marked, *passage.says}
    count_read = sum(figure in claims for figure in marked)
    return Counts(figures=len(marked), read=count_read, wrong=len(wrong | unread))


def alarmed(texts: Sequence[str]) -> list[str]:
    """The sentences that state nothing of which something is read without a scope."""
    return [
        text
        for text in texts
        if any(not c.scope for c in stated(report_with(Passage(text, (), ()), {}), "overview"))
    ]


def main() -> None:
    """Print the counts of the project's own passages and traps."""
    if len(sys.argv) > 1:
        for text in sys.argv[1:]:
            print(words_in(text))
        return
    total = Counts()
    for passage in passages():
        counts = run([passage])
        total = total.plus(counts)
        if counts.wrong or counts.read < counts.figures:
            print(f"not as marked: {passage.text}")
    for text in alarmed(traps()):
        print(f"read, though it states nothing: {text}")
    print(f"own sentences: {total._asdict()}")


def words_in(text: str) -> str:
    """The words of a sentence, a line each with what they say; what is not known in brackets."""
    text = plain(text)
    lines: list[str] = []
    at = 0
    for start, end, entry in load_lexicon().find(text):
        if start > at:
            lines.append(f"〔{text[at:start]}〕")
        features = ", ".join(f"{name}: {value}" for name, value in entry.features.items())
        lines.append(f"{text[start:end]}  {features}".rstrip())
        at = end
    if at < len(text):
        lines.append(f"〔{text[at:]}〕")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
