"""An audit from a folder to a database: what is not known yet is read, then checked together."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from typing import NamedTuple

from validator.audit import crosscheck, intake
from validator.audit.folder import folder
from validator.audit.intake import Working
from validator.audit.plan import Plan, Watch
from validator.audit.store.store import Kept, Store
from validator.audit.versions import Version, versions
from validator.audit.work import Setup, Work
from validator.processes.pool import Done, Pool


class Audited(NamedTuple):
    """What an audit came to: documents that stand for bodies and years, all seen, left aside.

    `state` tells whether anything is other than it was, `read` how many documents were read.
    """

    versions: Mapping[tuple[str, int], Version]
    seen: tuple[Kept, ...]
    left_aside: tuple[str, ...]
    state: str
    read: int


def audit(plan: Plan, store: Store, working: Working, watch: Watch) -> Audited:
    """Bring a database to what lies in a folder."""
    found = folder(plan.place, plan.besides)
    taken = intake.taken(found.documents, plan, store, working, watch)
    chosen = versions(taken.documents)
    state = _state(taken.documents, plan, store)
    audited = Audited(chosen, taken.documents, found.left_aside, state, taken.read)
    if store.state() == state:
        return audited
    used = {version.used.id for version in chosen.values()}
    store.mark({kept.id: kept.body for kept in taken.documents}, used)
    places = {document.name: document for document in found.documents}
    copies = crosscheck.copied(chosen, store, working, watch)
    crosscheck.link(chosen, copies, places, plan, store, working, watch)
    return audited


@contextmanager
def workers(plan: Plan) -> Iterator[Working]:
    """What works on documents, in processes or on a cluster; both start when they are needed."""
    setup = Setup(plan.asked, plan.said.language)
    with ExitStack() as stack:
        started: list[Working] = []

        def working(pieces: Iterable[Work]) -> Iterator[Done[Work]]:
            if not started:
                started.append(begin())
            return started[0](pieces)

        def begin() -> Working:
            if plan.cluster:
                # Imported where it is used: Dask is an extra of its own.
                from validator.audit.cluster import Cluster

                far: Cluster[Work] = Cluster(plan.cluster, setup, plan.bounds)
                return stack.enter_context(far).work
            jobs = plan.jobs or os.cpu_count() or 1
            pool: Pool[Work] = Pool(setup, jobs, plan.bounds)
            return stack.enter_context(pool).work

        yield working


def _state(own: Iterable[Kept], plan: Plan, store: Store) -> str:
    """What tells whether the outputs would be other than they are."""
    parts = sorted((kept.name, kept.key, kept.changed) for kept in own)
    everything = (parts, sorted(plan.roster.listed.items()), store.decided(), plan.said.language)
    return sha256(repr(everything).encode()).hexdigest()
