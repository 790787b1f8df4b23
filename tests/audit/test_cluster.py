"""An audit over a Dask cluster: a real scheduler and two workers on this machine."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import dask
import psutil
import pytest
import sqlalchemy as sa

from tests.audit.test_audit import NAMES, audit, write, year
from tests.conftest import ROOT
from tests.dask_cluster import scheduler, worker
from tests.generator.jurisdiction import jurisdiction
from tests.processes.test_pool import setup
from validator.audit.cluster import Cluster
from validator.model.errors import UserError
from validator.reading.options import Bounds

_NOWHERE = subprocess.DEVNULL


def test_a_worker_killed_half_way_loses_nothing(tmp_path: Path) -> None:
    jurisdiction(tmp_path / "in", 6, [2022, 2023], damaged=0.1, seed=4)
    write(tmp_path / "in" / "a" / "x.docx", year(2022, "1", "4"))
    write(tmp_path / "in" / "y.html", year(2023, "3", "1"))
    audit(tmp_path / "in", tmp_path / "alone")
    with (
        scheduler(tmp_path) as (address, _),
        worker(address, tmp_path) as first,
        worker(address, tmp_path),
        subprocess.Popen(
            [sys.executable, "-m", "validator", "audit", str(tmp_path / "in"),
             "-o", str(tmp_path / "far"), "--cluster", address],
            cwd=ROOT, stdout=_NOWHERE, stderr=_NOWHERE,
        ) as running,
    ):  # fmt: skip
        _await_documents(tmp_path / "far" / "nianbao.db", 3)
        assert running.poll() is None
        first.send_signal(signal.SIGKILL)
        assert running.wait(120) in (1, 2)
    for name in NAMES:
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()
    assert _notices(tmp_path / "far") == _notices(tmp_path / "alone") != []


def _notices(out: Path) -> list[str]:
    return sorted(path.name for path in (out / "notices").iterdir())


def _await_documents(database: Path, least: int) -> None:
    engine = sa.create_engine(f"sqlite:///{database}")
    for _ in range(600):
        try:
            with engine.connect() as connection:
                count = connection.execute(sa.text("SELECT count(*) FROM documents")).scalar()
        except sa.exc.OperationalError:
            count = 0
        if (count or 0) >= least:
            break
        time.sleep(0.1)
    engine.dispose()


def test_a_piece_that_hangs_or_dies_costs_itself(tmp_path: Path) -> None:
    pieces = ["a", "hangs", "b", "dies", "c", "fails", "d"]
    with scheduler(tmp_path) as (address, _), worker(address, tmp_path) as process:
        with Cluster(address, setup, Bounds(seconds=5)) as cluster:
            done = {one.task: one for one in cluster.work(pieces)}
        assert process.poll() is None
        left = [" ".join(child.cmdline()) for child in psutil.Process(process.pid).children()]
        # Python keeps one of its own, which follows what processes share.
        assert not [own for own in left if "spawn_main" in own]
    assert {name for name, own in done.items() if own.answer == name.upper().encode()} == set(
        "abcd"
    )
    keys = {name: own.failure.key for name, own in done.items() if own.failure is not None}
    assert keys == {"hangs": "exceeds_seconds", "dies": "work_ended", "fails": "internal"}


def test_a_cluster_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("validator.audit.cluster._CONNECT_TIMEOUT", 2)
    write(tmp_path / "in" / "y.html", year(2023, "3", "1"))
    arguments = (tmp_path / "in", tmp_path / "out", "--cluster")
    ended = audit(*arguments, "tcp://127.0.0.1:9")
    assert (ended.exit_code, "连不上集群" in ended.stderr) == (2, True)
    with scheduler(tmp_path) as (address, _):
        ended = audit(*arguments, address)
        assert (ended.exit_code, "没有工作机器" in ended.stderr) == (2, True)
        monkeypatch.setattr("validator.audit.cluster._CONNECT_TIMEOUT", 60)
        with worker(address, tmp_path, "--nanny"):
            ended = audit(*arguments, address)
            assert (ended.exit_code, "--no-nanny" in ended.stderr) == (2, True)
            monkeypatch.setattr("validator.audit.cluster.__version__", "0.0.0")
            ended = audit(*arguments, address)
            assert (ended.exit_code, "同一版本" in ended.stderr) == (2, True)


def test_a_scheduler_that_goes_away_is_told(tmp_path: Path) -> None:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "2s"}),
        scheduler(tmp_path) as (address, process),
        worker(address, tmp_path),
        Cluster(address, setup, Bounds(seconds=30)) as cluster,
    ):
        done = cluster.work(["a", "hangs"])
        assert next(done).answer == b"A"
        process.kill()
        with pytest.raises(UserError) as told:
            next(done)
    assert told.value.key == "cluster_lost"
