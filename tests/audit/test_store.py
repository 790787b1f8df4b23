"""The database of an audit: opened, made anew from an earlier version, refused."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from validator.audit.bodies import body_key
from validator.audit.store import opening
from validator.audit.store.opening import open_store, prepare, sqlite_url
from validator.audit.store.store import Decision
from validator.audit.store.tables import VERSION, versions
from validator.model.errors import UserError

# The tables of decisions before version 3, which a tool for migrations marked.
EARLIER = (
    "CREATE TABLE alembic_version (version_num TEXT)",
    "CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE decisions (body TEXT, year INTEGER, fingerprint TEXT, verdict TEXT,"
    " reason TEXT, author TEXT, at TEXT, PRIMARY KEY (body, year, fingerprint))",
    "INSERT INTO documents VALUES (1, 'a.pdf')",
    "INSERT INTO decisions VALUES"
    " ('云岭市水务局', 2023, 'ab', 'dismissed', '已说明', '甲', '2024-02-01')",
)
DECISION = Decision("云岭市水务局", 2023, "ab", "dismissed", "已说明", "甲", "2024-02-01")


def earlier_database(folder: Path, mark: str) -> sa.Engine:
    engine = sa.create_engine(sqlite_url(folder))
    with engine.begin() as connection:
        for statement in (*EARLIER, f"INSERT INTO alembic_version VALUES ('{mark}')"):
            connection.execute(sa.text(statement))
    return engine


@pytest.mark.parametrize("mark", ["0001", "0002"])
def test_decisions_in_a_database_of_an_earlier_version_are_carried_over(
    mark: str, tmp_path: Path
) -> None:
    earlier_database(tmp_path, mark).dispose()
    counts: list[int] = []
    for _ in range(2):
        with open_store(sqlite_url(tmp_path), on_renewed=counts.append) as store:
            assert list(store.all_decisions().values()) == [DECISION]
            assert store.all_documents() == {}
            assert not sa.inspect(store.engine).has_table("alembic_version")
    assert counts == [1]


def test_a_database_that_another_process_has_just_renewed_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = earlier_database(tmp_path, "0002")
    original = opening._version_of
    versions_seen: list[int | None] = []

    def slow(connection: sa.Connection, of: sa.Engine) -> int | None:
        version = original(connection, of)
        versions_seen.append(version)
        if len(versions_seen) == 1:
            connection.rollback()
            assert prepare(engine) == 1
            with engine.begin() as other:
                other.execute(sa.text("INSERT INTO results VALUES ('here', 'done')"))
        return version

    monkeypatch.setattr(opening, "_version_of", slow)
    assert prepare(engine) is None
    assert versions_seen[0] == 0
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT state FROM results")).scalar() == "done"


def test_an_earlier_database_is_made_anew_or_left_as_it_was(tmp_path: Path) -> None:
    engine = earlier_database(tmp_path, "0002")

    def torn(*details: Any) -> None:
        if "INSERT INTO decisions" in str(details[2]):
            raise RuntimeError

    sa.event.listen(engine, "before_cursor_execute", torn)
    with pytest.raises(RuntimeError):
        prepare(engine)
    sa.event.remove(engine, "before_cursor_execute", torn)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT name FROM documents")).scalars().all() == [
            "a.pdf"
        ]
        assert connection.execute(sa.text("SELECT reason FROM decisions")).scalar() == "已说明"
    assert prepare(engine) == 1


def test_decisions_are_kept_and_replaced(tmp_path: Path) -> None:
    first = Decision("云岭市水务局", 2023, "ab", "confirmed", "属实", "甲", "2024-02-01")
    with open_store(sqlite_url(tmp_path)) as store:
        store.decide(first)
        store.decide(first._replace(verdict="dismissed"))
    with open_store(sqlite_url(tmp_path)) as store:
        assert [one.verdict for one in store.all_decisions().values()] == ["dismissed"]


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "nianbao.db").write_bytes(b"no database at all, but long enough " * 40)
    with pytest.raises(UserError) as caught, open_store(sqlite_url(tmp_path)):
        pass
    assert caught.value.key == "store_unusable"
    with pytest.raises(UserError) as caught, open_store("nowhere://x"):
        pass
    assert caught.value.key == "store_unusable"


def test_a_database_with_an_unknown_mark_is_left_alone(tmp_path: Path) -> None:
    earlier_database(tmp_path, "0007").dispose()
    with pytest.raises(UserError) as caught, open_store(sqlite_url(tmp_path)):
        pass
    assert caught.value.key == "store_unusable"


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store, store.engine.begin() as connection:
        connection.execute(sa.update(versions).values(version=VERSION + 1))
    with pytest.raises(UserError) as caught, open_store(sqlite_url(tmp_path)):
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
    assert body_key(first) == body_key(second)


def test_tables_are_made_all_or_not_at_all(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a.db'}")

    def torn(*details: Any) -> None:
        if "CREATE TABLE findings" in str(details[2]):
            raise RuntimeError

    sa.event.listen(engine, "before_cursor_execute", torn)
    with pytest.raises(RuntimeError):
        prepare(engine)
    sa.event.remove(engine, "before_cursor_execute", torn)
    assert sa.inspect(engine).get_table_names() == []
    assert prepare(engine) is None
    assert "documents" in sa.inspect(engine).get_table_names()
