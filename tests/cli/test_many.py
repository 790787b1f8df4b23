"""Many documents, statistics, watching, and the hook in a repository."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tests.conftest import ROOT
from tests.generator.bodies import report
from tests.generator.text import write
from tests.generator.word import write as word
from validator.cli import group
from validator.reading.forms import FORMS, Need, readable_suffixes
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

FAULT = Edits(cells={"requests.granted.total": "42"})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for seed in range(4):
        (tmp_path / f"{seed}.txt").write_text(
            write(specimen(load_formats(), report(seed))), "utf-8"
        )
    (tmp_path / "faulty.txt").write_text(write(specimen(load_formats(), FAULT)), "utf-8")
    (tmp_path / "other.txt").write_text("没有表格的一份通知。", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(*arguments: str) -> str:
    return CliRunner().invoke(group, ["check", ".", *arguments]).stdout


def test_processes_come_to_the_same(folder: Path) -> None:
    (folder / "nianbao.toml").write_text(
        '[[suppress]]\nrule = "SUM001"\nreason = "已说明"\n', "utf-8"
    )
    one = output("--format", "json", "--jobs", "1")
    assert output("--format", "json", "--jobs", "2") == one
    standings = {f["standing"] for r in json.loads(one)["runs"] for f in r["findings"]}
    assert "suppressed" in standings


def test_a_rule_that_is_none_is_told_before_any_document(folder: Path) -> None:
    result = CliRunner().invoke(group, ["check", ".", "--ignore", "SUM999", "--jobs", "2"])
    assert result.exit_code == 2
    assert "SUM999" in result.stderr


def test_statistics_count_findings_by_rule(folder: Path) -> None:
    shutil.copy(folder / "faulty.txt", folder / "again.txt")
    lines = output("--statistics").splitlines()
    assert lines[0].split()[:2] == ["2", "SUM001"]
    assert "2 份报告" in lines[0]
    assert lines[-1].startswith("共 7 份报告")
    assert not any("42" in line for line in lines[:-1])


def test_suppressed_findings_are_no_comments(folder: Path) -> None:
    (folder / "a.docx").write_bytes(word(specimen(load_formats(), FAULT)))
    (folder / "nianbao.toml").write_text(
        '[[suppress]]\nrule = "SUM001"\nreason = "已说明"\n[severity]\nSUM002 = "off"\n', "utf-8"
    )
    result = CliRunner().invoke(group, ["annotate", "a.docx", "-o", "b.docx"])
    assert result.exit_code == 0
    assert (folder / "b.docx").read_bytes() == (folder / "a.docx").read_bytes()


def test_a_file_is_checked_again_when_it_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(write(specimen(load_formats(), FAULT)), "utf-8")
    out = tmp_path / "out.txt"
    with out.open("wb") as stream, (tmp_path / "err.txt").open("wb") as errors:
        arguments = [sys.executable, "-m", "validator", "check", "--watch", str(path)]
        process = subprocess.Popen(arguments, stdout=stream, stderr=errors, cwd=ROOT)
        try:
            _until(lambda: "应为 7" in out.read_text("utf-8"))
            _until(lambda: "Ctrl-C" in (tmp_path / "err.txt").read_text("utf-8"))
            beside = tmp_path / "new.tmp"
            beside.write_text(write(specimen(load_formats(), Edits())), "utf-8")
            for _ in range(3):
                # The watch may begin a moment after it says so.
                time.sleep(1)
                shutil.copy(beside, tmp_path / "copy.tmp")
                os.replace(tmp_path / "copy.tmp", path)
            _until(lambda: "没有发现问题" in out.read_text("utf-8"))
        finally:
            process.terminate()
            process.wait(timeout=20)


def _until(holds: "object", seconds: float = 30) -> None:
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


_SIGNED = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git: apt-get install git")
def test_the_hook_checks_what_is_committed(tmp_path: Path) -> None:
    own, theirs = tmp_path / "hook", tmp_path / "repository"
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        **dict.fromkeys(_SIGNED, "a@b.invalid"),
    }

    def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    def git(folder: Path, *arguments: str) -> str:
        done = run(folder, "git", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    # What is not committed yet is tried, too.
    others = (".git", ".venv", ".tools", "build", ".*_cache", "__pycache__", ".hypothesis")
    shutil.copytree(ROOT, own, ignore=shutil.ignore_patterns(*others))
    theirs.mkdir()
    for folder in (own, theirs):
        git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", "first")
    revision = git(own, "rev-parse", "HEAD")
    config = f"repos: [{{repo: '{own}', rev: {revision}, hooks: [{{id: nianbao}}]}}]\n"
    (theirs / ".pre-commit-config.yaml").write_text(config, "utf-8")
    (theirs / "good.docx").write_bytes(word(specimen(load_formats(), Edits())))
    git(theirs, "add", "-A")
    clean = run(theirs, sys.executable, "-m", "pre_commit", "run")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "Passed" in clean.stdout
    git(theirs, "commit", "-q", "-m", "good", "--no-verify")
    (theirs / "bad.docx").write_bytes(word(specimen(load_formats(), FAULT)))
    (theirs / "README.md").write_text("# Notes\n\n不是报告\n", "utf-8")
    git(theirs, "add", "-A")
    faulty = run(theirs, sys.executable, "-m", "pre_commit", "run")
    assert faulty.returncode == 1
    assert "应为 7" in faulty.stdout
    assert "good.docx" not in faulty.stdout
    assert "略过（README.md" in faulty.stdout


def test_a_hook_passes_over_what_is_no_report(folder: Path) -> None:
    alone = CliRunner().invoke(group, ["check", "other.txt", "--reports-only"])
    assert alone.exit_code == 0
    assert "other.txt" in alone.stderr
    assert "有 1 个文件不像年度报告" in alone.stderr
    faulty = CliRunner().invoke(group, ["check", ".", "--reports-only"])
    assert faulty.exit_code == 1
    assert "other.txt" not in faulty.stdout
    (folder / "empty.pdf").write_bytes(b"")
    unread = CliRunner().invoke(group, ["check", ".", "--reports-only"])
    assert unread.exit_code == 2


def test_a_hook_is_given_what_is_read_without_an_extra() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    files = re.compile(hooks[0]["files"])
    converted = {e for form in FORMS if form.need is not Need.NOTHING for e in form.suffixes}
    assert {
        e for e in readable_suffixes() if files.search(f"2025{e}")
    } == readable_suffixes() - converted
    assert files.search("2025年报.PDF")
    assert files.search("README.md")
