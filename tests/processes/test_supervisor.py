"""A command under supervision: what exceeds a bound costs its document, and nothing stays."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT
from tests.generator.text import write
from validator.processes.usage import kill_family
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals of POSIX")

# The command, in which reading a document of such a name does what it says.
DEEDS = """
import os, time
from pathlib import Path
from validator import cli
from validator.pipeline import document
from validator.pipeline.session import Session
from validator.processes import child, supervisor

if os.environ.get("STARTED"):
    # As on Windows, where processes do not fork.
    supervisor.start_child = lambda _, given_up: child.StartedChild(given_up)

usual, checked = document.read, Session.check

def read(data, name, options, progress):
    Path(name + ".begun").touch()
    if "hangs" in name:
        time.sleep(60)
    if "holds" in name:
        # One long call of a C library, which hears no signal of Python's.
        import re
        re.match("(a|a)*$", "a" * 60 + "b")
    if "dies" in name:
        os._exit(7)
    if "takes" in name:
        taken = bytearray(900 * 2**20)
        time.sleep(60)
    return usual(data, name, options, progress)

def check(self, document, *others, **more):
    checking = checked(self, document, *others, **more)
    Path(document.name + ".done").touch()
    return checking

document.read, Session.check = read, check
if __name__ == "__main__":
    cli.main()
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    whole = write(specimen(load_formats()))
    for name in ("hangs", "holds", "dies", "takes", "good"):
        (folder / f"{name}.txt").write_text(whole, "utf-8")
    (folder / "deeds.py").write_text(DEEDS, "utf-8")
    return folder


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    for mark in (*folder.glob("*.begun"), *folder.glob("*.done")):
        mark.unlink()
    command = [sys.executable, "deeds.py", "check", *arguments]
    own = {"PYTHONPATH": str(ROOT), "NIANBAO_LANG": "en"}
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background has it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = start(folder, *arguments)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def descendants(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def wait_for(mark: Path) -> None:
    """Wait until a document is read or checked (`.begun`, `.done`), and a little longer."""
    until(mark.exists)
    time.sleep(0.5)


def test_where_processes_do_not_fork_too(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STARTED", "1")
    process = start(page, "hangs.txt", "--bound", "seconds=1", "--format", "json")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    (run,) = json.loads(out)["runs"]
    assert run["error"]["code"] == "exceeds_seconds"
    with running(page, "hangs.txt") as process:
        wait_for(page / "hangs.txt.begun")
        left = descendants(process)
        assert left
        process.kill()
        _, alive = psutil.wait_procs(left, timeout=2)
        assert alive == []


@pytest.mark.parametrize(
    ("name", "bound", "code"),
    [
        ("hangs", "seconds=1", "exceeds_seconds"),
        ("holds", "seconds=1", "exceeds_seconds"),
        ("takes", "memory=400", "exceeds_memory"),
        ("dies", "seconds=60", "work_ended"),
    ],
)
def test_a_document_beyond_its_bounds_is_refused(
    page: Path, name: str, bound: str, code: str
) -> None:
    process = start(page, f"{name}.txt", "--bound", bound, "--format", "json")
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    (run,) = json.loads(out)["runs"]
    assert run["error"]["code"] == code
    if code.startswith("exceeds_"):
        assert f"--bound {bound.partition('=')[0]}=N" in run["error"]["message"]
    assert "Traceback" not in errors


def test_one_document_of_several_is_refused(page: Path) -> None:
    names = ["good.txt", "dies.txt", "hangs.txt", "takes.txt"]
    process = start(page, *names, "--bound", "seconds=4", "--bound", "memory=500", "--format=json")
    out, _ = process.communicate(timeout=90)
    codes = [run.get("error", {}).get("code") for run in json.loads(out)["runs"]]
    assert codes == [None, "work_ended", "exceeds_seconds", "exceeds_memory"]
    assert process.returncode == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["hangs", "holds"])
def test_an_interrupted_command_says_so_and_leaves_nothing(
    page: Path, name: str, number: signal.Signals
) -> None:
    with running(page, f"{name}.txt") as process:
        wait_for(page / f"{name}.txt.begun")
        left = descendants(process)
        process.send_signal(number)
        out, errors = process.communicate(timeout=20)
        assert process.returncode == 128 + number
        assert errors.splitlines() == [
            "nianbao: error: Interrupted: what was not finished has not been checked."
        ]
        assert out == ""
        _, alive = psutil.wait_procs(left, timeout=2)
        assert alive == []


def test_a_signal_that_the_shell_ignores_ends_nothing(page: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = start(page, "hangs.txt", "--bound", "seconds=3", "--format=json")
    finally:
        signal.signal(signal.SIGHUP, before)
    wait_for(page / "hangs.txt.begun")
    process.send_signal(signal.SIGHUP)
    out, _ = process.communicate(timeout=60)
    assert json.loads(out)["runs"][0]["error"]["code"] == "exceeds_seconds"


def test_what_was_finished_is_reported(page: Path) -> None:
    with running(page, "good.txt", "hangs.txt", "--jobs", "2", "--format=json") as process:
        wait_for(page / "good.txt.done")
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    good, other = json.loads(out)["runs"]
    assert good["checks"]["passed"] > 0
    assert other["error"]["code"] == "interrupted"


@pytest.mark.parametrize("names", [["holds.txt"], ["holds.txt", "hangs.txt"]])
def test_nothing_stays_when_the_command_is_killed(page: Path, names: list[str]) -> None:
    with running(page, *names, "--jobs", "2") as process:
        for name in names:
            wait_for(page / f"{name}.begun")
        left = descendants(process)
        process.kill()
        _, alive = psutil.wait_procs(left, timeout=2)
        assert alive == []


def test_a_killed_worker_costs_its_document(page: Path) -> None:
    with running(page, "good.txt", "hangs.txt", "--jobs", "2", "--format=json") as process:
        wait_for(page / "good.txt.done")
        for child in descendants(process):
            if "spawn_main" in " ".join(child.cmdline()):
                child.kill()
        out, _ = process.communicate(timeout=60)
    good, other = json.loads(out)["runs"]
    assert (good.get("error"), other["error"]["code"]) == (None, "work_ended")


def test_no_more_processes_than_documents(page: Path) -> None:
    with running(page, "hangs.txt", "holds.txt", "--jobs", "100000") as process:
        wait_for(page / "holds.txt.begun")
        workers = [c for c in descendants(process) if "spawn_main" in " ".join(c.cmdline())]
        assert len(workers) <= 2


CONVERTER = """#!/bin/sh
echo $$ > "$HOME/../../../begun"
sleep 100 & wait
"""


@pytest.mark.parametrize("killed", ["command", "worker", "family"])
def test_a_converter_ends_with_whoever_called_it(killed: str, tmp_path: Path) -> None:
    programs, temporary = tmp_path / "programs", tmp_path / "temporary"
    programs.mkdir()
    temporary.mkdir()
    (programs / "soffice").write_text(CONVERTER)
    (programs / "soffice").chmod(0o755)
    (tmp_path / "old.rtf").write_text("{\\rtf1 2023}")
    environment = os.environ | {
        "PATH": f"{programs}:{os.environ['PATH']}", "TMPDIR": str(temporary),
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-m", "validator", "check", str(tmp_path / "old.rtf")]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    begun = tmp_path / "begun"
    until(lambda: begun.exists() and begun.read_text().strip())
    converter = psutil.Process(int(begun.read_text()))
    started = [converter, *converter.children(recursive=True)]
    worker = psutil.Process(process.pid).children()[0]
    if killed == "family":
        kill_family(worker.pid)
    else:
        (worker if killed == "worker" else process).kill()
    assert psutil.wait_procs(started, timeout=10)[1] == []
    until(lambda: not list(temporary.iterdir()))
    process.wait(10)
