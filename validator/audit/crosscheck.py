"""The second part of an audit: reports are checked against those of other years and bodies."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from validator.audit import rows
from validator.audit.bodies import Roster
from validator.audit.copies import candidates
from validator.audit.folder import Found
from validator.audit.intake import Working
from validator.audit.plan import Plan, Watch
from validator.audit.store.store import Kept, Store
from validator.audit.versions import Version
from validator.audit.work import Compared, Comparing, Linking, Signing, Work
from validator.checking.copies import likeness
from validator.model.linked import Copy, Linked
from validator.processes import codec


def copied(
    chosen: Mapping[tuple[str, int], Version], store: Store, working: Working, watch: Watch
) -> dict[int, tuple[Copy, ...]]:
    """What documents that stand have of each other's texts."""
    bodies = {version.used.id: key for key, version in chosen.items()}
    least = likeness().templates_from(len({body for body, _ in bodies.values()}))
    templates = store.templates(least)
    watch.phase("sign", len(bodies))
    signatures: dict[int, bytes] = {}
    pieces: Iterable[Work] = (Signing(n, store.blob(n, own=True), templates) for n in bodies)
    for done in working(pieces):
        watch.step(None)
        if isinstance(done.task, Signing) and done.answer is not None:
            signatures[done.task.number] = done.answer
    ordered = {number: signatures[number] for number in sorted(signatures)}
    pairs = candidates(ordered, bodies)
    watch.phase("compare", len(pairs))
    found: dict[int, list[Copy]] = {}
    pieces = (
        Comparing(a, b, (store.blob(a, own=True), store.blob(b, own=True)), templates)
        for a, b in pairs
    )
    for done in working(pieces):
        watch.step(None)
        if isinstance(done.task, Comparing) and done.answer is not None:
            numbers = (done.task.first, done.task.second)
            for number, copy in zip(numbers, codec.unpacked(done.answer, Compared), strict=True):
                if copy is not None:
                    found.setdefault(number, []).append(copy)
    # In an order that does not depend on which document was read first.
    return {number: tuple(sorted(own, key=_name)) for number, own in found.items()}


def _name(copy: Copy) -> str:
    return copy.document


def link(
    chosen: Mapping[tuple[str, int], Version],
    copies: Mapping[int, tuple[Copy, ...]],
    places: Mapping[str, Found],
    plan: Plan,
    store: Store,
    working: Working,
    watch: Watch,
) -> None:
    """Check the documents that stand with those of other years and bodies."""
    linked: list[tuple[Kept, str, _Links]] = []
    for (body, year), version in chosen.items():
        used = version.used
        links = _links(body, year, chosen, copies.get(used.id, ()), plan.roster)
        if links.nothing:
            if used.links:
                # What it was checked with is gone: its run by itself stands again.
                own = store.blob(used.id, own=True)
                store.link(used.id, "", own, list(rows.findings(codec.run(own))))
        elif (key := links.key(used)) != used.links:
            linked.append((used, key, links))
    watch.phase("link", len(linked))
    pieces: Iterable[Work] = (
        Linking(
            places[used.name],
            used.id,
            key,
            store.blob(used.id, own=True),
            codec.packed(links.linked(store)),
        )
        for used, key, links in linked
    )
    for done in working(pieces) if linked else ():
        piece = done.task
        assert isinstance(piece, Linking)
        # Where a check with others fails, that of the document by itself stands.
        final = done.answer if done.answer is not None else piece.own
        run = codec.run(final)
        if run.refusal is not None:
            final = piece.own
            run = codec.run(final)
        store.link(piece.number, piece.key, final, list(rows.findings(run)))
        watch.step(run)


class _Links(NamedTuple):
    previous: Kept | None
    children: tuple[Kept, ...]
    complete: bool
    copies: tuple[Copy, ...]

    @property
    def nothing(self) -> bool:
        return self.previous is None and not self.children and not self.copies

    def key(self, used: Kept) -> str:
        """What the check depends on."""
        previous = self.previous.key if self.previous else ""
        children = [child.key for child in self.children]
        parts = (used.key, previous, children, self.complete, self.copies)
        return sha256(repr(parts).encode()).hexdigest()

    def linked(self, store: Store) -> Linked:
        """The reports themselves."""
        previous, *children = (
            codec.run(store.blob(kept.id, own=True)).report if kept else None
            for kept in (self.previous, *self.children)
        )
        known = tuple(child for child in children if child is not None)
        return Linked(previous, known, self.complete, self.copies)


def _links(
    body: str,
    year: int,
    chosen: Mapping[tuple[str, int], Version],
    copies: tuple[Copy, ...],
    roster: Roster,
) -> _Links:
    last_year = chosen.get((body, year - 1))
    names = roster.children(body)
    children = [chosen[name, year].used for name in names if (name, year) in chosen]
    declared = body in roster.listed and roster.listed[body].complete
    complete = declared and len(children) == len(names)
    return _Links(last_year.used if last_year else None, tuple(children), complete, copies)
