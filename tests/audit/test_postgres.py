"""PostgreSQL as the database of an audit, against a real server that this starts."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.audit.test_audit import NAMES, audit, write, year
from tests.conftest import ROOT
from tests.generator.jurisdiction import jurisdiction
from validator.audit.store.opening import open_store
from validator.audit.store.tables import cells, documents


def _server() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    one = shutil.which("postgres")
    return Path(one).parent if one and shutil.which("initdb") else None


def _port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    programs = _server()
    if programs is None:
        pytest.skip("needs a PostgreSQL server: apt-get install postgresql")
    # The server refuses to run as root.
    other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    place = Path(tempfile.mkdtemp(prefix="nianbao-"))
    if other:
        shutil.chown(place, "postgres")
    port, data = _port(), place / "data"
    log = (place / "log").open("w")
    try:
        subprocess.run(
            [*other, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "auditor"],
            check=True, stdout=log, stderr=log, cwd=place,
        )  # fmt: skip
        server = subprocess.Popen(
            [*other, str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1",
             "-p", str(port), "-k", str(place)],
            stdout=log, stderr=log, cwd=place,
        )  # fmt: skip
        address = f"postgresql://auditor@127.0.0.1:{port}/postgres"
        try:
            _await(address)
            yield address
        finally:
            server.terminate()
            server.wait(20)
    finally:
        log.close()
        shutil.rmtree(place, ignore_errors=True)


def _await(url: str) -> None:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    for _ in range(100):
        try:
            engine.connect().close()
            break
        except sa.exc.OperationalError:
            time.sleep(0.1)
    engine.dispose()


def test_it_comes_to_the_same_as_sqlite(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "x.docx", year(2022, "1", "4"))
    write(folder / "y.html", year(2023, "3", "1"))
    audit(folder, tmp_path / "own")
    first = audit(folder, tmp_path / "common", "--store", url)
    assert first.exit_code == 1
    for name in NAMES:
        own, common = (tmp_path / out / name for out in ("own", "common"))
        assert own.read_bytes() == common.read_bytes()
    assert not (tmp_path / "common" / "nianbao.db").exists()
    # Another auditor's folder is written from what was read before.
    second = audit(folder, tmp_path / "other", "--store", url)
    assert "本次读取 0 个" in second.stdout
    with open_store(url) as store, store.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(documents)).scalar() == 2
        assert connection.execute(sa.select(sa.func.count()).select_from(cells)).scalar() == 2 * (
            10 + 25 * 7 + 15
        )


def test_audits_of_other_folders_are_not_disturbed(url: str, tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.docx", year(2022, "1", "4"))
    write(tmp_path / "b" / "x.docx", year(2022, "1", "4"))
    write(tmp_path / "b" / "y.html", year(2023, "3", "1"))
    for name in "ab":
        audit(tmp_path / name, tmp_path / "out" / name, "--store", url)
    before = (tmp_path / "out" / "a" / "figures.csv").read_bytes()
    assert "没有变化" in audit(tmp_path / "a", tmp_path / "out" / "a", "--store", url).stdout
    write(tmp_path / "a" / "z.html", year(2021, "1", "1"))
    audit(tmp_path / "a", tmp_path / "out" / "a", "--store", url)
    after = (tmp_path / "out" / "a" / "figures.csv").read_bytes()
    assert set(before.splitlines()) < set(after.splitlines())
    assert b"2023" not in after


def test_two_audits_of_one_folder_at_once(url: str, tmp_path: Path) -> None:
    jurisdiction(tmp_path / "in", 4, [2022, 2023], seed=5)
    command = [
        sys.executable, "-m", "validator", "audit", str(tmp_path / "in"), "--store", url, "--jobs",
        "1", "-o",
    ]  # fmt: skip
    audits = [subprocess.Popen([*command, str(tmp_path / name)], cwd=ROOT) for name in "ab"]
    assert all(audit.wait(120) in (0, 1) for audit in audits)
    audit(tmp_path / "in", tmp_path / "alone")
    for name in NAMES:
        one, two, alone = ((tmp_path / out / name).read_bytes() for out in ("a", "b", "alone"))
        assert one == two == alone


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    write(tmp_path / "in" / "x.docx", year(2022, "1", "4"))
    address = f"postgresql://auditor:secret@127.0.0.1:{_port()}/postgres"
    result = audit(tmp_path / "in", tmp_path / "out", "--store", address)
    assert result.exit_code == 2
    assert "secret" not in result.stderr
    assert "127.0.0.1" in result.stderr
