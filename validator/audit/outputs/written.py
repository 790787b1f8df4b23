"""What an oversight office gets of an audit, in one folder.

Each output takes bodies one after the other, so that none holds them all.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from validator.audit.intake import Working
from validator.audit.outputs import figures
from validator.audit.outputs.files import FILES, NOTICES, replacing
from validator.audit.outputs.findings import Findings
from validator.audit.outputs.index import Index
from validator.audit.outputs.notices import notice
from validator.audit.outputs.totals import Totals
from validator.audit.outputs.views import Body, Office, bodies
from validator.audit.outputs.workbook import Sheets
from validator.audit.plan import Watch
from validator.audit.work import Noticing, Work
from validator.model.errors import UserError


class _Output(Protocol):
    def add(self, body: Body) -> None: ...

    def close(self) -> None: ...


_OUTPUTS: dict[str, Callable[[Path, Office, Totals], _Output]] = {
    "index.html": Index,
    "workbook.xlsx": Sheets,
    "findings.json": Findings,
}


def write(folder: Path, office: Office, working: Working, watch: Watch) -> None:
    """Write all outputs into a folder.

    Each takes the place of an earlier one once it is complete. Raises UserError `not_writable`,
    or `notice_failed` with the file of a notice.
    """
    with ExitStack() as stack:
        paths = {name: stack.enter_context(replacing(folder / name)) for name in FILES}
        notices = stack.enter_context(replacing(folder / NOTICES))
        notices.mkdir()
        totals = Totals()
        outputs = [kind(paths[name], office, totals) for name, kind in _OUTPUTS.items()]
        taken: set[str] = set()

        def pieces() -> Iterator[Work]:
            for body in bodies(office):
                for filed in body.standing:
                    totals.add(filed)
                for output in outputs:
                    output.add(body)
                watch.step(None)
                if (piece := notice(body, taken, office.plan.said)) is not None:
                    yield piece

        for done in working(pieces()):
            assert isinstance(done.task, Noticing)
            if done.failure is not None or done.answer is None:
                problem = done.failure.key if done.failure else ""
                raise UserError("notice_failed", name=done.task.name, problem=problem)
            (notices / done.task.name).write_bytes(done.answer)
        for output in outputs:
            output.close()
        figures.write(paths["figures.csv"], paths["figures.parquet"], office)
