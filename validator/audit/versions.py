"""Several documents for one body and year: which one stands, and what became of the findings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from validator.audit.store.store import Kept
from validator.model.finding import Run
from validator.model.report import Fact

# A document with so much fewer sure figures than another was read worse, not filled in later.
_WORSE = 0.9


class Version(NamedTuple):
    """The document that stands for a body and year, and others, the latest first.

    `reason` is a key of its wording: why this one stands, empty where it is the only one.
    """

    used: Kept
    others: tuple[Kept, ...] = ()
    reason: str = ""


class Difference(NamedTuple):
    """A cell that two documents of one body and year print differently."""

    cell: str
    text: str
    other: str


class Progress(NamedTuple):
    """What became of the findings of an earlier document: gone, still there, and new ones."""

    mended: tuple[str, ...]
    remaining: tuple[str, ...]
    new: tuple[str, ...]


def versions(kept: Iterable[Kept]) -> dict[tuple[str, int], Version]:
    """For each body and year the document that stands, of those that could be read."""
    groups: defaultdict[tuple[str, int], list[Kept]] = defaultdict(list)
    for one in kept:
        if not one.refusal and one.year is not None:
            groups[one.body, one.year].append(one)
    return {key: _version(groups[key]) for key in sorted(groups)}


def _version(group: Sequence[Kept]) -> Version:
    most = max(_sure(one) for one in group)
    ordered = sorted(group, key=lambda one: _rank(one, most), reverse=True)
    used, *others = ordered
    if not others:
        return Version(used)
    first, second = _rank(used, most), _rank(others[0], most)
    reasons = ("better_read", "later_date", "later_file", "last_name")
    reason = next(r for r, a, b in zip(reasons, first, second, strict=True) if a != b)
    return Version(used, tuple(others), reason)


def _rank(one: Kept, most: int) -> tuple[tuple[bool, int], str, float, tuple[str, str]]:
    """How well it was read, its date, when the file was changed, its name."""
    return (
        (_sure(one) >= _WORSE * most, -one.unsure),
        one.dated,
        one.changed,
        (one.name, one.identity),
    )


def _sure(one: Kept) -> int:
    return one.figures - one.unsure


def differences(used: Run, other: Run) -> list[Difference]:
    """The cells that two readings of one body and year differ in, in the order of the first."""
    first, second = (dict(run.report.facts) if run.report else {} for run in (used, other))
    texts = {c: (_text(first.get(c)), _text(second.get(c))) for c in first | second}
    return [Difference(concept, *pair) for concept, pair in texts.items() if pair[0] != pair[1]]


def _text(fact: Fact | None) -> str:
    return "" if fact is None else fact.figure.text.replace(",", "")


def progress(used: Run, earlier: Run) -> Progress:
    """What became of the findings of an earlier document, by their fingerprints."""
    now, before = (
        [f.fingerprint for f in run.findings.findings if f.counts] if run.findings else []
        for run in (used, earlier)
    )
    return Progress(
        tuple(name for name in before if name not in now),
        tuple(name for name in now if name in before),
        tuple(name for name in now if name not in before),
    )
