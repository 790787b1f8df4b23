"""An audit from folder to database: read new documents, then check them with related reports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from typing import NamedTuple

from validator.audit import intake, related
from validator.audit.folder import scan_folder
from validator.audit.intake import TaskRunner
from validator.audit.plan import Plan, Watch
from validator.audit.store.store import DocumentRecord, Store
from validator.audit.tasks import Task, run_task
from validator.audit.versions import Version, choose_versions
from validator.pipeline.session import SessionSetup
from validator.processes.pool import FinishedTask, Pool, process_count


class AuditResult(NamedTuple):
    """The result of an audit.

    `versions` are the documents used for each body and year, `seen` all documents, `passed_over`
    the names of files that were not read, by kind (`Listing`). `state` is a hash that changes
    whenever the outputs would; `read` is the number of documents that were read.
    """

    versions: Mapping[tuple[str, int], Version]
    seen: tuple[DocumentRecord, ...]
    passed_over: Mapping[str, Sequence[str]]
    state: str
    read: int


def audit(plan: Plan, store: Store, run_tasks: TaskRunner, watch: Watch) -> AuditResult:
    """Bring the database up to date with the folder."""
    listing = scan_folder(plan.source, plan.output_folder)
    intake_result = intake.take_in(listing.documents, plan, store, run_tasks, watch)
    chosen = choose_versions(intake_result.documents)
    state = _state(intake_result.documents, plan, store)
    result = AuditResult(
        chosen, intake_result.documents, listing.passed_over, state, intake_result.read
    )
    if store.saved_state() == state:
        return result
    used = {version.used.id for version in chosen.values()}
    store.mark_present({record.id: record.body for record in intake_result.documents}, used)
    files = {document.name: document for document in listing.documents}
    copies = related.find_copies(chosen, store, run_tasks, watch)
    related.check_related(chosen, copies, files, plan, store, run_tasks, watch)
    return result


@contextmanager
def open_task_runner(plan: Plan) -> Iterator[TaskRunner]:
    """A runner of tasks, in local processes or on a cluster, started when first needed."""
    setup = SessionSetup(plan.config, run_task)
    with ExitStack() as stack:
        started: list[TaskRunner] = []

        def run_tasks(pieces: Iterable[Task]) -> Iterator[FinishedTask[Task]]:
            if not started:
                started.append(begin())
            return started[0](pieces)

        def begin() -> TaskRunner:
            bounds = plan.config.options.bounds
            if plan.cluster:
                # Imported here because Dask is an optional extra.
                from validator.audit.cluster import Cluster

                cluster: Cluster[Task] = Cluster(plan.cluster, setup, bounds)
                return stack.enter_context(cluster).work
            pool: Pool[Task] = Pool(setup, process_count(plan.jobs), bounds)
            return stack.enter_context(pool).work

        yield run_tasks


def _state(records: Iterable[DocumentRecord], plan: Plan, store: Store) -> str:
    """A hash of everything the outputs depend on."""
    parts = sorted((record.name, record.key, record.changed) for record in records)
    everything = (
        parts,
        sorted(plan.roster.entries.items()),
        store.all_decisions(),
        plan.language,
    )
    return sha256(repr(everything).encode()).hexdigest()
