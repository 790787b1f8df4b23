"""nianbao serve: it starts, says where, and ends with all it started."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2 as httpx
import psutil
from click.testing import CliRunner

from tests.conftest import ROOT
from tests.web.test_api import FAULT, page
from validator.cli import group


@contextmanager
def serve(*more: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "validator", "serve", "--port", "0", "--lang", "en", *more]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http")), process
    finally:
        process.kill()
        process.wait()


def test_it_says_where_it_is_and_ends_with_all_it_started() -> None:
    with serve("--jobs", "1") as (address, process):
        assert address.startswith("http://127.0.0.1:")
        answer = httpx.post(f"{address}api/check", files={"file": ("a.html", page(FAULT))})
        assert answer.status_code == 200
        started = psutil.Process(process.pid).children(recursive=True)
        assert started
        process.send_signal(signal.SIGINT)
        process.wait(20)
        _, alive = psutil.wait_procs(started, timeout=10)
        assert alive == []


def test_beyond_this_machine_it_demands_a_token() -> None:
    with serve("--host", "0.0.0.0") as (address, _):
        place, _, token = address.replace("0.0.0.0", "127.0.0.1").partition("?token=")
        assert len(token) >= 16
        assert httpx.get(place).status_code == 401
        with httpx.Client(follow_redirects=True) as client:
            assert client.get(f"{place}?token={token}").status_code == 200
            assert client.get(place).status_code == 200


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = CliRunner().invoke(group, ["serve", "--port", port])
    assert ended.exit_code == 2
    assert f"端口 {port}" in ended.stderr
    assert "--port" in ended.stderr


def test_a_rule_that_is_none_is_told_before_it_starts() -> None:
    ended = CliRunner().invoke(group, ["serve", "--port", "0", "--select", "NOPE"])
    assert (ended.exit_code, "NOPE" in ended.stderr) == (2, True)
