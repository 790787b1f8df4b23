"""A Dask cluster on this machine: one scheduler and workers, each a process that can be killed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.conftest import ROOT

Process = subprocess.Popen[bytes]


def _dask(*arguments: str) -> Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    nowhere = subprocess.DEVNULL
    command = [sys.executable, "-m", "dask", *arguments]
    return subprocess.Popen(command, env=environment, stdout=nowhere, stderr=nowhere)


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, Process]]:
    """A scheduler with its address, which it writes into a file in a folder."""
    told = folder / "scheduler.json"
    process = _dask(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter",
        "--scheduler-file", str(told),
    )  # fmt: skip
    try:
        for _ in range(300):
            if told.exists() and told.stat().st_size:
                break
            time.sleep(0.1)
        yield json.loads(told.read_text("utf-8"))["address"], process
    finally:
        process.kill()
        process.wait()


@contextmanager
def worker(address: str, folder: Path, *more: str) -> Iterator[Process]:
    """A worker of one thread, which may start processes unless `more` says otherwise."""
    process = _dask(
        "worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard",
        "--local-directory", str(folder), *(more or ("--no-nanny",)),
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
        process.kill()
        process.wait()
