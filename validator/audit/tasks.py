"""Tasks of worker processes: read documents, check them with related reports, compare texts."""

from typing import NamedTuple

from validator.audit.copies import minhash_signatures
from validator.audit.folder import DocumentFile
from validator.checking.copies import compare
from validator.configuration.config import CheckConfig
from validator.model.related import Copy, RelatedReports
from validator.model.report import Report
from validator.model.result import Result
from validator.model.text import Language
from validator.pipeline.session import Session
from validator.serialization import packing


class ReadTask(NamedTuple):
    """Read a document and check it on its own; the answer is its run."""

    file: DocumentFile
    identity: str
    key: str


class RelatedCheckTask(NamedTuple):
    """Check a document against its related reports; the answer is its new run.

    `run` is its standalone run and `related` are the related reports, both encoded. `number` is
    the document's id in the database, `key` the hash of what the check depends on.
    """

    file: DocumentFile
    number: int
    key: str
    run: bytes
    related: bytes


class SignatureTask(NamedTuple):
    """Compute the signatures of a report (`copies.minhash_signatures`), which are the answer."""

    number: int
    run: bytes
    templates: frozenset[int]


class CompareTask(NamedTuple):
    """Compare the texts of two runs; the answer is a `Comparison`."""

    first: int
    second: int
    runs: tuple[bytes, bytes]
    templates: frozenset[int]


class Comparison(NamedTuple):
    """The text that each of two reports shares with the other."""

    first: Copy | None
    second: Copy | None


class NoticeTask(NamedTuple):
    """Write a notice; the answer is its Word file.

    `name` is the name of the file; `notes` are extra sentences for each run, by document name.
    """

    name: str
    runs: tuple[bytes, ...]
    notes: dict[str, tuple[str, ...]]
    language: Language


Task = ReadTask | RelatedCheckTask | SignatureTask | CompareTask | NoticeTask


def run_task(task: Task, session: Session) -> bytes:
    """Run a task in a worker process and return its encoded answer."""
    match task:
        case ReadTask():
            return packing.pack(session.check(task.file.document()).run)
        case RelatedCheckTask():
            standalone, related = (
                packing.unpack_run(task.run),
                packing.unpack(task.related, RelatedReports),
            )
            return packing.pack(session.recheck(task.file.document(), standalone, related))
        case SignatureTask():
            return minhash_signatures(_report(task.run), task.templates)
        case CompareTask():
            one, other = (_report(data) for data in task.runs)
            both = Comparison(
                compare(one, other, task.templates),
                compare(other, one, task.templates),
            )
            return packing.pack(both)
        case NoticeTask():
            return _write_notice(task, session.config)


def _write_notice(task: NoticeTask, config: CheckConfig) -> bytes:
    # Imported here: few tasks need it.
    from validator.rendering.docx import OpinionRenderer

    rules = config.rules
    runs = tuple(packing.unpack_run(data) for data in task.runs)
    result = Result(runs, rules.by_id, rules.digest, rules.catalogue(task.language))
    return OpinionRenderer("audit.notice_title", task.notes).render(result)


def _report(data: bytes) -> Report:
    report = packing.unpack_run(data).report
    assert report is not None
    return report
