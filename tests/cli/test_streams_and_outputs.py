"""Where output goes: nothing is destroyed, and nothing undelivered is a success."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT
from tests.generator.example import FAULTS
from tests.generator.text import write
from tests.generator.word import write as write_word
from validator.cli import group
from validator.rendering import OUTPUTS
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments])


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = f'nianbao() {{ "{sys.executable}" -m validator "$@"; }}; {line}'
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NIANBAO_LANG": "en"}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(write(specimen(load_formats())), "utf-8")
    (tmp_path / "faulty.txt").write_text(write(specimen(load_formats(), FAULTS)), "utf-8")
    (tmp_path / "plain.docx").write_bytes(write_word(specimen(load_formats(), FAULTS)))
    return tmp_path


def test_permissions_stay(folder: Path) -> None:
    out = folder / "out.json"
    out.write_text("before")
    out.chmod(0o600)
    assert run("check", folder / "good.txt", "--format", "json", "-o", out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert json.loads(out.read_text("utf-8"))


def test_the_longest_name_is_written(folder: Path) -> None:
    out = folder / ("a" * 250 + ".json")
    assert run("check", folder / "good.txt", "--format", "json", "-o", out).exit_code == 0
    assert sorted(path.name for path in folder.glob(".*")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "good.txt", "-o", ""),
        ("check", ""),
        ("check", "good.txt", "--format", "json=a.json", "--format", "html=./a.json"),
        ("check", "good.txt", "--format", "json=a.json", "--write-baseline", "a.json"),
        ("check", "good.txt", "-o", "good.txt"),
        ("check", "good.txt", "--previous", "faulty.txt", "-o", "faulty.txt"),
        ("check", "good.txt", "--format", "docx=wrong.pdf"),
        ("annotate", "plain.docx", "-o", "plain.docx"),
        ("annotate", "plain.docx", "-o", "wrong.pdf"),
        ("extract", "good.txt", "-o", "good.txt"),
        ("new", "--body", "清溪县水务局", "--year", "2025", "-o", "wrong.pdf"),
    ],
)
def test_what_would_be_lost_is_refused(
    folder: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = run(*arguments)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@POSIX
@pytest.mark.parametrize("command", ["check good.txt", "extract good.txt", "--help", "forms"])
@pytest.mark.parametrize("stdout", [">/dev/full", ">&-"])
def test_an_output_that_is_lost_is_no_success(folder: Path, command: str, stdout: str) -> None:
    done = shell(f"nianbao {command} {stdout}", folder)
    assert done.returncode == 2
    assert [line.split(":")[:2] for line in done.stderr.splitlines()] == [["nianbao", " error"]]


@POSIX
def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    done = shell('nianbao rules | true; echo "${PIPESTATUS[0]}"', folder)
    assert (done.stdout.strip() in ("0", "141"), done.stderr) == (True, "")
    done = shell("(sleep 1; nianbao rules; echo $? >code) | true; cat code", folder)
    assert (done.stdout.strip(), done.stderr) == ("141", "")


@POSIX
def test_closed_errors_change_no_exit_code(folder: Path) -> None:
    assert shell("nianbao check none.txt >/dev/null 2>&-", folder).returncode == 2
    assert shell("nianbao check good.txt -o out.txt >&- 2>&- <&-", folder).returncode == 0
    assert (folder / "out.txt").read_text("utf-8")


@POSIX
@pytest.mark.parametrize("name", ["/dev/zero", "pipe.pdf", "/proc/kmsg"])
def test_what_has_no_end_is_not_read(folder: Path, name: str) -> None:
    os.mkfifo(folder / "pipe.pdf")
    for arguments in (f"check {name}", f"check good.txt --previous {name}"):
        done = shell(f"nianbao {arguments}", folder)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are not UTF-8")
@pytest.mark.parametrize("output", OUTPUTS)
def test_names_that_are_not_utf8_are_shown_escaped(folder: Path, output: str) -> None:
    below = folder / "below"
    below.mkdir()
    whole = (folder / "faulty.txt").read_bytes()
    Path(os.fsdecode(os.fsencode(below) + b"/\xb1\xa8\x1b[31m.txt")).write_bytes(whole)
    out = folder / f"out.{output}"
    assert run("check", below, "--format", f"{output}={out}").exit_code == 1
    assert out.stat().st_size
    if not OUTPUTS[output].binary:
        text = out.read_text("utf-8")
        assert "\x1b" not in text
        assert "xb1" in text


def test_a_folder_of_which_nothing_is_read_says_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "reports.zip").write_bytes(b"PK\x03\x04")
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert ["reports.zip" in line for line in result.stderr.splitlines()] == [True, False]
