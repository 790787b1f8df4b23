"""The data that outputs show: the bodies with their reports, one body at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from validator.audit.engine import AuditResult
from validator.audit.plan import Plan
from validator.audit.store.store import Decision, DocumentRecord, Store
from validator.audit.versions import (
    Difference,
    Progress,
    Version,
    compare_findings,
    differing_cells,
)
from validator.model.finding import Disposition, Run
from validator.serialization import packing


class FiledDocument(NamedTuple):
    """A document of a body: its record, its run, and its relation to other versions.

    `version` is that of its body and year, None if the document could not be read. For a used
    document, `differences` are the cells that differ in each other version, by its name, and
    `progress` compares its findings with those of its predecessor.
    """

    record: DocumentRecord
    run: Run
    version: Version | None
    differences: tuple[tuple[str, tuple[Difference, ...]], ...] = ()
    progress: Progress | None = None

    @property
    def used(self) -> bool:
        """Whether it is the document used for its body and year."""
        return self.version is not None and self.version.used.id == self.record.id


class Body(NamedTuple):
    """A body with its documents, by year and name.

    `key` identifies the body, `name` is for display; `parent` is the key of the body that sums
    its figures. `missing` are the years for which a required report is missing.
    """

    key: str
    name: str
    parent: str
    documents: tuple[FiledDocument, ...]
    missing: tuple[int, ...]

    @property
    def used_documents(self) -> list[FiledDocument]:
        """The documents used for its years."""
        return [filed for filed in self.documents if filed.used]


class OutputContext(NamedTuple):
    """All that outputs are made from; `removed` are documents that only earlier audits saw."""

    result: AuditResult
    plan: Plan
    store: Store
    decisions: Mapping[tuple[str, int, str], Decision]
    removed: Mapping[tuple[str, int | None], Sequence[DocumentRecord]]

    @property
    def years(self) -> list[int]:
        """The years for which there are reports."""
        return sorted({year for _, year in self.result.versions})


def bodies(context: OutputContext) -> Iterator[Body]:
    """Yield every body sorted by key, including those of the roster without any report."""
    entries = context.plan.roster.entries
    years = context.years
    documents = sorted(context.result.seen, key=_order)
    seen: dict[str, list[DocumentRecord]] = {
        key: list(group) for key, group in groupby(documents, _key)
    }
    for key in sorted({*seen, *entries}):
        group = tuple(_filed_document(record, context) for record in seen.get(key, ()))
        entry = entries.get(key)
        issuers = [filed.record.issuer for filed in group if filed.record.issuer]
        name = entry.name if entry else issuers[-1] if issuers else ""
        missing = [y for y in years if entry and (key, y) not in context.result.versions]
        yield Body(key, name, entry.parent if entry else "", group, tuple(missing))


def _key(record: DocumentRecord) -> str:
    return record.body


def _order(record: DocumentRecord) -> tuple[str, int, str]:
    return record.body, record.year or 0, record.name


def _filed_document(record: DocumentRecord, context: OutputContext) -> FiledDocument:
    version = None
    if not record.refusal and record.year is not None:
        version = context.result.versions.get((record.body, record.year))
    run = _run(record, context)
    if version is None or version.used.id != record.id:
        return FiledDocument(record, run, version)
    others = tuple(
        (other.name, tuple(differing_cells(run, _run(other, context)))) for other in version.others
    )
    predecessor = _predecessor(
        record, (*version.others, *context.removed.get((record.body, record.year), ()))
    )
    findings_progress = compare_findings(run, _run(predecessor, context)) if predecessor else None
    return FiledDocument(record, run, version, others, findings_progress)


def _predecessor(record: DocumentRecord, others: Iterable[DocumentRecord]) -> DocumentRecord | None:
    """The version handed in before a document; a later one may have been read worse."""
    age = (record.dated, record.changed)
    earlier = [one for one in others if (one.dated, one.changed) <= age]
    return max(earlier, key=lambda one: (one.dated, one.changed), default=None)


def _run(record: DocumentRecord, context: OutputContext) -> Run:
    return _apply_decisions(
        packing.unpack_run(context.store.run_bytes(record.id)), record, context.decisions
    )


def _apply_decisions(
    run: Run, record: DocumentRecord, decisions: Mapping[tuple[str, int, str], Decision]
) -> Run:
    """The run with the auditors' decisions applied to its findings."""
    if run.findings is None or not decisions:
        return run
    findings = []
    for finding in run.findings.findings:
        decision = decisions.get((record.body, record.year or 0, finding.fingerprint))
        if decision is not None:
            disposition: Disposition = (
                "confirmed" if decision.verdict == "confirmed" else "suppressed"
            )
            finding = finding._replace(disposition=disposition, excuse=decision.reason)
        findings.append(finding)
    return run._replace(findings=run.findings._replace(findings=tuple(findings)))
