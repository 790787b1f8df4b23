"""Documents checked in several processes."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.cli.progress import Bar
from validator.configuration.config import CheckConfig
from validator.model.finding import Refusal, Run
from validator.pipeline.document import Input
from validator.pipeline.session import Session, SessionSetup
from validator.processes.pool import FinishedTask, Pool, process_count, report_progress
from validator.reading.options import Progress
from validator.serialization.packing import pack, unpack_run


class _Task(NamedTuple):
    """A document to check, and its position."""

    position: int
    document: Input


def _check(task: _Task, session: Session) -> bytes:
    return pack(session.check(task.document, report_progress).run)


def check_in_parallel(
    documents: Sequence[Input],
    config: CheckConfig,
    jobs: int,
    bar: Bar,
    progress: Progress | None = None,
) -> list[Run]:
    """One run per document in order; a process that dies or hangs costs its document only.

    Interrupted, it returns what is finished; the rest is refused as `interrupted`, and
    KeyboardInterrupt is raised if nothing is.
    """
    runs: dict[int, Run] = {}
    tasks = (_Task(position, document) for position, document in enumerate(documents))
    setup = SessionSetup(config, _check)
    count = process_count(jobs, len(documents))

    def on_progress(_: _Task, pages: tuple[int, int]) -> None:
        if progress is not None:
            progress(*pages)

    try:
        with Pool(setup, count, config.options.bounds, on_progress) as pool:
            for finished in pool.work(tasks):
                runs[finished.task.position] = _run_of(finished)
                bar.update(1)
    except KeyboardInterrupt:
        if not runs:
            raise
    return [
        runs.get(position, Run(document.name, refusal=Refusal("interrupted")))
        for position, document in enumerate(documents)
    ]


def _run_of(finished: FinishedTask[_Task]) -> Run:
    if finished.answer is not None:
        return unpack_run(finished.answer)
    return Run(finished.task.document.name, refusal=finished.failure)
