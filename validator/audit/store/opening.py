"""Opening the database of an audit.

A database of an earlier version is recreated: its documents are read again, and the decisions of
auditors, which cannot be reconstructed, are carried over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from validator.audit.store.store import SINGLE_AUDIT, Scope, Store
from validator.audit.store.tables import VERSION, decisions, metadata, versions
from validator.model.errors import UserError
from validator.model.message import phrase

# The file in an output folder, unless a store is elsewhere.
DATABASE = "nianbao.db"
# The lock of PostgreSQL that is held while tables are made; any number that others do not use.
_LOCK = 7_230_411
# How databases before version 3 were marked, by a tool for migrations: its table and their marks.
_EARLIER_TABLE, _EARLIER = "alembic_version", ("0001", "0002")


@contextmanager
def open_store(
    url: str, scope: Scope = SINGLE_AUDIT, on_renewed: Callable[[int], None] | None = None
) -> Iterator[Store]:
    """The store at a URL; `scope` limits what an audit sees.

    `on_renewed` is called with the number of decisions carried over if the database was that of an
    earlier version. Raises UserError `store_unusable` if it cannot be used, `needs_extra` if its
    driver is not installed.
    """
    try:
        engine = sa.create_engine(_with_driver(url), hide_parameters=True)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError):
        problem = phrase("problem.no_database")
        raise UserError("store_unusable", name=_without_password(url), problem=problem) from None
    except ModuleNotFoundError:
        raise UserError("needs_extra", extra="postgres") from None
    try:
        carried_over = prepare(engine)
        if carried_over is not None and on_renewed is not None:
            on_renewed(carried_over)
        if engine.dialect.name == "sqlite":
            # Only now: the driver's own transactions are off while tables are made.
            sa.event.listen(engine, "connect", _set_pragmas)
        yield Store(engine, scope)
    except sa.exc.DatabaseError as error:
        unreached = isinstance(error, sa.exc.OperationalError)
        problem = phrase("problem.unreached" if unreached else "problem.foreign_database")
        raise UserError("store_unusable", name=_without_password(url), problem=problem) from None
    finally:
        engine.dispose()


def sqlite_url(folder: Path) -> str:
    """The URL of the SQLite database in an output folder."""
    return f"sqlite:///{folder.resolve() / DATABASE}"


def _with_driver(url: str) -> sa.URL:
    parsed = sa.make_url(url)
    # Unless the URL names a driver, the one that the extra `postgres` installs.
    return (
        parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed
    )


def _without_password(url: str) -> str:
    """A URL without its password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return url.split("@")[-1]


def _set_pragmas(connection: Any, _: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA busy_timeout = 60000")


@contextmanager
def _schema_transaction(engine: Engine) -> Iterator[sa.Connection]:
    """A connection whose changes, including schema changes, are atomic.

    Python's SQLite driver commits implicitly unless it is told when a transaction begins; a
    process killed half-way would leave a schema that belongs to no version.
    """
    if engine.dialect.name == "sqlite":
        engine.dispose()
        sa.event.listen(engine, "connect", _disable_driver_transactions)
        sa.event.listen(engine, "begin", _begin_immediate)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        if engine.dialect.name == "sqlite":
            sa.event.remove(engine, "connect", _disable_driver_transactions)
            sa.event.remove(engine, "begin", _begin_immediate)
            engine.dispose()


def _disable_driver_transactions(connection: Any, _: object) -> None:
    connection.isolation_level = None


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def prepare(engine: Engine) -> int | None:
    """Make the tables of this version where they are missing, all or none.

    Return the number of decisions carried over from an earlier version, None if there was none.
    Raise UserError `store_unusable` if the version is unknown or the tables are someone else's.
    """
    with engine.connect() as connection:
        if _version_of(connection, engine) == VERSION:
            return None
    with _schema_transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        # Another process may have been faster.
        version = _version_of(connection, engine)
        if version == VERSION:
            return None
        inspector = sa.inspect(connection)
        kept: list[dict[str, Any]] = []
        if version is not None:
            kept = [dict(row._mapping) for row in connection.execute(sa.select(decisions))]
            _drop(connection, inspector)
        metadata.create_all(connection, checkfirst=False)
        connection.execute(sa.insert(versions), {"version": VERSION})
        if kept:
            connection.execute(sa.insert(decisions), kept)
    return None if version is None else len(kept)


def _version_of(connection: sa.Connection, engine: Engine) -> int | None:
    """The version of a database: 0 for those before versions were numbered, None for an empty one.

    Raise UserError `store_unusable` for a later or an unknown one.
    """
    inspector = sa.inspect(connection)
    if inspector.has_table(versions.name):
        version: int | None = connection.execute(sa.select(versions.c.version)).scalar()
        if version is None or version > VERSION:
            raise _unusable(engine)
        return version
    if inspector.has_table(_EARLIER_TABLE):
        mark = connection.execute(sa.text(f"SELECT version_num FROM {_EARLIER_TABLE}")).scalar()
        if mark not in _EARLIER:
            raise _unusable(engine)
        return 0
    return None


def _drop(connection: sa.Connection, inspector: sa.Inspector) -> None:
    """Drop the tables of an earlier version."""
    there = [name for name in inspector.get_table_names() if name in metadata.tables]
    metadata.drop_all(connection, [metadata.tables[name] for name in there])
    connection.execute(sa.text(f"DROP TABLE IF EXISTS {_EARLIER_TABLE}"))


def _unusable(engine: Engine) -> UserError:
    problem = phrase("problem.other_version")
    return UserError("store_unusable", name=_without_password(str(engine.url)), problem=problem)
