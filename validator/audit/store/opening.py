"""The database of an audit opened, and brought to this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from validator.audit.store.store import Store
from validator.model.errors import UserError

# The last migration in migrations/versions.
HEAD = "0001"


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """The database at a URL, brought to this version.

    Raises UserError `store_unusable` where it cannot be used, `needs_extra` where a driver for
    it is not installed.
    """
    try:
        engine = sa.create_engine(_driven(url), hide_parameters=True)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
        raise UserError("store_unusable", name=_safe(url), problem=str(error)) from None
    except ModuleNotFoundError:
        raise UserError("needs_extra", extra="postgres") from None
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepared)
    try:
        _upgraded(engine)
        yield Store(engine)
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


def _upgraded(engine: Engine) -> None:
    with engine.connect() as connection:
        if sa.inspect(connection).has_table("alembic_version"):
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
            if found == HEAD:
                return
    # Imported where it is used: most runs find the database as they left it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise UserError("store_unusable", name=_safe(str(engine.url)), problem=str(error)) from None
