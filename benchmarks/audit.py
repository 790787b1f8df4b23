"""What an audit costs: `python -m benchmarks.audit [BODIES [KILLS]]`.

Draws a jurisdiction of invented bodies over three years, one document in twenty damaged, and
prints, from one run on one machine: documents a second with one process and with two; a second
run with nothing changed against the first; the peak memory of the parent by number of
documents; and whether an audit killed at random moments comes to the same result.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.generator.jurisdiction import jurisdiction

YEARS = [2021, 2022, 2023]
# Results that must be the same, byte for byte, however an audit came to its end.
SAME = ("findings.json", "figures.csv", "index.html")
COMMAND = [sys.executable, "-m", "benchmarks.audit", "--audit"]


def command(folder: Path, out: Path, *more: str) -> list[str]:
    """The command line of an audit."""
    return [*COMMAND, str(folder), "-o", str(out), *more]


def timed(arguments: Sequence[str]) -> tuple[float, int]:
    """Seconds and peak megabytes of the parent of an audit."""
    start = time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1, 2) or not done.stdout:
        raise SystemExit(done.stderr)
    return seconds, int(done.stdout.rsplit(maxsplit=1)[-1])


def killed(folder: Path, base: Path, kills: int, longest: float, seed: int = 1) -> int:
    """How often an audit killed at random moments did not come to the result of `base`."""
    moments = random.Random(seed)
    done, differs, rounds = 0, 0, 0
    while done < kills:
        with tempfile.TemporaryDirectory() as place:
            out = Path(place) / "out"
            while done < kills:
                audit = subprocess.Popen(
                    command(folder, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
                try:
                    audit.wait(moments.uniform(0.2, longest))
                    break
                except subprocess.TimeoutExpired:
                    audit.send_signal(signal.SIGKILL)
                    audit.wait()
                    done += 1
            timed(command(folder, out))
            rounds += 1
            differs += any((out / n).read_bytes() != (base / n).read_bytes() for n in SAME)
    print(f"killed {done} times in {rounds} audits: {differs} ended otherwise than without")
    return differs


def main(bodies: int = 300, kills: int = 20) -> None:
    """Draw, audit, print."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "reports", Path(place) / "out"
        filed = jurisdiction(folder, bodies, YEARS)
        count, broken = len(filed), sum(one.damaged for one in filed)
        print(f"{count} documents of {bodies} bodies, {broken} of them damaged")
        rates = {}
        for jobs in (1, 2):
            seconds, _ = timed(command(folder, Path(f"{out}{jobs}"), "--jobs", str(jobs)))
            rates[jobs] = count / seconds
            print(f"{jobs} process(es): {seconds:.1f} s, {rates[jobs]:.1f} documents/s")
        print(f"two processes against one: {rates[2] / rates[1]:.2f}")
        again, _ = timed(command(folder, Path(f"{out}2"), "--jobs", "2"))
        print(f"again, nothing changed: {again:.2f} s, {again * rates[2] / count:.1%} of the first")
        same = all(
            (Path(f"{out}1") / n).read_bytes() == (Path(f"{out}2") / n).read_bytes() for n in SAME
        )
        print(f"one process and two come to the same files: {same}")
        memory = {}
        for part in (9, 3, 1):
            some = Path(place) / f"part{part}"
            jurisdiction(some, max(bodies // part, 1), YEARS)
            size = len([path for path in some.rglob("*") if path.is_file()])
            memory[size] = timed(command(some, Path(place) / f"memory{part}"))[1]
        print("peak of the parent: " + ", ".join(f"{n}: {m} MB" for n, m in memory.items()))
        if kills:
            killed(folder, Path(f"{out}2"), kills, 0.8 * count / rates[2])


def _audit(arguments: Sequence[str]) -> None:
    """An audit in this process, which then prints its own peak memory in megabytes."""
    from validator.cli import group

    try:
        group(["audit", *arguments], prog_name="nianbao")
    except SystemExit as end:
        print(own_peak())
        raise end


def own_peak() -> int:
    """The peak of this process in megabytes; what getrusage tells includes who started it."""
    status = Path("/proc/self/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1000


if __name__ == "__main__":
    if "--audit" in sys.argv:
        _audit(sys.argv[sys.argv.index("--audit") + 1 :])
    else:
        main(*map(int, sys.argv[1:]))
