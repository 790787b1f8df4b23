"""A complete audit, from a folder of documents to a folder of outputs."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from validator.audit.engine import AuditResult, audit, open_task_runner
from validator.audit.outputs.files import foreign_file, is_complete
from validator.audit.plan import Plan, Watch
from validator.audit.store.opening import open_store, sqlite_url
from validator.audit.store.store import SINGLE_AUDIT, Scope
from validator.model.errors import UserError
from validator.rulebase.problems import system_problem


class AuditOutcome(NamedTuple):
    """A completed audit: whether outputs had to be written, and the worst severity or 0."""

    result: AuditResult
    written: bool
    worst: int


def run_audit(
    plan: Plan, url: str, watch: Watch, on_renewed: Callable[[int], None] | None = None
) -> AuditOutcome:
    """Audit a folder and write the outputs.

    `url` is that of a database shared by several audits, empty for one in the output folder;
    `on_renewed` is called with the number of decisions carried over from an earlier version of it.
    Raises UserError if the folder, the database or the output folder cannot be used.
    """
    folder = plan.output_folder
    if "://" not in plan.source and folder.resolve() == Path(plan.source).resolve():
        raise UserError("audit_onto_input", name=str(folder))
    if "://" not in plan.source and not Path(plan.source).exists():
        raise UserError("no_such_file", name=plan.source)
    foreign = foreign_file(folder)
    if foreign:
        raise UserError("audit_foreign", name=str(folder), file=foreign)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("not_writable", name=str(folder), reason=system_problem(error)) from None
    source = plan.source if "://" in plan.source else str(Path(plan.source).resolve())
    scope = Scope(source, str(folder.resolve())) if url else SINGLE_AUDIT
    location = url or sqlite_url(folder)
    with (
        open_store(location, scope, on_renewed) as store,
        open_task_runner(plan) as run_tasks,
    ):
        result = audit(plan, store, run_tasks, watch)
        if store.saved_state() == result.state and is_complete(folder):
            return AuditOutcome(result, False, store.worst_severity())
        # Imported here: the import takes longer than detecting that nothing has changed.
        from validator.audit.outputs.bodies import OutputContext
        from validator.audit.outputs.write import write

        office = OutputContext(
            result, plan, store, store.all_decisions(), store.removed_documents()
        )
        watch.phase("write", len({record.body for record in result.seen}))
        write(folder, office, run_tasks, watch)
        store.save_state(result.state)
        return AuditOutcome(result, True, store.worst_severity())
