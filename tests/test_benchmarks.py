"""Each benchmark in short, so that none is found broken when its figures are wanted."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

SHORT = {
    "check": ("examples/report-with-a-fault.pdf", "1"),
    "outputs": (),
    "audit": ("3", "0"),
    "serve": ("2", "4"),
    "soak": ("4", "8"),
}
# What each says of its own outcome; the times beside are not looked at.
SAID = {
    "check": "ratio check / pdfplumber",
    "outputs": "annotated pdf",
    "audit": "one process and two come to the same files: True",
    "serve": "2 simultaneous uploads",
    "soak": "0 answered wrong",
}


@pytest.mark.parametrize("name", SHORT)
def test_it_runs_and_comes_to_its_end(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *SHORT[name]],
        cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert SAID[name] in done.stdout
    assert "0 answered wrong" in done.stdout or name != "serve"


def test_none_is_left_out() -> None:
    own = {path.stem for path in (ROOT / "benchmarks").glob("*.py")} - {"__init__"}
    # Parts of `accuracy`, and what has a short test of its own; `scale` and `zeros` read scans,
    # which takes half a minute.
    tested = {
        "accuracy", "cells", "culprits", "hostile", "oddities", "page_breaks", "programs",
        "ratchet", "scale", "scans", "sentences", "zeros",
    }  # fmt: skip
    assert own - set(SHORT) == tested
