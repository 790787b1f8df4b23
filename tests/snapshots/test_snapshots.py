"""What users see changes only on purpose."""

from pathlib import Path

import pytest

from tests.snapshots.cases import CASES
from tests.snapshots.running import SHOWN, seen


@pytest.mark.parametrize("name", CASES)
def test_users_see_what_they_saw(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = (SHOWN / f"{name}.txt").read_text("utf-8")
    assert seen(CASES[name], tmp_path) == shown, "read the change; if it is meant: make snapshots"


def test_no_snapshot_is_left_over() -> None:
    assert {path.stem for path in SHOWN.iterdir()} == set(CASES)
