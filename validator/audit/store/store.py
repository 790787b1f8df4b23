"""Reading from and writing to the database of an audit."""

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

_BATCH = 500


class DocumentRecord(NamedTuple):
    """The record of a document, without its runs."""

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
    gaps: int
    seconds: float
    links: str


class Decision(NamedTuple):
    """An auditor's decision on a finding: `verdict` is `confirmed` or `dismissed`."""

    body: str
    year: int
    fingerprint: str
    verdict: str
    reason: str
    author: str
    at: str


_RECORD_COLUMNS = tuple(documents.c[name] for name in DocumentRecord._fields)


class Scope(NamedTuple):
    """What an audit sees of a shared database: the documents of a folder, and its output folder.

    Both are empty in the database of a single audit, so that it can be moved.
    """

    folder: str
    output: str


SINGLE_AUDIT = Scope("", "")


class Store:
    """The database of an audit. Every write is atomic."""

    def __init__(self, engine: Engine, scope: Scope = SINGLE_AUDIT) -> None:
        """The tables of the database must be of the current version."""
        self.engine, self.scope = engine, scope
        self.in_scope = documents.c.folder == scope.folder

    # Documents.

    def all_documents(self) -> dict[tuple[str, str], DocumentRecord]:
        """The records of all documents, by name and identity."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(*_RECORD_COLUMNS).where(self.in_scope))
            return {
                (record.name, record.identity): record
                for record in (DocumentRecord(*row) for row in rows)
            }

    def add(
        self,
        values: Mapping[str, Any],
        cell_rows: Sequence[Mapping[str, Any]],
        sentence_hashes: Iterable[int],
        finding_rows: Sequence[Mapping[str, Any]],
    ) -> None:
        """Store a document, replacing an outdated reading of the same content.

        If another audit of the same folder has stored the same meanwhile, that one is kept.
        """
        name, identity = values["name"], values["identity"]
        with suppress(sa.exc.IntegrityError), self.engine.begin() as connection:
            same = self.in_scope & (documents.c.name == name) & (documents.c.identity == identity)
            outdated = (documents.c.key != values["key"]) | (documents.c.refusal != "")
            connection.execute(sa.delete(documents).where(same, outdated))
            row = {**values, "folder": self.scope.folder}
            added = connection.execute(sa.insert(documents), row).inserted_primary_key
            assert added is not None
            number = added[0]
            _insert_rows(connection, cells, number, cell_rows)
            _insert_rows(
                connection,
                sentences,
                number,
                [{"mark": sentence_hash} for sentence_hash in sorted(set(sentence_hashes))],
            )
            _insert_rows(connection, findings, number, finding_rows)

    def save_related_check(
        self, number: int, key: str, run: bytes, finding_rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Store the result of a document's check with its related reports."""
        with self.engine.begin() as connection:
            condition = documents.c.id == number
            connection.execute(
                sa.update(documents).where(condition).values(links=key, with_related=run)
            )
            connection.execute(sa.delete(findings).where(findings.c.document == number))
            _insert_rows(connection, findings, number, finding_rows)

    def mark_present(self, present: Mapping[int, str], used: Collection[int]) -> None:
        """Mark the documents that the audit saw, with the keys of their bodies, and those used."""
        values = [
            {"number": number, "of": body, "stands": number in used}
            for number, body in sorted(present.items())
        ]
        condition = documents.c.id == sa.bindparam("number")
        with self.engine.begin() as connection:
            connection.execute(
                sa.update(documents).where(self.in_scope).values(present=False, used=False)
            )
            change = (
                sa.update(documents)
                .where(condition)
                .values(present=True, body=sa.bindparam("of"), used=sa.bindparam("stands"))
            )
            connection.execute(change, values)

    def run_bytes(self, number: int, *, standalone: bool = False) -> bytes:
        """The encoded run of a document: the final or the standalone one."""
        column = documents.c.standalone if standalone else documents.c.with_related
        with self.engine.connect() as connection:
            data = connection.execute(sa.select(column).where(documents.c.id == number)).scalar()
        assert data is not None
        return bytes(data)

    # What outputs are made from.

    def removed_documents(self) -> dict[tuple[str, int | None], list[DocumentRecord]]:
        """Documents that earlier audits saw but the last did not, by body and year."""
        gone = self.in_scope & sa.not_(documents.c.present) & (documents.c.refusal == "")
        records: dict[tuple[str, int | None], list[DocumentRecord]] = {}
        with self.engine.connect() as connection:
            for row in connection.execute(
                sa.select(*_RECORD_COLUMNS).where(gone).order_by(documents.c.id)
            ):
                record = DocumentRecord(*row)
                records.setdefault((record.body, record.year), []).append(record)
        return records

    def rows(self, query: sa.Select[Any]) -> Iterator[Any]:
        """Yield the rows of a query, fetched in batches."""
        options = {"stream_results": True, "yield_per": _BATCH}
        with self.engine.connect().execution_options(**options) as connection:
            yield from connection.execute(query)

    def template_sentences(self, min_bodies: int) -> frozenset[int]:
        """The hashes of sentences found in the reports of at least `min_bodies` bodies."""
        counted = sa.func.count(sa.distinct(documents.c.body))
        query = (
            sa.select(sentences.c.mark)
            .join(documents, documents.c.id == sentences.c.document)
            .where(self.in_scope, documents.c.used)
            .group_by(sentences.c.mark)
            .having(counted >= min_bodies)
        )
        with self.engine.connect() as connection:
            return frozenset(connection.execute(query).scalars())

    # Decisions, and the state of outputs.

    def decide(self, decision: Decision) -> None:
        """Store a decision, replacing an earlier one on the same finding."""
        values = decision._asdict()
        key = sa.and_(*(decisions.c[name] == values[name] for name in Decision._fields[:3]))
        with self.engine.begin() as connection:
            connection.execute(sa.delete(decisions).where(key))
            connection.execute(sa.insert(decisions), values)

    def worst_severity(self) -> int:
        """The worst severity in used documents, 0 if nothing counts.

        Findings that are suppressed, in the baseline, or dismissed by an auditor do not count.
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
            .where(
                self.in_scope,
                documents.c.used,
                findings.c.disposition.in_(("open", "new")),
                ~dismissed,
            )
        )
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() or 0

    def find_by_fingerprint(self, prefix: str) -> list[tuple[str, int, str]]:
        """Body, year and fingerprint of the findings whose fingerprints start with `prefix`.

        Findings of every folder are included: a decision holds for a body and a year.
        """
        condition = documents.c.id == findings.c.document
        query = (
            sa.select(documents.c.body, documents.c.year, findings.c.fingerprint)
            .distinct()
            .join(documents, condition)
            .where(documents.c.present, findings.c.fingerprint.startswith(prefix, autoescape=True))
        )
        with self.engine.connect() as connection:
            return sorted((body, year or 0, name) for body, year, name in connection.execute(query))

    def all_decisions(self) -> dict[tuple[str, int, str], Decision]:
        """All decisions, by body, year and fingerprint."""
        with self.engine.connect() as connection:
            rows = [Decision(*row) for row in connection.execute(sa.select(decisions))]
        return {row[:3]: row for row in sorted(rows)}

    def saved_state(self) -> str:
        """The state that the outputs were made from, empty if there are none."""
        query = sa.select(results.c.state).where(results.c.place == self.scope.output)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() or ""

    def save_state(self, state: str) -> None:
        """Store the state that the outputs are made from."""
        place = self.scope.output
        with self.engine.begin() as connection:
            connection.execute(sa.delete(results).where(results.c.place == place))
            connection.execute(sa.insert(results), {"place": place, "state": state})


def _insert_rows(
    connection: Connection, table: sa.Table, number: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    if rows:
        connection.execute(sa.insert(table), [{"document": number, **row} for row in rows])
