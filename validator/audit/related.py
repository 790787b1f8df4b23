"""Second stage of an audit: check reports against those of other years and bodies."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from validator.audit import rows
from validator.audit.bodies import Roster
from validator.audit.copies import candidates
from validator.audit.folder import DocumentFile
from validator.audit.intake import TaskRunner
from validator.audit.plan import Plan, Watch
from validator.audit.store.store import DocumentRecord, Store
from validator.audit.tasks import CompareTask, Comparison, RelatedCheckTask, SignatureTask, Task
from validator.audit.versions import Version
from validator.checking.copies import similarity_settings
from validator.model.related import Copy, RelatedReports
from validator.serialization import packing


def find_copies(
    chosen: Mapping[tuple[str, int], Version], store: Store, run_tasks: TaskRunner, watch: Watch
) -> dict[int, tuple[Copy, ...]]:
    """The reports whose text each used document shares, by document id."""
    bodies = {version.used.id: key for key, version in chosen.items()}
    min_bodies = similarity_settings().template_threshold(
        len({body for body, _ in bodies.values()})
    )
    templates = store.template_sentences(min_bodies)
    watch.phase("sign", len(bodies))
    signatures: dict[int, bytes] = {}
    tasks: Iterable[Task] = (
        SignatureTask(n, store.run_bytes(n, standalone=True), templates) for n in bodies
    )
    for done in run_tasks(tasks):
        watch.step(None)
        if isinstance(done.task, SignatureTask) and done.answer is not None:
            signatures[done.task.number] = done.answer
    ordered = {number: signatures[number] for number in sorted(signatures)}
    pairs = candidates(ordered, bodies)
    watch.phase("compare", len(pairs))
    copies: dict[int, list[Copy]] = {}
    tasks = (
        CompareTask(
            a,
            b,
            (store.run_bytes(a, standalone=True), store.run_bytes(b, standalone=True)),
            templates,
        )
        for a, b in pairs
    )
    for done in run_tasks(tasks):
        watch.step(None)
        if isinstance(done.task, CompareTask) and done.answer is not None:
            numbers = (done.task.first, done.task.second)
            for number, copy in zip(numbers, packing.unpack(done.answer, Comparison), strict=True):
                if copy is not None:
                    copies.setdefault(number, []).append(copy)
    # Sorted, so that the order in which documents were read does not matter.
    return {
        number: tuple(sorted(matches, key=_document_name)) for number, matches in copies.items()
    }


def _document_name(copy: Copy) -> str:
    return copy.document


def check_related(
    chosen: Mapping[tuple[str, int], Version],
    copies: Mapping[int, tuple[Copy, ...]],
    files: Mapping[str, DocumentFile],
    plan: Plan,
    store: Store,
    run_tasks: TaskRunner,
    watch: Watch,
) -> None:
    """Check each used document against its related reports of other years and bodies."""
    todo: list[tuple[DocumentRecord, str, _RelatedRecords]] = []
    for (body, year), version in chosen.items():
        used = version.used
        links = _find_related(body, year, chosen, copies.get(used.id, ()), plan.roster)
        if links.is_empty:
            if used.links:
                # The related reports are gone: fall back to the document's standalone run.
                standalone = store.run_bytes(used.id, standalone=True)
                store.save_related_check(
                    used.id, "", standalone, list(rows.finding_rows(packing.unpack_run(standalone)))
                )
        elif (key := links.key(used)) != used.links:
            todo.append((used, key, links))
    watch.phase("link", len(todo))
    tasks: Iterable[Task] = (
        RelatedCheckTask(
            files[used.name],
            used.id,
            key,
            store.run_bytes(used.id, standalone=True),
            packing.pack(links.load(store)),
        )
        for used, key, links in todo
    )
    for done in run_tasks(tasks) if todo else ():
        task = done.task
        assert isinstance(task, RelatedCheckTask)
        # If the check with related reports failed, the standalone run is kept.
        final = done.answer if done.answer is not None else task.run
        run = packing.unpack_run(final)
        if run.refusal is not None:
            final = task.run
            run = packing.unpack_run(final)
        store.save_related_check(task.number, task.key, final, list(rows.finding_rows(run)))
        watch.step(run)


class _RelatedRecords(NamedTuple):
    previous: DocumentRecord | None
    children: tuple[DocumentRecord, ...]
    complete: bool
    copies: tuple[Copy, ...]

    @property
    def is_empty(self) -> bool:
        return self.previous is None and not self.children and not self.copies

    def key(self, used: DocumentRecord) -> str:
        """A hash of everything the check depends on."""
        previous = self.previous.key if self.previous else ""
        children = [child.key for child in self.children]
        parts = (used.key, previous, children, self.complete, self.copies)
        return sha256(repr(parts).encode()).hexdigest()

    def load(self, store: Store) -> RelatedReports:
        """The related reports, loaded from the store."""
        previous, *children = (
            packing.unpack_run(store.run_bytes(record.id, standalone=True)).report
            if record
            else None
            for record in (self.previous, *self.children)
        )
        child_reports = tuple(child for child in children if child is not None)
        return RelatedReports(previous, child_reports, self.complete, self.copies)


def _find_related(
    body: str,
    year: int,
    chosen: Mapping[tuple[str, int], Version],
    copies: tuple[Copy, ...],
    roster: Roster,
) -> _RelatedRecords:
    last_year = chosen.get((body, year - 1))
    names = roster.children(body)
    children = [chosen[name, year].used for name in names if (name, year) in chosen]
    declared = body in roster.entries and roster.entries[body].complete
    complete = declared and len(children) == len(names)
    return _RelatedRecords(last_year.used if last_year else None, tuple(children), complete, copies)
