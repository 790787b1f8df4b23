"""An audit from a folder to the outputs in another."""

from pathlib import Path
from typing import NamedTuple

from validator.audit.engine import Audited, audit, workers
from validator.audit.outputs.files import complete
from validator.audit.plan import Plan, Watch
from validator.audit.store.opening import beside, opened
from validator.audit.store.store import ALONE, Scope
from validator.model.errors import UserError


class Ran(NamedTuple):
    """An audit that has ended: whether outputs had to be written, the gravest severity or 0."""

    audited: Audited
    written: bool
    worst: int


def run(plan: Plan, url: str, watch: Watch) -> Ran:
    """Audit, and write the outputs.

    `url` is that of a database that audits share, empty for one among the outputs. Raises
    UserError where the folder, the database or the output folder cannot be used.
    """
    folder = plan.besides
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError("not_writable", name=str(folder), reason=reason) from None
    place = plan.place if "://" in plan.place else str(Path(plan.place).resolve())
    scope = Scope(place, str(folder.resolve())) if url else ALONE
    with opened(url or beside(folder), scope) as store, workers(plan) as working:
        audited = audit(plan, store, working, watch)
        if store.state() == audited.state and complete(folder):
            return Ran(audited, False, store.worst())
        # Imported where it is used: it takes longer than finding that nothing has changed.
        from validator.audit.outputs.views import Office
        from validator.audit.outputs.written import write

        office = Office(audited, plan, store, store.decided(), store.former())
        watch.phase("write", len({kept.body for kept in audited.seen}))
        write(folder, office, working, watch)
        store.settle(audited.state)
        return Ran(audited, True, store.worst())
