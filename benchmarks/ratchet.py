"""What is read of documents and sentences of others may only get better: `make ratchet`.

Runs the cases in `../shared/cases`, documents in layouts of others, and the passages in
`../shared/sentences`, and compares what they come to with the limits below. Exits with 1 if less
is right, or more is false, than these say. Where a folder is missing, says so.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
CASES, SENTENCES = SHARED / "cases", SHARED / "sentences"
# What the 99 cases came to when these limits were last moved: they move only to the better.
MIN_RIGHT = 19_572
MAX_FALSE_ERRORS = 0
MAX_FALSE_WARNINGS = 1
# What the 60 passages and 40 traps came to: at least, and at most.
LEAST = {"read": 266, "found": 307, "statements": 43}
MOST = {"wrong": 0, "false_alarms": 0, "traps_alarmed": 0}
_SUMMARY = re.compile(
    r"SUMMARY cases \d+, clean \d+, cells (?P<right>\d+)/\d+ .*"
    r"false errors (?P<errors>\d+), false warnings (?P<warnings>\d+)"
)


def main() -> int:
    """Run and compare; 0 if nothing is worse."""
    worse: list[str] = []
    for folder, script, compare in (
        (CASES, "run.py", compare_cases),
        (SENTENCES, "try.py", compare_sentences),
    ):
        if (folder / script).is_file():
            worse.extend(compare(Path(sys.executable).with_name("nianbao")))
        else:
            print(f"skipped: {folder} is not there")
    for line in worse:
        print(f"worse than before: {line}")
    return 1 if worse else 0


def compare_cases(command: Path) -> list[str]:
    """What is worse than before in the documents in layouts of others."""
    environment = {**os.environ, "NIANBAO": str(command), "QUIET": "1"}
    output = _run([sys.executable, str(CASES / "run.py")], environment)
    summary = _SUMMARY.search(output)
    if summary is None:
        print(output[-2000:])
        return ["cases: no summary"]
    print(summary[0])
    right, errors, warnings = (int(summary[part]) for part in ("right", "errors", "warnings"))
    return [
        f"{name}: {value}, limit {limit}"
        for name, value, limit, is_worse in (
            ("cells right", right, MIN_RIGHT, right < MIN_RIGHT),
            ("false errors", errors, MAX_FALSE_ERRORS, errors > MAX_FALSE_ERRORS),
            ("false warnings", warnings, MAX_FALSE_WARNINGS, warnings > MAX_FALSE_WARNINGS),
        )
        if is_worse
    ]


def compare_sentences(command: Path) -> list[str]:
    """What is worse than before in the passages in the wording of offices."""
    files = [str(SENTENCES / name) for name in ("passages.yaml", "traps.yaml")]
    output = _run([sys.executable, str(SENTENCES / "try.py"), str(command), *files], os.environ)
    try:
        counts = json.loads(output.strip().splitlines()[-1])
    except (IndexError, ValueError):
        print(output[-2000:])
        return ["sentences: no summary"]
    print(f"SENTENCES {counts}")
    return [
        *(f"{key}: {counts[key]}, limit {n}" for key, n in LEAST.items() if counts[key] < n),
        *(f"{key}: {counts[key]}, limit {n}" for key, n in MOST.items() if counts[key] > n),
    ]


def _run(command: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    return done.stdout or done.stderr


if __name__ == "__main__":
    sys.exit(main())
