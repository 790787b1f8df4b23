"""The page under load, with its processes killed: `python -m benchmarks.soak [SECONDS [UPLOADS]]`.

Eight clients upload reports of several forms to `nianbao serve`, on the page and by its API, while
one process after the other is killed. Every request must be answered, what was not killed must be
answered right, the server's memory must stay flat, and nothing may be left in the temporary folder
or running. Prints what was; fails if that is not so.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import httpx2 as httpx
import psutil

from tests.generator import text, web, word
from tests.generator.pdf import draw
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

CLIENTS = 8
# Seconds between two kills, and the growth of memory that is no leak: share and MB.
_KILL_EVERY, _MOST_GROWTH, _MOST_MEGABYTES = 3.0, 0.1, 20.0
_CELL, _FIGURE = "requests.new.total", "4711"
# Refusals of a document whose process was killed, and how long whoever waits for one waits.
_KILLED = frozenset({"work_ended", "work_lost"})
_PATIENCE = 120.0


class Server(NamedTuple):
    """A server: its address, its process, and the folder that it has for temporary files."""

    address: str
    process: psutil.Process
    temporary: Path

    def workers(self) -> list[psutil.Process]:
        """The processes that read documents."""
        workers: list[psutil.Process] = []
        for process in self.process.children(recursive=True):
            # One that has just ended is none.
            with suppress(psutil.Error):
                if "spawn_main" in " ".join(process.cmdline()):
                    workers.append(process)
        return workers


@contextmanager
def serving() -> Iterator[Server]:
    """A server of the page, with a temporary folder of its own."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        command = [sys.executable, "-m", "validator", "serve", "--port", "0"]
        environment = os.environ | {"TMPDIR": folder}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        try:
            assert process.stdout is not None
            words = process.stdout.readline().split()
            address = next(word for word in words if word.startswith("http")).split("（")[0]
            yield Server(address, psutil.Process(process.pid), Path(folder))
        finally:
            process.terminate()
            process.wait(20)


def documents() -> list[tuple[str, bytes]]:
    """A report with a wrong total in several forms, and files that are no reports."""
    document = specimen(load_formats(), Edits.of({"cells": {_CELL: _FIGURE}}))
    return [
        ("wrong.pdf", draw(document)),
        ("wrong.docx", word.write(document)),
        ("wrong.html", web.write(document)),
        ("wrong.txt", text.write(document).encode()),
        ("old.rtf", b"{\\rtf1 nothing}"),
        ("broken.pdf", draw(document)[:5000]),
    ]


def by_api(client: httpx.Client, name: str, data: bytes) -> str:
    """What came of an upload to the API: `right`, `killed`, or what is wrong."""
    answer = client.post("/api/check", files={"file": (name, data)})
    if answer.status_code not in (200, 422):
        return f"status {answer.status_code} {answer.text[:60]}"
    (run,) = answer.json()["runs"]
    if run.get("error", {}).get("code") in _KILLED:
        return "killed"
    if not name.startswith("wrong"):
        return "right" if "error" in run else "no refusal"
    figures = {spot.get("text") for finding in run["findings"] for spot in finding["locations"]}
    return "right" if _FIGURE in figures else "not found"


def on_page(client: httpx.Client, name: str, data: bytes) -> str:
    """The same of an upload on the page."""
    place = client.post("/documents", files={"file": (name, data)}).headers["location"]
    until = time.monotonic() + _PATIENCE
    while not client.get(f"{place}/state").json()["done"]:
        if time.monotonic() > until:
            return "never done"
        time.sleep(0.1)
    answer = client.get(place)
    client.post(f"{place}/close")
    if f"现填 {_FIGURE}" in answer.text:
        return "right"
    if not name.startswith("wrong"):
        return "right" if answer.status_code == 200 else f"status {answer.status_code}"
    return "killed" if "未能检查" in answer.text else "not found"


def load(server: Server, seconds: float, uploads: float) -> tuple[Counter[str], int, list[float]]:
    """Upload and kill; what came of the uploads, how many were killed, memory over time (MB)."""
    ended = threading.Event()
    memory: list[float] = []
    kills = 0

    def kill() -> None:
        nonlocal kills
        chance = random.Random(1)
        while not ended.wait(_KILL_EVERY):
            memory.append(server.process.memory_info().rss / 1e6)
            if workers := server.workers():
                chance.choice(workers).kill()
                kills += 1

    pause = seconds * CLIENTS / uploads
    given = documents()

    def upload(number: int) -> Counter[str]:
        outcomes: Counter[str] = Counter()
        ways: tuple[Callable[[httpx.Client, str, bytes], str], ...] = (by_api, on_page)
        with httpx.Client(
            base_url=server.address, timeout=_PATIENCE, headers={"accept-language": "zh"}
        ) as client:
            until = time.monotonic() + seconds
            turn = number
            while time.monotonic() < until:
                begun = time.monotonic()
                try:
                    outcomes[ways[turn % 2](client, *given[turn % len(given)])] += 1
                except httpx.HTTPError as error:
                    outcomes[type(error).__name__] += 1
                turn += 1
                time.sleep(max(begun + pause - time.monotonic(), 0))
        return outcomes

    killing = threading.Thread(target=kill)
    killing.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as clients:
            outcomes = sum(clients.map(upload, range(CLIENTS)), Counter[str]())
    finally:
        ended.set()
        killing.join()
    return outcomes, kills, memory


def main(seconds: float = 120, uploads: float = 200) -> int:
    """Load, print, and return 1 if something is wrong."""
    with serving() as server:
        outcomes, kills, memory = load(server, seconds, uploads)
        started = server.process.children(recursive=True)
        left = sorted(path.name for path in server.temporary.iterdir())
    # The server has ended.
    running = psutil.wait_procs(started, timeout=5)[1]
    third = max(len(memory) // 3, 1)
    before, after = (sum(part) / max(len(part), 1) for part in (memory[:third], memory[-third:]))
    grown = after - before
    wrong = sum(outcomes.values()) - outcomes["right"] - outcomes["killed"]
    flat = grown <= max(_MOST_GROWTH * before, _MOST_MEGABYTES)
    for outcome, count in sorted(outcomes.items()):
        print(f"{outcome:<24}{count:6}")
    print(f"{sum(outcomes.values())} uploads, {kills} processes killed, {wrong} answered wrong")
    print(f"memory of the server: {before:.0f} MB at first, {after:.0f} MB at last")
    print(f"left in the temporary folder: {left or 'nothing'}; still running: {len(running)}")
    return int(bool(wrong or left or running or not flat))


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
