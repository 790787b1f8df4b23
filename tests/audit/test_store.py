"""The database of an audit: its tables are those that its migrations make."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from validator.audit.bodies import body
from validator.audit.store.opening import HEAD, beside, opened, upgraded
from validator.audit.store.store import Decision
from validator.audit.store.tables import metadata
from validator.model.errors import UserError


def test_migrations_make_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    with opened(beside(tmp_path)) as store, store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, metadata) == []


def test_what_an_earlier_version_kept_is_still_there(tmp_path: Path) -> None:
    engine = sa.create_engine(beside(tmp_path))
    upgraded(engine, "0001")
    texts = dict.fromkeys(("name", "identity", "key", "body", "issuer", "format", "kind"), "x")
    texts |= dict.fromkeys(("media", "dated", "refusal", "links"), "")
    zeros = dict.fromkeys(("changed", "present", "used", "figures", "unsure", "seconds"), 0)
    row = {**texts, **zeros, "own": b"1", "final": b"2"}
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    with engine.begin() as connection:
        connection.execute(sa.text(f"INSERT INTO documents ({names}) VALUES ({marks})"), row)
        connection.execute(sa.text("INSERT INTO sentences VALUES (1, 7)"))
    engine.dispose()
    with opened(beside(tmp_path)) as store, store.engine.connect() as connection:
        assert [kept.name for kept in store.known().values()] == ["x"]
        assert store.blob(1) == b"2"
        assert connection.execute(sa.text("SELECT mark FROM sentences")).scalars().all() == [7]
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(sa.text("INSERT INTO sentences VALUES (2, 7)"))


def test_decisions_are_kept_and_replaced(tmp_path: Path) -> None:
    first = Decision("云岭市水务局", 2023, "ab", "confirmed", "属实", "甲", "2024-02-01")
    with opened(beside(tmp_path)) as store:
        store.decide(first)
        store.decide(first._replace(verdict="dismissed"))
    with opened(beside(tmp_path)) as store:
        assert [one.verdict for one in store.decided().values()] == ["dismissed"]


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "nianbao.db").write_bytes(b"no database at all, but long enough " * 40)
    with pytest.raises(UserError) as caught, opened(beside(tmp_path)):
        pass
    assert caught.value.key == "store_unusable"
    with pytest.raises(UserError) as caught, opened("nowhere://x"):
        pass
    assert caught.value.key == "store_unusable"


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with opened(beside(tmp_path)) as store, store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError) as caught, opened(beside(tmp_path)):
        pass
    assert caught.value.key == "store_unusable"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("枫林市文化广电和旅游局", "枫林市文旅局"),
        ("枫林市人民政府", "枫林市"),
        ("枫林市发展和改革委员会", "枫林市发改委"),
        ("河东街道办事处", "河东街道"),
    ],
)
def test_short_forms_name_the_same_body(first: str, second: str) -> None:
    assert body(first) == body(second)


def test_tables_are_made_all_or_not_at_all(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a.db'}")

    def torn(*details: Any) -> None:
        if "DROP TABLE" in str(details[2]):
            raise RuntimeError

    sa.event.listen(engine, "before_cursor_execute", torn)
    with pytest.raises(RuntimeError):
        upgraded(engine)
    sa.event.remove(engine, "before_cursor_execute", torn)
    assert sa.inspect(engine).get_table_names() == []
    upgraded(engine)
    assert "documents" in sa.inspect(engine).get_table_names()
