"""What the page bears: `python -m benchmarks.serve [UPLOADS [BROKEN]]`.

Starts `nianbao serve`, and prints, from one run on one machine: the seconds until so many
simultaneous uploads of five-page PDFs are all answered and how many were answered wrong; the
longest that the first page took meanwhile; that broken uploads leave it serving; and the memory
of the server and its processes before and after.
"""

import random
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2 as httpx
import psutil

from tests.generator.pdf import Style, draw
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

# Each upload has a wrong total of its own, which must be found in it.
_CELL = "requests.new.total"
# Long enough for five pages.
_TEXTS = {"overview": "本单位按照规定主动公开政府信息，及时更新目录和指南。" * 90}


def uploads(count: int) -> list[tuple[str, bytes]]:
    """So many reports of five pages, each with the wrong figure that is to be found."""
    drawn = []
    for number in range(count):
        figure = str(1000 + number)
        edits = Edits.of({"issuer": "云岭市水务局", "cells": {_CELL: figure}, "texts": _TEXTS})
        drawn.append((figure, draw(specimen(load_formats(), edits), Style(font=11.0, margin=84.0))))
    return drawn


def read(client: httpx.Client, figure: str, data: bytes) -> bool:
    """Whether an upload on the page comes to a document on which its own figure is named."""
    answer = client.post("/documents", files={"file": (f"{figure}.pdf", data)})
    place = answer.headers["location"]
    while not client.get(f"{place}/state").json()["done"]:
        time.sleep(0.05)
    text = client.get(place).text
    client.post(f"{place}/close")
    return f"现填 {figure}" in text


def memory(server: psutil.Process) -> float:
    """Megabytes of a process and those it started."""
    every = (server, *server.children(recursive=True))
    return sum(process.memory_info().rss for process in every) / 1e6


def main(count: int = 20, broken: int = 300) -> None:
    """Start, load, print."""
    drawn = uploads(count)
    command = [sys.executable, "-m", "validator", "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        address = next(word for word in words if word.startswith("http")).split("（")[0]
        server = psutil.Process(process.pid)
        with httpx.Client(
            base_url=address, timeout=300, headers={"accept-language": "zh"}
        ) as client:
            with ThreadPoolExecutor(4) as some:
                list(some.map(lambda one: read(client, *one), drawn[:4]))
            before = memory(server)
            _load(client, drawn)
            chance = random.Random(1)
            answers = [
                client.post("/api/check", files={"file": ("x.pdf", _broken(drawn[0][1], chance))})
                for _ in range(broken)
            ]
            answered = sum(answer.status_code in (200, 422) for answer in answers)
            serves = read(client, *drawn[0])
            print(f"{broken} broken uploads: {answered} answered, serving after: {serves}")
            after = memory(server)
            print(
                f"memory: {before:.0f} MB before, {after:.0f} MB after, {after / before - 1:+.0%}"
            )
    finally:
        process.terminate()
        process.wait(20)


def _load(client: httpx.Client, drawn: list[tuple[str, bytes]]) -> None:
    waits: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            start = time.perf_counter()
            client.get("/")
            waits.append(time.perf_counter() - start)
            time.sleep(0.02)

    looking = threading.Thread(target=look)
    start = time.perf_counter()
    looking.start()
    with ThreadPoolExecutor(len(drawn)) as many:
        right = list(many.map(lambda one: read(client, *one), drawn))
    seconds = time.perf_counter() - start
    ended.set()
    looking.join()
    print(
        f"{len(drawn)} simultaneous uploads: {seconds:.1f} s, {right.count(False)} answered wrong"
    )
    middle, most = statistics.median(waits) * 1000, max(waits) * 1000
    print(f"the first page meanwhile: {middle:.0f} ms in the median, {most:.0f} ms at most")


def _broken(data: bytes, chance: random.Random) -> bytes:
    cut = bytearray(data[: chance.randrange(10, len(data))])
    for _ in range(20):
        cut[chance.randrange(len(cut))] = chance.randrange(256)
    return bytes(cut)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
