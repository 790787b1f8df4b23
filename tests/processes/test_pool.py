"""Work in processes: what hangs, dies or takes too much costs its own piece alone."""

import os
import pickle
import signal
import time
from collections.abc import Callable
from pathlib import Path

from validator.processes import pool as pool_module
from validator.processes.pool import Pool, report_progress
from validator.reading.options import Bounds


class Lie:
    """Something that makes a folder where it is unpickled."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.place,)


def setup() -> Callable[[str], bytes]:
    return work


def work(piece: str) -> bytes:
    if piece == "hangs":
        time.sleep(60)
    elif piece == "dies":
        os._exit(7)
    elif piece == "takes":
        taken = bytearray(700_000_000)
        for at in range(0, len(taken), 4096):
            taken[at] = 1
        time.sleep(60)
    elif piece == "tells":
        report_progress(1, 2)
        report_progress(2, 2)
    elif piece.startswith("lies "):
        # As one would that a hostile document has taken over.
        pickled = pickle.dumps(Lie(piece.removeprefix("lies ")))
        for connection in pool_module._pool_connections:
            connection.send_bytes(pickled)
        time.sleep(60)
    elif piece == "fails":
        raise ValueError
    return piece.upper().encode()


def test_each_piece_has_its_own_end() -> None:
    pieces = ["a", "hangs", "b", "dies", "c", "takes", "d", "fails", "e"]
    with Pool(setup, 2, Bounds(seconds=5, memory=400)) as pool:
        done = {one.task: one for one in pool.work(pieces)}
    assert set(done) == set(pieces)
    for name in "abcde":
        assert done[name].answer == name.upper().encode()
        assert done[name].failure is None
    keys = {name: own.failure.key for name, own in done.items() if own.failure is not None}
    assert keys == {
        "hangs": "exceeds_seconds",
        "dies": "work_ended",
        "takes": "exceeds_memory",
        "fails": "internal",
    }
    assert done["dies"].failure is not None
    assert done["dies"].failure.details == {"code": "7"}


def test_a_piece_tells_how_far_it_is() -> None:
    told: list[tuple[str, object]] = []
    with Pool(setup, 1, Bounds(), lambda piece, value: told.append((piece, value))) as pool:
        (done,) = pool.work(["tells"])
    assert done.answer == b"TELLS"
    assert told == [("tells", (1, 2)), ("tells", (2, 2))]


def test_what_a_process_says_is_not_run(tmp_path: Path) -> None:
    harm = tmp_path / "harm"
    pickle.loads(pickle.dumps(Lie(str(harm))))
    assert harm.exists()
    harm.rmdir()
    lie = f"lies {harm}"
    with Pool(setup, 1, Bounds(seconds=5)) as pool:
        done = {one.task: one for one in pool.work([lie, "a"])}
    assert not harm.exists()
    assert done[lie].failure is not None
    assert done["a"].answer == b"A"


def test_a_process_that_died_while_it_waited_costs_nothing() -> None:
    with Pool(setup, 1, Bounds(seconds=5, memory=400)) as pool:
        (first,) = pool.work(["a"])
        (waiting,) = pool._idle
        os.kill(waiting.process.pid or 0, signal.SIGKILL)
        waiting.process.join()
        (second,) = pool.work(["b"])
    assert (first.answer, second.answer) == (b"A", b"B")


def test_a_process_that_does_not_read_holds_up_no_other() -> None:
    with Pool(setup, 2, Bounds(seconds=2, memory=400)) as pool:
        assert {one.answer for one in pool.work(["a", "b"])} == {b"A", b"B"}
        stopped = pool._idle[-1]
        os.kill(stopped.process.pid or 0, signal.SIGSTOP)
        first, second = pool.work(["x" * 10_000_000, "c"])
    assert first.answer == b"C"
    assert second.failure is not None
    assert second.failure.key == "exceeds_seconds"
