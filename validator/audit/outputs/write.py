"""Writing of all outputs of an audit into one folder.

Outputs receive one body after the other, so that none holds all of them in memory.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from validator.audit.intake import TaskRunner
from validator.audit.outputs import figures
from validator.audit.outputs.bodies import Body, OutputContext, bodies
from validator.audit.outputs.files import FILES, NOTICES, replacing
from validator.audit.outputs.findings import FindingsWriter
from validator.audit.outputs.index import IndexWriter
from validator.audit.outputs.notices import notice_task
from validator.audit.outputs.totals import Totals
from validator.audit.outputs.workbook import WorkbookWriter
from validator.audit.plan import Watch
from validator.audit.tasks import NoticeTask, Task
from validator.model.errors import UserError


class _Output(Protocol):
    def add(self, body: Body) -> None: ...

    def close(self) -> None: ...


_OUTPUTS: dict[str, Callable[[Path, OutputContext, Totals], _Output]] = {
    "index.html": IndexWriter,
    "workbook.xlsx": WorkbookWriter,
    "findings.json": FindingsWriter,
}


def write(folder: Path, context: OutputContext, run_tasks: TaskRunner, watch: Watch) -> None:
    """Write all outputs into a folder.

    Each replaces its earlier version once it is complete. Raises UserError `not_writable`, or
    `notice_failed` with the file name of a notice.
    """
    with ExitStack() as stack:
        paths = {name: stack.enter_context(replacing(folder / name)) for name in FILES}
        notices = stack.enter_context(replacing(folder / NOTICES))
        notices.mkdir()
        totals = Totals()
        outputs = [
            output_type(paths[name], context, totals) for name, output_type in _OUTPUTS.items()
        ]
        used_names: set[str] = set()

        def notice_tasks() -> Iterator[Task]:
            for body in bodies(context):
                for filed in body.used_documents:
                    totals.add(filed)
                for output in outputs:
                    output.add(body)
                watch.step(None)
                if (piece := notice_task(body, used_names, context.plan.catalogue)) is not None:
                    yield piece

        for done in run_tasks(notice_tasks()):
            assert isinstance(done.task, NoticeTask)
            if done.failure is not None or done.answer is None:
                problem = done.failure.key if done.failure else ""
                raise UserError("notice_failed", name=done.task.name, problem=problem)
            (notices / done.task.name).write_bytes(done.answer)
        for output in outputs:
            output.close()
        figures.write(paths["figures.csv"], paths["figures.parquet"], context)
