"""Work in processes: what hangs, dies or takes too much costs its own piece alone."""

import os
import time
from collections.abc import Callable

from validator.processes.pool import Bounds, Pool, tell


def setup() -> Callable[[str], str]:
    return work


def work(piece: str) -> str:
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
        tell((1, 2))
        tell((2, 2))
    elif piece == "fails":
        raise ValueError
    return piece.upper()


def test_each_piece_has_its_own_end() -> None:
    pieces = ["a", "hangs", "b", "dies", "c", "takes", "d", "fails", "e"]
    with Pool(setup, 2, Bounds(seconds=5, megabytes=400)) as pool:
        done = {one.task: one for one in pool.work(pieces)}
    assert set(done) == set(pieces)
    for name in "abcde":
        assert done[name].answer == name.upper()
        assert done[name].failure is None
    keys = {name: own.failure.key for name, own in done.items() if own.failure is not None}
    assert keys == {
        "hangs": "work_too_long",
        "dies": "work_ended",
        "takes": "work_too_large",
        "fails": "internal",
    }
    assert done["dies"].failure is not None
    assert done["dies"].failure.details == {"code": "7"}


def test_a_piece_tells_how_far_it_is() -> None:
    told: list[tuple[str, object]] = []
    with Pool(setup, 1, Bounds(), lambda piece, value: told.append((piece, value))) as pool:
        (done,) = pool.work(["tells"])
    assert done.answer == "TELLS"
    assert told == [("tells", (1, 2)), ("tells", (2, 2))]
