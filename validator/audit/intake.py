"""First stage of an audit: read new documents and store their runs."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from validator._version import __version__
from validator.audit import rows
from validator.audit.bodies import Roster
from validator.audit.folder import DocumentFile
from validator.audit.plan import Plan, Watch
from validator.audit.store.store import DocumentRecord, Store
from validator.audit.tasks import ReadTask, Task
from validator.model.finding import Run
from validator.processes.pool import FinishedTask
from validator.serialization import packing

TaskRunner = Callable[[Iterable[Task]], Iterator[FinishedTask[Task]]]


class IntakeResult(NamedTuple):
    """The records of all documents in the folder, and how many of them had to be read."""

    documents: tuple[DocumentRecord, ...]
    read: int


def take_in(
    files: Iterable[DocumentFile], plan: Plan, store: Store, run_tasks: TaskRunner, watch: Watch
) -> IntakeResult:
    """Read new documents; each is stored as soon as it is read."""
    files = tuple(files)
    base_key = _base_key(plan)
    stored = store.all_documents()
    watch.phase("look", len(files))
    present: list[DocumentRecord] = []
    todo: list[ReadTask] = []
    for document in files:
        task = _read_task(document, base_key, plan)
        record = stored.get((task.file.name, task.identity))
        if record is None or record.key != task.key or (plan.again and record.refusal):
            todo.append(task)
        else:
            present.append(record)
        watch.step(None)
    watch.phase("read", len(todo))
    for done in run_tasks(todo) if todo else ():
        watch.step(_store_run(done, plan, store))
    if todo:
        names = {(task.file.name, task.identity) for task in todo}
        present += [record for key, record in store.all_documents().items() if key in names]
    with_bodies = (
        record._replace(body=_body_key(record.issuer, record.name, plan.roster))
        for record in present
    )
    return IntakeResult(tuple(with_bodies), len(todo))


def _base_key(plan: Plan) -> str:
    """A hash of everything but its content that the reading of a document depends on."""
    config = plan.config
    parts = (
        __version__, packing.VERSION, config.rules.digest, config.options, config.select,
        config.ignore, config.year, config.file,
    )  # fmt: skip
    return sha256(repr(parts).encode()).hexdigest()


def _read_task(document: DocumentFile, base_key: str, plan: Plan) -> ReadTask:
    try:
        identity = document.identity()
    except OSError:
        identity = ""
    key = f"{base_key}|{identity}|{plan.config.file.for_document(document.name)}"
    return ReadTask(document, identity, sha256(key.encode()).hexdigest())


def _store_run(done: FinishedTask[Task], plan: Plan, store: Store) -> Run:
    """Store the run of a document that was read, and return it."""
    task = done.task
    assert isinstance(task, ReadTask)
    if done.failure is None and done.answer is not None:
        data = done.answer
        run = packing.unpack_run(data)
    else:
        run = Run(task.file.name, refusal=done.failure)
        data = packing.pack(run)
    values = rows.document_row(run, data, _body_key(run.issuer, run.name, plan.roster))
    values |= {
        "identity": task.identity,
        "key": task.key,
        "changed": task.file.modified(),
        "seconds": done.seconds,
    }
    store.add(
        values,
        list(rows.cell_rows(run.report)),
        rows.marks(run.report),
        list(rows.finding_rows(run)),
    )
    return run


def _body_key(issuer: str, name: str, roster: Roster) -> str:
    """The key of a document's body; a document that names no body gets a key of its own."""
    return roster.find(issuer) if issuer else f"? {name}"
