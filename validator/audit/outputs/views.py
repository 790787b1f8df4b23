"""What outputs show of an audit: a body with its reports, one body at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from validator.audit.engine import Audited
from validator.audit.plan import Plan
from validator.audit.store.store import Decision, Kept, Store
from validator.audit.versions import Difference, Progress, Version, differences, progress
from validator.model.finding import Run, Standing
from validator.processes import codec


class Filed(NamedTuple):
    """A document of a body: what is kept of it, its run, and where it stands among others.

    `version` is that of its body and year, None where it could not be read. Where the document
    stands, `others` are the cells in which each other one differs, by its name, and `earlier`
    is what became of the findings of the one before it.
    """

    kept: Kept
    run: Run
    version: Version | None
    others: tuple[tuple[str, tuple[Difference, ...]], ...] = ()
    earlier: Progress | None = None

    @property
    def used(self) -> bool:
        """Whether it stands for its body and year."""
        return self.version is not None and self.version.used.id == self.kept.id


class Body(NamedTuple):
    """A body with its documents, by year and name.

    `key` is what it is known by, `name` what it is called; `parent` is the key of the body that
    sums its figures. `missing` are the years for which it should have reported and did not.
    """

    key: str
    name: str
    parent: str
    documents: tuple[Filed, ...]
    missing: tuple[int, ...]

    @property
    def standing(self) -> list[Filed]:
        """The documents that stand for its years."""
        return [filed for filed in self.documents if filed.used]


class Office(NamedTuple):
    """All that outputs are made from; `former` are documents that earlier runs saw."""

    audited: Audited
    plan: Plan
    store: Store
    decided: Mapping[tuple[str, int, str], Decision]
    former: Mapping[tuple[str, int | None], Sequence[Kept]]

    @property
    def years(self) -> list[int]:
        """The years for which there are reports."""
        return sorted({year for _, year in self.audited.versions})


def bodies(office: Office) -> Iterator[Body]:
    """Every body in the order of its names, those of the list without any report included."""
    listed = office.plan.roster.listed
    years = office.years
    documents = sorted(office.audited.seen, key=_order)
    seen: dict[str, list[Kept]] = {key: list(own) for key, own in groupby(documents, _key)}
    for key in sorted({*seen, *listed}):
        own = tuple(_filed(kept, office) for kept in seen.get(key, ()))
        entry = listed.get(key)
        issuers = [filed.kept.issuer for filed in own if filed.kept.issuer]
        name = entry.name if entry else issuers[-1] if issuers else ""
        missing = [y for y in years if entry and (key, y) not in office.audited.versions]
        yield Body(key, name, entry.parent if entry else "", own, tuple(missing))


def _key(kept: Kept) -> str:
    return kept.body


def _order(kept: Kept) -> tuple[str, int, str]:
    return kept.body, kept.year or 0, kept.name


def _filed(kept: Kept, office: Office) -> Filed:
    version = None
    if not kept.refusal and kept.year is not None:
        version = office.audited.versions.get((kept.body, kept.year))
    run = _run(kept, office)
    if version is None or version.used.id != kept.id:
        return Filed(kept, run, version)
    others = tuple(
        (other.name, tuple(differences(run, _run(other, office)))) for other in version.others
    )
    before = _before(kept, (*version.others, *office.former.get((kept.body, kept.year), ())))
    earlier = progress(run, _run(before, office)) if before else None
    return Filed(kept, run, version, others, earlier)


def _before(kept: Kept, others: Iterable[Kept]) -> Kept | None:
    """The document that was handed in before another; one read worse may have come later."""
    age = (kept.dated, kept.changed)
    earlier = [one for one in others if (one.dated, one.changed) <= age]
    return max(earlier, key=lambda one: (one.dated, one.changed), default=None)


def _run(kept: Kept, office: Office) -> Run:
    return _decided(codec.run(office.store.blob(kept.id)), kept, office.decided)


def _decided(run: Run, kept: Kept, decided: Mapping[tuple[str, int, str], Decision]) -> Run:
    """The run with what auditors decided on its findings."""
    if run.findings is None or not decided:
        return run
    found = []
    for finding in run.findings.findings:
        decision = decided.get((kept.body, kept.year or 0, finding.fingerprint))
        if decision is not None:
            standing: Standing = "confirmed" if decision.verdict == "confirmed" else "suppressed"
            finding = finding._replace(standing=standing, excuse=decision.reason)
        found.append(finding)
    return run._replace(findings=run.findings._replace(findings=tuple(found)))
