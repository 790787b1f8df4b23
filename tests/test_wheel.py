"""The wheel holds all that is needed, and works in an environment of its own elsewhere."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


def command(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_"))}
    return subprocess.run(
        [str(a) for a in arguments],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = command(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT, cwd=ROOT
    )
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("nianbao-*.whl")
    return path


def test_rules_and_schemas_are_in_the_wheel_and_tests_are_not(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("rules", "schemas"):
        files = {p for p in (ROOT / folder).rglob("*") if p.is_file()}
        assert files
        assert {f"validator/{p.relative_to(ROOT).as_posix()}" for p in files} <= names
    sources = set((ROOT / "validator").rglob("*.py"))
    assert {p.relative_to(ROOT).as_posix() for p in sources} <= names
    assert "validator/py.typed" in names
    assert not [n for n in names if n.startswith(("tests/", "benchmarks/", "examples/"))]


def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    assert command(sys.executable, "-m", "venv", environment, cwd=tmp_path).returncode == 0
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    installed = command(scripts / "python", "-m", "pip", "install", "-q", wheel, cwd=tmp_path)
    if "No matching distribution" in installed.stderr or "connection" in installed.stderr.lower():
        pytest.skip("needs a package index to install the wheel's dependencies from")
    assert installed.returncode == 0, installed.stderr
    report = tmp_path / "report.pdf"
    report.write_bytes((ROOT / "examples" / "report-with-a-fault.pdf").read_bytes())
    checked = command(scripts / "nianbao", "check", "report.pdf", cwd=tmp_path)
    assert checked.returncode == 1, checked.stderr
    assert "SUM001" in checked.stdout
    assert command(scripts / "nianbao", "schema", "report", cwd=tmp_path).returncode == 0
    where = command(
        scripts / "python", "-c", "import validator; print(validator.__file__)", cwd=tmp_path
    )
    assert Path(where.stdout.strip()).is_relative_to(environment.resolve())
