"""The command line as users meet it: what it prints, and how it exits."""

import io
import json
import os
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from tests.generator.example import FAULTS
from tests.generator.pdf import draw
from tests.generator.text import write
from validator.cli import group
from validator.model.document import Document
from validator.reading import Options, Progress, read
from validator.rulebase.files import schema
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import builtin
from validator.specimen import specimen


def run(*arguments: str | Path, data: bytes | None = None) -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments], input=data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a faultless PDF, a faulty text in a folder below, and an empty PDF."""
    (tmp_path / "good.pdf").write_bytes(draw(specimen(load_formats())))
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "faulty.txt").write_text(write(specimen(load_formats(), FAULTS)), "utf-8")
    return tmp_path


def test_a_faultless_report_exits_0(folder: Path) -> None:
    result = run("check", folder / "good.pdf")
    assert result.exit_code == 0
    assert "没有发现问题" in result.stdout
    assert result.stderr == ""


def test_a_faulty_report_exits_1_and_says_where_what_why_and_how(folder: Path) -> None:
    result = run("check", folder / "below" / "faulty.txt")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if "SUM001" in line)
    assert lines[at - 1] == (
        "第38行 表三 “（一）予以公开”一行 总计栏应为 24（现填 42，疑似数字颠倒）；"
        "改正后 2 处不一致全部消除"
    )
    assert lines[at].startswith("  错误 第38行 表三 “（一）予以公开”一行 总计栏  总计填 42")
    assert "SUM002" in lines[at + 1]
    assert lines[at + 2].strip().startswith("依据")
    assert "\x1b[" not in result.stdout


def test_english(folder: Path) -> None:
    result = run("check", "--lang", "en", folder / "below" / "faulty.txt")
    assert (
        "Table 3, row “Granted”, column “total” should be 24, not 42 (possibly transposed digits)"
        in result.stdout
    )


def test_json_of_files_follows_the_schema(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = run("check", "--format", "json", folder, "no-such-file.pdf")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    Draft202012Validator(schema("findings")).validate(data)
    names = [run["source"]["name"] for run in data["runs"]]
    assert names == ["below/faulty.txt", "broken.pdf", "good.pdf", "no-such-file.pdf"]
    errors = [run.get("error", {}).get("code") for run in data["runs"]]
    assert errors == [None, "pdf_damaged", None, "no_such_file"]
    faulty = data["runs"][0]
    assert faulty["report"] == {"issuer": "清溪县水务局", "year": 2023, "format": "2021"}
    wrong = next(f for f in faulty["findings"] if f["rule"] == "SUM001")
    assert (wrong["expected"], wrong["actual"]) == (24, 42)
    assert wrong["locations"][0]["cell"] == "requests.granted.total"
    assert wrong["locations"][0]["line"] > 1
    assert sum(faulty["checks"].values()) > 100


def test_the_others_go_on_when_one_cannot_be_read(folder: Path) -> None:
    (folder / "empty.pdf").write_bytes(b"")
    result = run("check", folder)
    assert result.exit_code == 2
    assert "未能检查  文件是空的" in result.stdout
    assert "SUM001" in result.stdout
    assert "共 3 份报告，1 份有问题，0 份没有读全，1 份未能检查" in result.stdout


@pytest.mark.parametrize("name", ["reports.zip", "report.xml", "logo.gif"])
def test_files_of_folders_that_are_passed_over_are_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"PK\x03\x04")
    result = run("check", folder)
    assert result.exit_code == 1
    assert f"（{name} 等）" in result.stderr
    kind = "archives" if name.endswith(".zip") else "others"
    listed = run("check", folder, "--format", "json")
    assert json.loads(listed.stdout)["passed_over"] == {kind: [name]}


def test_forms_are_listed() -> None:
    result = run("forms")
    assert result.exit_code == 0
    assert "OFD  .ofd" in result.stdout
    assert ".bmp" in result.stdout


def test_stdin(folder: Path) -> None:
    result = run("check", "-", data=(folder / "good.pdf").read_bytes())
    assert result.exit_code == 0
    assert result.stdout.startswith("-：清溪县水务局2023年度报告")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_or_device_is_written_to_and_stays(folder: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text("utf-8")))
    reader.start()
    run("check", folder / "good.pdf", "--format", "json", "-o", pipe)
    reader.join(timeout=20)
    assert pipe.is_fifo()
    assert received
    assert received[0].startswith("{")


def test_what_a_link_points_to_is_written(folder: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    link.symlink_to(target)
    run("check", folder / "good.pdf", "--format", "json", "-o", link)
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith("{")


def test_output_file_is_written_whole(folder: Path) -> None:
    out = folder / "out.json"
    result = run("check", "--format", "json", "-o", out, folder / "good.pdf")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert json.loads(out.read_text("utf-8"))["schema"] == "nianbao/findings/1"
    assert [p.name for p in folder.iterdir() if "part" in p.name] == []
    result = run("check", "-o", folder / "no" / "such" / "place", folder / "good.pdf")
    assert result.exit_code == 2
    assert "无法写入" in result.stderr


def test_select_ignore_and_fail_on(folder: Path) -> None:
    faulty = folder / "below" / "faulty.txt"
    assert run("check", "--select", "VAL", faulty).exit_code == 1
    assert "SUM001" not in run("check", "--select", "VAL,STR", faulty).stdout
    assert run("check", "--ignore", "SUM,not-a-number", faulty).exit_code == 0
    ignoring = ("check", "--ignore", "SUM", "--ignore", "VAL001", "--fail-on", "warning")
    assert run(*ignoring, faulty).exit_code == 1
    result = run("check", "--select", "NOPE", faulty)
    assert result.exit_code == 2
    assert "NOPE" in result.stderr


def test_the_year_can_be_given(folder: Path) -> None:
    result = run("check", "--year", "2022", "--select", "TXT001", folder / "good.pdf")
    assert result.exit_code == 1
    assert "2022 年度" in result.stdout


def test_the_second_engine_sees_the_same(folder: Path) -> None:
    (folder / "faulty.pdf").write_bytes(draw(specimen(load_formats(), FAULTS)))
    first = run("check", folder / "faulty.pdf").stdout
    assert first == run("check", "--engine", "pdfplumber", folder / "faulty.pdf").stdout


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("missing.pdf", None, "找不到"),
        ("empty.pdf", b"", "文件是空的"),
        ("text.pdf", b"\x00\x01\x02", "内容却不是 PDF"),
        ("broken.pdf", b"%PDF-1.4 nothing", "已损坏"),
        ("word.docx", b"PK\x03\x04 word/document.xml", "已损坏或设有密码"),
        ("archive.zip", b"PK\x03\x04 something", "暂不能读取压缩包"),
        ("letter.txt", "关于放假的通知\n各单位：\n".encode(), "政府信息公开工作年度报告"),
        ("old.txt", "清溪县水务局2017年政府信息公开工作年度报告\n一、概述\n".encode(), "2017"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_2(
    tmp_path: Path, name: str, data: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    for command in ("check", "extract"):
        result = run(command, path)
        assert result.exit_code == 2
        said = result.stderr or result.stdout
        assert sentence in said
        assert "Traceback" not in said
    assert len(run("extract", path).stderr.splitlines()) == 1


def test_an_empty_folder_and_a_bad_rule_file(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "没有可以检查的文件" in result.stderr
    (tmp_path / "own.yaml").write_text("- id: X\n  name: 1\n")
    (tmp_path / "a.txt").write_text("x")
    result = run("check", "--rules", tmp_path / "own.yaml", tmp_path / "a.txt")
    assert result.exit_code == 2
    assert "own.yaml" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_fault_of_ours_is_told_as_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from validator.pipeline import document

    def failing(data: bytes, name: str, options: Options, progress: Progress | None) -> Document:
        if "faulty" in name:
            raise ZeroDivisionError
        return read(data, name, options)

    monkeypatch.setattr(document, "read", failing)
    result = run("check", folder / "below" / "faulty.txt")
    assert result.exit_code == 2
    assert "ZeroDivisionError" in result.stdout
    assert isinstance(run("check", "--debug", folder).exception, ZeroDivisionError)


def test_extract_follows_the_schema(folder: Path) -> None:
    result = run("extract", folder / "good.pdf")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    Draft202012Validator(schema("report")).validate(data)
    cell = data["tables"]["requests"]["new"]["natural_person"]
    assert (cell["text"], cell["value"]) == ("8", 8)
    assert cell["location"]["page"] == 2
    assert len(cell["location"]["box"]) == 4
    assert data["tables"]["disclosure"]["fees"]["amount"]["value"] == 25.1
    assert [section["id"] for section in data["sections"]] == [
        "overview", "disclosure", "requests", "disputes", "problems", "other_matters",
    ]  # fmt: skip
    assert run("extract", folder).exit_code == 2


def test_rules_are_listed_and_explained() -> None:
    listing = run("rules")
    assert listing.exit_code == 0
    assert "SUM001" in listing.stdout
    page = run("rules", "SUM003")
    assert "new + carried_in = done + carried_out" in page.stdout
    assert "不符示例" in page.stdout
    assert "balance" in run("rules", "balance", "--lang", "en").stdout
    assert run("rules", "SUM").stdout.count("不符示例") == 7
    assert run("rules", "XYZ999").exit_code == 2


def test_schemas_are_printed() -> None:
    assert "findings" in run("schema").stdout.split()
    assert json.loads(run("schema", "report").stdout)["title"]
    assert run("schema", "nothing").exit_code == 2


def test_wrong_usage_exits_2() -> None:
    assert run("check").exit_code == 2
    assert run("check", "--format", "nothing", "a").exit_code == 2
    assert run("nothing").exit_code == 2


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("nianbao 0.")
    assert "check" in run("--help").stdout


def test_help_imports_only_the_command_line() -> None:
    import subprocess

    code = (
        "import sys; sys.argv = ['nianbao', '--help']\n"
        "from validator.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'yaml', 'jsonschema', 'pypdfium2_raw', 'pdfplumber', 'validator.model.rule'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_colour_only_where_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from validator.cli import common

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert "\x1b[" in common.painter()("错误", "error")
    monkeypatch.setenv("NO_COLOR", "1")
    assert common.painter()("错误", "error") == "错误"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert common.painter()("错误", "error") == "错误"


def test_bounds_can_be_narrowed_and_a_wrong_one_is_named(folder: Path) -> None:
    refused = run("check", "--bound", "pages=1", folder / "good.pdf")
    assert refused.exit_code == 2
    assert "超过 1 页" in refused.stdout
    for wrong in ("leaves=3", "pages", "pages=-1", "pages=x"):
        result = run("check", "--bound", wrong, folder / "good.pdf")
        assert result.exit_code == 2
        assert wrong in result.stderr
        assert "megabytes" in result.stderr


def test_an_unknown_encoding_is_named(folder: Path) -> None:
    (folder / "a.txt").write_text("一、总体情况\n", encoding="utf-8")
    result = run("check", "--encoding", "utf-42", folder / "a.txt")
    assert result.exit_code == 2
    assert "utf-42" in result.stdout + result.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_is_explained(language: str) -> None:
    for rule in builtin().rules:
        result = run("rules", rule.id, "--lang", language)
        assert result.exit_code == 0, rule.id
        assert rule.name in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "good.pdf", "-o", "good.pdf"),
        ("check", "good.pdf", "--format", "html=good.pdf"),
        ("check", "good.pdf", "--write-baseline", "./good.pdf"),
        ("annotate", "good.pdf", "-o", "good.pdf"),
        ("extract", "good.pdf", "-o", "good.pdf"),
    ],
)
def test_a_file_that_is_read_is_never_written(
    arguments: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    before = (folder / "good.pdf").read_bytes()
    result = run(*arguments)
    assert result.exit_code == 2
    assert "不能用作输出" in result.stderr
    assert (folder / "good.pdf").read_bytes() == before
