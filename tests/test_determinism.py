"""The same input gives the same bytes, in another process and with another hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

EXAMPLE = "examples/report-with-a-fault.pdf"


def output(*arguments: str, seed: str, cache: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "NIANBAO_CACHE": cache}
    done = subprocess.run(
        [sys.executable, "-m", "validator", *arguments],
        cwd=ROOT, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stderr == b""
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", EXAMPLE),
        ("check", "--format", "json", EXAMPLE),
        ("extract", EXAMPLE),
        ("extract", "--engine", "pdfplumber", EXAMPLE),
        ("rules", "SUM"),
    ],
    ids=" ".join,
)
def test_two_runs_give_the_same_bytes(arguments: tuple[str, ...], tmp_path: Path) -> None:
    first = output(*arguments, seed="1", cache=str(tmp_path / "cache"))
    # The second run finds the cache filled, the third has none.
    second = output(*arguments, seed="2", cache=str(tmp_path / "cache"))
    third = output(*arguments, seed="3", cache="")
    assert first == second == third != b""
    assert str(ROOT).encode() not in first


def test_the_cache_is_a_copy_and_never_the_truth(tmp_path: Path) -> None:
    from validator.rulebase import cache
    from validator.rulebase.declarations import load

    path = tmp_path / "words.yaml"
    path.write_text("a: {b: one}\n")
    assert load(path, "messages") == {"a": {"b": "one"}}
    assert cache.fetch(path, path.read_bytes()) == {"a": {"b": "one"}}
    path.write_text("a: {b: two}\n")
    assert cache.fetch(path, path.read_bytes()) is None
    assert load(path, "messages") == {"a": {"b": "two"}}
    folder = Path(cache.folder() or "")
    kept = [entry for entry in folder.iterdir() if entry.name.startswith("words-")]
    assert len(kept) == 1
    kept[0].write_text("{ not json")
    assert load(path, "messages") == {"a": {"b": "two"}}
