"""Documents checked in several processes."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.cli.progress import Bar
from validator.configuration.config import CheckConfig
from validator.model.finding import Run
from validator.pipeline.document import Input
from validator.pipeline.session import Session, SessionSetup
from validator.processes.pool import Bounds, FinishedTask, Pool
from validator.serialization.packing import pack, unpack_run

# One scan may take minutes; a document beyond this hangs.
_BOUNDS = Bounds(seconds=1800, megabytes=4000)


class _Task(NamedTuple):
    """A document to check, and its position."""

    position: int
    document: Input


def _check(task: _Task, session: Session) -> bytes:
    return pack(session.check(task.document).run)


def check_in_parallel(
    documents: Sequence[Input], config: CheckConfig, jobs: int, bar: Bar
) -> list[Run]:
    """One run per document in order. A process that dies or hangs costs its document only."""
    runs: dict[int, Run] = {}
    tasks = (_Task(position, document) for position, document in enumerate(documents))
    with Pool(SessionSetup(config, _check), min(jobs, len(documents)), _BOUNDS) as pool:
        for finished in pool.work(tasks):
            runs[finished.task.position] = _run_of(finished)
            bar.update(1)
    return [runs[position] for position in range(len(documents))]


def _run_of(finished: FinishedTask[_Task]) -> Run:
    if finished.answer is not None:
        return unpack_run(finished.answer)
    return Run(finished.task.document.name, refusal=finished.failure)
