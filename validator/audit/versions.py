"""Several documents for one body and year: which one to use, and how the findings changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from validator.audit.store.store import DocumentRecord
from validator.model.finding import Run
from validator.model.report import Fact

# Below this share of the largest number of sure figures, a document counts as badly read.
_MIN_SURE_SHARE = 0.9


class Version(NamedTuple):
    """The document used for a body and year, and its other versions, best ranked first.

    `reason` is the message key that says why this one is used, empty if it is the only one.
    """

    used: DocumentRecord
    others: tuple[DocumentRecord, ...] = ()
    reason: str = ""


class Difference(NamedTuple):
    """A cell whose text differs between two documents of one body and year."""

    cell: str
    text: str
    other: str


class Progress(NamedTuple):
    """Fingerprints of findings compared with an earlier document: fixed, remaining and new."""

    mended: tuple[str, ...]
    remaining: tuple[str, ...]
    new: tuple[str, ...]


def choose_versions(records: Iterable[DocumentRecord]) -> dict[tuple[str, int], Version]:
    """For each body and year, the document to use among those that could be read."""
    groups: defaultdict[tuple[str, int], list[DocumentRecord]] = defaultdict(list)
    for record in records:
        if not record.refusal and record.year is not None:
            groups[record.body, record.year].append(record)
    return {key: _choose_version(groups[key]) for key in sorted(groups)}


def _choose_version(group: Sequence[DocumentRecord]) -> Version:
    max_sure = max(_sure_figures(one) for one in group)
    ordered = sorted(group, key=lambda one: _rank(one, max_sure), reverse=True)
    used, *others = ordered
    if not others:
        return Version(used)
    first, second = _rank(used, max_sure), _rank(others[0], max_sure)
    reasons = ("better_read", "later_date", "later_file", "last_name")
    reason = next(r for r, a, b in zip(reasons, first, second, strict=True) if a != b)
    return Version(used, tuple(others), reason)


def _rank(
    record: DocumentRecord, max_sure: int
) -> tuple[tuple[bool, int], str, float, tuple[str, str]]:
    """The sort key of a document: how well it was read, date, modification time, name."""
    return (
        (_sure_figures(record) >= _MIN_SURE_SHARE * max_sure, -record.unsure),
        record.dated,
        record.changed,
        (record.name, record.identity),
    )


def _sure_figures(record: DocumentRecord) -> int:
    return record.figures - record.unsure


def differing_cells(used: Run, other: Run) -> list[Difference]:
    """The cells that differ between two runs of one body and year, in the order of the first."""
    first, second = (dict(run.report.facts) if run.report else {} for run in (used, other))
    texts = {c: (_text(first.get(c)), _text(second.get(c))) for c in first | second}
    return [Difference(concept, *pair) for concept, pair in texts.items() if pair[0] != pair[1]]


def _text(fact: Fact | None) -> str:
    return "" if fact is None else fact.figure.text.replace(",", "")


def compare_findings(used: Run, earlier: Run) -> Progress:
    """Compare the findings of a document with those of an earlier one, by fingerprint."""
    now, before = (
        [f.fingerprint for f in run.findings.findings if f.counts] if run.findings else []
        for run in (used, earlier)
    )
    return Progress(
        tuple(name for name in before if name not in now),
        tuple(name for name in now if name in before),
        tuple(name for name in now if name not in before),
    )
