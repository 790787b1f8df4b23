"""The database of an audit opened, and brought to this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from validator.audit.store.store import ALONE, Scope, Store
from validator.model.errors import UserError

# The last migration in migrations/versions.
HEAD = "0002"


@contextmanager
def opened(url: str, scope: Scope = ALONE) -> Iterator[Store]:
    """The database at a URL, brought to this version; `scope` is what of it an audit sees.

    Raises UserError `store_unusable` where it cannot be used, `needs_extra` where a driver for
    it is not installed.
    """
    try:
        engine = sa.create_engine(_driven(url), hide_parameters=True)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
        raise UserError("store_unusable", name=_safe(url), problem=str(error)) from None
    except ModuleNotFoundError:
        raise UserError("needs_extra", extra="postgres") from None
    try:
        upgraded(engine)
        if engine.dialect.name == "sqlite":
            # Not before: a migration that makes a table anew must not delete what refers to it.
            sa.event.listen(engine, "connect", _prepared)
        yield Store(engine, scope)
    except (sa.exc.OperationalError, sa.exc.DatabaseError) as error:
        problem = str(error.orig or error).strip().splitlines()[0]
        raise UserError("store_unusable", name=_safe(url), problem=problem) from None
    finally:
        engine.dispose()


def beside(folder: Path) -> str:
    """The URL of the database in an output folder."""
    return f"sqlite:///{folder.resolve() / 'nianbao.db'}"


def _driven(url: str) -> sa.URL:
    parsed = sa.make_url(url)
    # The driver that the extra `postgres` installs, unless another is named.
    return (
        parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed
    )


def _safe(url: str) -> str:
    """A URL without its password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return url.split("@")[-1]


def _prepared(connection: Any, _: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA busy_timeout = 60000")


@contextmanager
def _at_once(engine: Engine) -> Iterator[sa.Connection]:
    """A connection whose changes, those of tables included, are made together or not at all.

    Python's driver of SQLite commits before each change of a table unless it is told when a
    transaction begins; who is killed between two would leave what no version knows.
    """
    if engine.dialect.name == "sqlite":
        engine.dispose()
        sa.event.listen(engine, "connect", _left_alone)
        sa.event.listen(engine, "begin", _begun)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        if engine.dialect.name == "sqlite":
            sa.event.remove(engine, "connect", _left_alone)
            sa.event.remove(engine, "begin", _begun)
            engine.dispose()


def _left_alone(connection: Any, _: object) -> None:
    connection.isolation_level = None


def _begun(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def upgraded(engine: Engine, version: str = HEAD) -> None:
    """Bring a database to a version; UserError `store_unusable` where it knows a later one."""
    with engine.connect() as connection:
        if sa.inspect(connection).has_table("alembic_version"):
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
            if found == version:
                return
    # Imported where it is used: most runs find the database as they left it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    try:
        with _at_once(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, version)
    except CommandError as error:
        raise UserError("store_unusable", name=_safe(str(engine.url)), problem=str(error)) from None
