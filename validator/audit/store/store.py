"""What an audit reads from its database and writes to it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from validator.audit.store.tables import (
    cells,
    decisions,
    documents,
    findings,
    results,
    sentences,
)

_MANY = 500


class Kept(NamedTuple):
    """A document of the database, without what was read in it."""

    id: int
    name: str
    identity: str
    key: str
    changed: float
    present: bool
    used: bool
    body: str
    issuer: str
    year: int | None
    format: str
    kind: str
    media: str
    dated: str
    figures: int
    unsure: int
    refusal: str
    seconds: float
    links: str


class Decision(NamedTuple):
    """What an auditor made of a finding: `confirmed` or `dismissed`, why, who, and when."""

    body: str
    year: int
    fingerprint: str
    verdict: str
    reason: str
    author: str
    at: str


_KEPT = tuple(documents.c[name] for name in Kept._fields)


class Scope(NamedTuple):
    """What an audit sees of a database that several share: documents of a folder, one output.

    Both are empty where the database is that of one audit alone, so that it can be moved.
    """

    folder: str
    output: str


ALONE = Scope("", "")


class Store:
    """The database of an audit. Each writing is whole: what is killed half-way never was."""

    def __init__(self, engine: Engine, scope: Scope = ALONE) -> None:
        """Take a database whose tables are those of this version."""
        self.engine, self.scope = engine, scope
        self.own = documents.c.folder == scope.folder

    # Documents.

    def known(self) -> dict[tuple[str, str], Kept]:
        """The documents by name and identity."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(*_KEPT).where(self.own))
            return {(kept.name, kept.identity): kept for kept in (Kept(*row) for row in rows)}

    def add(
        self,
        values: Mapping[str, Any],
        own_cells: Sequence[Mapping[str, Any]],
        marks: Iterable[int],
        found: Sequence[Mapping[str, Any]],
    ) -> None:
        """A document that was read, in the place of an earlier reading of the same content.

        Where another audit of the same folder has meanwhile kept the same, that reading stands.
        """
        name, identity = values["name"], values["identity"]
        with suppress(sa.exc.IntegrityError), self.engine.begin() as connection:
            same = self.own & (documents.c.name == name) & (documents.c.identity == identity)
            other = (documents.c.key != values["key"]) | (documents.c.refusal != "")
            connection.execute(sa.delete(documents).where(same, other))
            placed = {**values, "folder": self.scope.folder}
            added = connection.execute(sa.insert(documents), placed).inserted_primary_key
            assert added is not None
            number = added[0]
            _fill(connection, cells, number, own_cells)
            _fill(connection, sentences, number, [{"mark": mark} for mark in sorted(set(marks))])
            _fill(connection, findings, number, found)

    def link(self, number: int, key: str, final: bytes, found: Sequence[Mapping[str, Any]]) -> None:
        """What a document came to when checked with others."""
        with self.engine.begin() as connection:
            own = documents.c.id == number
            connection.execute(sa.update(documents).where(own).values(links=key, final=final))
            connection.execute(sa.delete(findings).where(findings.c.document == number))
            _fill(connection, findings, number, found)

    def mark(self, present: Mapping[int, str], used: Collection[int]) -> None:
        """Which documents the run saw, with what their body is known by, and which stand."""
        marked = [
            {"number": number, "of": body, "stands": number in used}
            for number, body in sorted(present.items())
        ]
        own = documents.c.id == sa.bindparam("number")
        with self.engine.begin() as connection:
            connection.execute(
                sa.update(documents).where(self.own).values(present=False, used=False)
            )
            change = (
                sa.update(documents)
                .where(own)
                .values(present=True, body=sa.bindparam("of"), used=sa.bindparam("stands"))
            )
            connection.execute(change, marked)

    def blob(self, number: int, *, own: bool = False) -> bytes:
        """The run of a document: the final one, or that by itself."""
        column = documents.c.own if own else documents.c.final
        with self.engine.connect() as connection:
            data = connection.execute(sa.select(column).where(documents.c.id == number)).scalar()
        assert data is not None
        return bytes(data)

    # What outputs are made from.

    def former(self) -> dict[tuple[str, int | None], list[Kept]]:
        """Documents that the last run did not see any more, by body and year."""
        gone = self.own & sa.not_(documents.c.present) & (documents.c.refusal == "")
        found: dict[tuple[str, int | None], list[Kept]] = {}
        with self.engine.connect() as connection:
            for row in connection.execute(sa.select(*_KEPT).where(gone).order_by(documents.c.id)):
                kept = Kept(*row)
                found.setdefault((kept.body, kept.year), []).append(kept)
        return found

    def rows(self, query: sa.Select[Any]) -> Iterator[Any]:
        """The rows of a query, a few at a time."""
        options = {"stream_results": True, "yield_per": _MANY}
        with self.engine.connect().execution_options(**options) as connection:
            yield from connection.execute(query)

    def templates(self, least: int) -> frozenset[int]:
        """The sentences that stand in the reports of so many bodies at least."""
        counted = sa.func.count(sa.distinct(documents.c.body))
        query = (
            sa.select(sentences.c.mark)
            .join(documents, documents.c.id == sentences.c.document)
            .where(self.own, documents.c.used)
            .group_by(sentences.c.mark)
            .having(counted >= least)
        )
        with self.engine.connect() as connection:
            return frozenset(connection.execute(query).scalars())

    # Decisions, and the state of outputs.

    def decide(self, decision: Decision) -> None:
        """Keep a decision, in the place of an earlier one on the same finding."""
        values = decision._asdict()
        key = sa.and_(*(decisions.c[name] == values[name] for name in Decision._fields[:3]))
        with self.engine.begin() as connection:
            connection.execute(sa.delete(decisions).where(key))
            connection.execute(sa.insert(decisions), values)

    def worst(self) -> int:
        """The gravest severity in documents that stand, 0 where there is none.

        What is suppressed or known does not count, nor what an auditor dismissed.
        """
        dismissed = sa.exists().where(
            decisions.c.body == documents.c.body,
            decisions.c.year == documents.c.year,
            decisions.c.fingerprint == findings.c.fingerprint,
            decisions.c.verdict == "dismissed",
        )
        query = (
            sa.select(sa.func.max(findings.c.severity))
            .join(documents, documents.c.id == findings.c.document)
            .where(self.own, documents.c.used, findings.c.standing.in_(("open", "new")), ~dismissed)
        )
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() or 0

    def of_fingerprint(self, beginning: str) -> list[tuple[str, int, str]]:
        """Body, year and fingerprint of findings whose fingerprints begin like this.

        Those of every folder: a decision holds for a body and a year.
        """
        own = documents.c.id == findings.c.document
        query = (
            sa.select(documents.c.body, documents.c.year, findings.c.fingerprint)
            .distinct()
            .join(documents, own)
            .where(
                documents.c.present, findings.c.fingerprint.startswith(beginning, autoescape=True)
            )
        )
        with self.engine.connect() as connection:
            return sorted((body, year or 0, name) for body, year, name in connection.execute(query))

    def decided(self) -> dict[tuple[str, int, str], Decision]:
        """All decisions, by body, year and fingerprint."""
        with self.engine.connect() as connection:
            rows = [Decision(*row) for row in connection.execute(sa.select(decisions))]
        return {row[:3]: row for row in sorted(rows)}

    def state(self) -> str:
        """The state that the outputs were made from, empty where there are none."""
        query = sa.select(results.c.state).where(results.c.place == self.scope.output)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() or ""

    def settle(self, state: str) -> None:
        """Keep the state that the outputs are made from."""
        place = self.scope.output
        with self.engine.begin() as connection:
            connection.execute(sa.delete(results).where(results.c.place == place))
            connection.execute(sa.insert(results), {"place": place, "state": state})


def _fill(
    connection: Connection, table: sa.Table, number: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    if rows:
        connection.execute(sa.insert(table), [{"document": number, **row} for row in rows])
