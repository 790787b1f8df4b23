"""The first part of an audit: documents that are not known yet are read and kept."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from validator import __version__
from validator.audit import rows
from validator.audit.bodies import Roster
from validator.audit.folder import Found
from validator.audit.plan import Plan, Watch
from validator.audit.store.store import Kept, Store
from validator.audit.work import Reading, Work
from validator.model.finding import Refusal, Run
from validator.processes import codec
from validator.processes.pool import Done, Failure

Working = Callable[[Iterable[Work]], Iterator[Done[Work]]]


class Taken(NamedTuple):
    """The documents that are there, and how many of them had to be read."""

    documents: tuple[Kept, ...]
    read: int


def taken(
    found: Iterable[Found], plan: Plan, store: Store, working: Working, watch: Watch
) -> Taken:
    """Read what is not known; each document is kept as soon as it is read."""
    found = tuple(found)
    base = _base(plan)
    known = store.known()
    watch.phase("look", len(found))
    present: list[Kept] = []
    todo: list[Reading] = []
    for document in found:
        piece = _reading(document, base, plan)
        kept = known.get((piece.found.name, piece.identity))
        if kept is None or kept.key != piece.key or (plan.again and kept.refusal):
            todo.append(piece)
        else:
            present.append(kept)
        watch.step(None)
    watch.phase("read", len(todo))
    for done in working(todo) if todo else ():
        watch.step(_kept(done, plan, store))
    if todo:
        names = {(piece.found.name, piece.identity) for piece in todo}
        present += [kept for key, kept in store.known().items() if key in names]
    own = (kept._replace(body=_body(kept.issuer, kept.name, plan.roster)) for kept in present)
    return Taken(tuple(own), len(todo))


def _base(plan: Plan) -> str:
    """What the reading of every document depends on besides its content."""
    asked = plan.asked
    parts = (
        __version__, codec.SHAPE, asked.rules().digest, asked.options, asked.select, asked.ignore,
        asked.year, asked.settings, plan.said.language, plan.bounds,
    )  # fmt: skip
    return sha256(repr(parts).encode()).hexdigest()


def _reading(document: Found, base: str, plan: Plan) -> Reading:
    try:
        identity = document.identity()
    except OSError:
        identity = ""
    key = f"{base}|{identity}|{plan.asked.settings.of(document.name)}"
    return Reading(document, identity, sha256(key.encode()).hexdigest())


def _kept(done: Done[Work], plan: Plan, store: Store) -> Run:
    """The run of a document that was read, kept in the database."""
    piece = done.task
    assert isinstance(piece, Reading)
    if done.failure is None and done.answer is not None:
        data = done.answer
        run = codec.run(data)
    else:
        run = Run(piece.found.name, refusal=_refusal(done.failure))
        data = codec.packed(run)
    values = rows.document(run, data, _body(run.issuer, run.name, plan.roster))
    values |= {
        "identity": piece.identity,
        "key": piece.key,
        "changed": piece.found.changed(),
        "seconds": done.seconds,
    }
    store.add(
        values, list(rows.cells(run.report)), rows.marks(run.report), list(rows.findings(run))
    )
    return run


def _refusal(failure: Failure | None) -> Refusal:
    assert failure is not None
    return Refusal(failure.key, failure.details)


def _body(issuer: str, name: str, roster: Roster) -> str:
    """What a document's body is known by; where it does not tell, it is one of its own."""
    return roster.find(issuer) if issuer else f"? {name}"
