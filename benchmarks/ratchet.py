"""The collection of cases beside the project may only get better: `python -m benchmarks.ratchet`.

Runs the cases in `../shared/cases`, documents in layouts of others, and compares what they come to
with the limits below. Exits with 1 if fewer cells are right, or more findings false, than these
say; `make ratchet`. Where the folder is missing, says so and exits with 0.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "cases"
# What the 99 cases came to when these limits were last moved: they move only to the better.
MIN_RIGHT = 18_851
MAX_FALSE_ERRORS = 75
MAX_FALSE_WARNINGS = 54
_SUMMARY = re.compile(
    r"SUMMARY cases \d+, clean \d+, cells (?P<right>\d+)/\d+ .*"
    r"false errors (?P<errors>\d+), false warnings (?P<warnings>\d+)"
)


def main() -> int:
    """Run and compare; 0 if nothing is worse."""
    if not (CASES / "run.py").is_file():
        print(f"skipped: {CASES} is not there")
        return 0
    command = Path(sys.executable).with_name("nianbao")
    environment = {**os.environ, "NIANBAO": str(command), "QUIET": "1"}
    done = subprocess.run(
        [sys.executable, str(CASES / "run.py")],
        env=environment, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    summary = _SUMMARY.search(done.stdout)
    if summary is None:
        print(done.stdout[-2000:] + done.stderr[-2000:])
        return 1
    print(summary[0])
    right, errors, warnings = (int(summary[part]) for part in ("right", "errors", "warnings"))
    worse = [
        f"{name}: {value}, limit {limit}"
        for name, value, limit, is_worse in (
            ("cells right", right, MIN_RIGHT, right < MIN_RIGHT),
            ("false errors", errors, MAX_FALSE_ERRORS, errors > MAX_FALSE_ERRORS),
            ("false warnings", warnings, MAX_FALSE_WARNINGS, warnings > MAX_FALSE_WARNINGS),
        )
        if is_worse
    ]
    for line in worse:
        print(f"worse than before: {line}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
