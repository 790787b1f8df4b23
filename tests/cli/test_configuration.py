"""Configuration, baselines and suppressions, as the command line meets them."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.generator.text import write
from validator.cli import group
from validator.configuration.config import CheckConfig
from validator.configuration.disposition import read_baseline
from validator.configuration.file import ConfigFile, Suppression, read_config_file
from validator.model.errors import UserError
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen


def report(**cells: str) -> str:
    edits = Edits.of({"cells": {k.replace("__", "."): v for k, v in cells.items()}})
    return write(specimen(load_formats(), edits))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.txt").write_text(report(requests__granted__total="42"), "utf-8")
    (tmp_path / "b.txt").write_text(report(disputes__reconsideration__total="9"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["check", *arguments])


def found(*arguments: str) -> list[tuple[str, str, str]]:
    """Rule, severity and standing of each finding."""
    data = json.loads(run(*arguments, "--format", "json").stdout)
    return [
        (f["rule"], f["severity"], f["standing"]) for one in data["runs"] for f in one["findings"]
    ]


def test_without_a_configuration_all_is_as_ever(folder: Path) -> None:
    assert found("b.txt") == [("SUM004", "error", "open")]
    assert run("b.txt").exit_code == 1


@pytest.mark.parametrize("name", ["nianbao.toml", "pyproject.toml"])
def test_a_configuration_above_is_found(name: str, folder: Path) -> None:
    head = "[tool.nianbao]\n" if name == "pyproject.toml" else ""
    (folder / name).write_text(f'{head}ignore = ["SUM004"]\n', "utf-8")
    assert found("b.txt") == []


def test_a_project_without_our_table_is_passed_over(folder: Path) -> None:
    (folder / "nianbao.toml").write_text('ignore = ["SUM"]\n', "utf-8")
    (folder / "new" / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    assert read_config_file(None, folder / "new").defaults.ignore == ("SUM",)


def test_severities_and_what_fails(folder: Path) -> None:
    (folder / "nianbao.toml").write_text(
        'fail-on = "warning"\n[severity]\nSUM = "warning"\nSUM004 = "notice"\n', "utf-8"
    )
    assert found("b.txt") == [("SUM004", "notice", "open")]
    assert run("b.txt").exit_code == 0
    assert {severity for rule, severity, _ in found("new/a.txt") if "SUM" in rule} == {"warning"}
    assert run("new/a.txt").exit_code == 1
    assert run("new/a.txt", "--fail-on", "error").exit_code == 0


def test_settings_for_some_paths_only(folder: Path) -> None:
    (folder / "nianbao.toml").write_text(
        '[[paths]]\nmatch = ["new/*"]\nignore = ["SUM001"]\nseverity = {SUM002 = "off"}\n', "utf-8"
    )
    assert found("new/a.txt") == []
    assert found("b.txt") != []


def test_body_and_kind_from_the_configuration(folder: Path) -> None:
    text = report().replace("清溪县水务局2023年政府信息公开工作年度报告\n", "", 1)
    (folder / "c.txt").write_text(text, "utf-8")
    (folder / "nianbao.toml").write_text('issuer = "云岭市"\nkind = "government"\n', "utf-8")
    data = json.loads(run("c.txt", "--format", "json").stdout)
    assert data["runs"][0]["report"]["issuer"] == "云岭市"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('selct = ["SUM"]', "没有“selct”这一项：是否应为 select？"),
        ('[[paths]]\nmatch = ["a"]\nignor = []', "没有“paths.0.ignor”这一项：是否应为 ignore？"),
        ('fail-on = "fatal"', "的 fail-on 不能是“fatal”：可用的有 error、warning、notice"),
        ('[[suppress]]\nrule = "SUM"', "缺少 suppress.0.reason"),
        ('[[suppress]]\nrule = "SUM"\nreason = "已说明"\nuntil = "2024-13-01"', "suppress.until"),
        ("select = [", "不是有效的 TOML"),
        ('ignore = ["SUM999"]', "SUM999"),
        ("[bounds]\npage = 3", "没有“bounds.page”这一项：是否应为 pages？"),
    ],
)
def test_mistakes_are_named(text: str, said: str, folder: Path) -> None:
    (folder / "nianbao.toml").write_text(text, "utf-8")
    result = run("b.txt")
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_configuration_that_is_not_there(folder: Path) -> None:
    result = run("b.txt", "--config", "x.toml")
    assert result.exit_code == 2
    assert "x.toml" in result.stderr


def test_suppressed_findings_are_listed_and_do_not_count(folder: Path) -> None:
    (folder / "nianbao.toml").write_text(
        '[[suppress]]\nrule = "SUM004"\nmatch = ["b.txt"]\nreason = "法院尚未送达"\n', "utf-8"
    )
    assert found("b.txt") == [("SUM004", "error", "suppressed")]
    result = run("b.txt")
    assert result.exit_code == 0
    assert "已抑制（法院尚未送达）" in result.stdout
    assert "没有新的问题，另有 1 项已知或已抑制" in result.stdout


def test_one_finding_is_suppressed_by_its_fingerprint(folder: Path) -> None:
    data = json.loads(run("new/a.txt", "--format", "json").stdout)
    first, *rest = data["runs"][0]["findings"]
    text = f'[[suppress]]\nfingerprint = "{first["fingerprint"]}"\nreason = "已说明"\n'
    (folder / "nianbao.toml").write_text(text, "utf-8")
    standings = [standing for _, _, standing in found("new/a.txt")]
    assert standings.count("suppressed") == 1
    assert standings.count("open") == len(rest)


def test_suppressions_end() -> None:
    one = Suppression("旧事", rule="SUM", until=date(2026, 3, 31))
    config = CheckConfig(ConfigFile(suppressions=(one,)))
    assert config.expired(date(2026, 3, 31)) == []
    assert config.expired(date(2026, 4, 1)) == [one]


def test_an_ended_suppression_is_told_and_holds_no_longer(folder: Path) -> None:
    (folder / "nianbao.toml").write_text(
        '[[suppress]]\nrule = "SUM004"\nreason = "旧事"\nuntil = "2020-01-01"\n', "utf-8"
    )
    result = run("b.txt")
    assert result.exit_code == 1
    assert "“旧事”已于 2020-01-01 到期" in result.stderr


def test_a_baseline_lets_only_new_findings_count(folder: Path) -> None:
    assert run("b.txt", "--write-baseline", "base.json").exit_code == 1
    assert len(read_baseline(folder / "base.json")) == 1
    assert found("b.txt", "--baseline", "base.json") == [("SUM004", "error", "known")]
    assert run("b.txt", "--baseline", "base.json").exit_code == 0
    changed = {"disputes__reconsideration__total": "9", "requests__granted__total": "42"}
    (folder / "b.txt").write_text(report(**changed), "utf-8")
    standings = {rule: standing for rule, _, standing in found("b.txt", "--baseline", "base.json")}
    assert standings == {"SUM004": "known", "SUM001": "new", "SUM002": "new"}
    result = run("b.txt", "--baseline", "base.json")
    assert result.exit_code == 1
    assert "错误 新增" in result.stdout


def test_a_strict_baseline_shrinks(folder: Path) -> None:
    run("b.txt", "--write-baseline", "base.json")
    (folder / "b.txt").write_text(report(), "utf-8")
    result = run("b.txt", "--baseline", "base.json")
    assert result.exit_code == 0
    assert "基线中的 1 项已整改" in result.stdout
    strict = run("b.txt", "--baseline", "base.json", "--strict-baseline")
    assert strict.exit_code == 1
    assert "已经整改" in strict.stderr
    run("b.txt", "--write-baseline", "base.json")
    assert run("b.txt", "--baseline", "base.json", "--strict-baseline").exit_code == 0


def test_findings_of_other_reports_in_a_baseline_are_not_gone(folder: Path) -> None:
    run("b.txt", "--write-baseline", "base.json")
    data = json.loads((folder / "base.json").read_text("utf-8"))
    data["findings"][0] |= {"issuer": "云岭市民政局", "fingerprint": "0" * 16}
    (folder / "base.json").write_text(json.dumps(data), "utf-8")
    result = run("b.txt", "--baseline", "base.json", "--strict-baseline")
    assert "整改" not in result.stdout


def test_a_file_that_is_no_baseline(folder: Path) -> None:
    (folder / "base.json").write_text("{}", "utf-8")
    with pytest.raises(UserError) as caught:
        read_baseline(folder / "base.json")
    assert caught.value.key == "baseline_invalid"
    assert run("b.txt", "--baseline", "none.json").exit_code == 2
