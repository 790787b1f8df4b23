"""A folder of reports audited: what is read, matched, found, kept and written."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.generator import web, word
from tests.generator.bodies import report
from tests.generator.jurisdiction import jurisdiction
from validator.cli import group
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

NAMES = ("findings.json", "figures.csv", "index.html")


def audit(folder: Path, out: Path, *more: str) -> Result:
    arguments = ["audit", str(folder), "-o", str(out), "--jobs", "2", *more]
    return CliRunner().invoke(group, arguments, catch_exceptions=False)


def runs(out: Path) -> dict[str, Any]:
    data = json.loads((out / "findings.json").read_text("utf-8"))
    return {run["source"]["name"]: run for run in data["runs"]}


def rules(out: Path, name: str) -> set[str]:
    return {finding["rule"] for finding in runs(out)[name]["findings"]}


def write(path: Path, edits: Edits) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    document = specimen(load_formats(), edits)
    path.write_bytes(word.write(document) if path.suffix == ".docx" else web.write(document))


def year(number: int, carried_in: str, carried_out: str, **edits: Any) -> Edits:
    """A report of one body in which so much was carried over, and nothing else is said of it."""
    new = str(8 + int(carried_out) - int(carried_in))
    cells = {
        f"requests.{row}.{column}": value
        for row, value in (("carried_in", carried_in), ("carried_out", carried_out), ("new", new))
        for column in ("natural_person", "total")
    }
    cells["requests.new.total"] = str(int(new) + 2)
    cells["disclosure.normative_documents.in_force"] = str(12 + 2 * (number - 2021))
    return Edits.of({"year": number, "issuer": "云岭市水务局", "cells": cells, **edits})


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[Any]]:
    folder = tmp_path_factory.mktemp("jurisdiction")
    documents = jurisdiction(folder / "in", 5, [2022, 2023], damaged=0.2, seed=3)
    audit(folder / "in", folder / "out")
    return folder / "in", folder / "out", documents


def test_reports_without_fault_have_no_error(filed: tuple[Path, Path, list[Any]]) -> None:
    _, out, documents = filed
    found = runs(out)
    assert set(found) == {one.path for one in documents}
    for one in documents:
        errors = [f for f in found[one.path]["findings"] if f["severity"] == "error"]
        assert one.damaged or (found[one.path]["report"] and not errors), one.path
    assert any(one.damaged for one in documents)


def test_figures_are_those_of_the_documents(filed: tuple[Path, Path, list[Any]]) -> None:
    _, out, documents = filed
    with (out / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    read = {(row["source"], row["concept"]): row["text"] for row in rows}
    for one in documents:
        if not one.damaged:
            printed = {c: read.get((one.path, c), "").replace(",", "") for c in one.edits.cells}
            assert printed == dict(one.edits.cells)
    table = pq.read_table(out / "figures.parquet")
    assert table.num_rows == len(rows)
    assert table.column_names == ["body", "year", "concept", "value", "text", "source"]


def test_the_workbook_opens_and_has_charts(filed: tuple[Path, Path, list[Any]]) -> None:
    book = load_workbook(filed[1] / "workbook.xlsx")
    assert [sheet.title for sheet in book] == ["机关", "问题", "数据", "各年度趋势", "字段"]
    assert len(book["各年度趋势"]._charts) == 3
    used = sum(1 for one in filed[2] if not one.damaged)
    assert book["数据"].max_row >= used + 1


def test_the_page_asks_for_nothing(filed: tuple[Path, Path, list[Any]]) -> None:
    page = (filed[1] / "index.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "http:" not in page.replace("http://www.w3.org", "")
    for one in filed[2]:
        assert one.edits.issuer in page or one.damaged


def test_what_has_not_changed_is_not_read_again(
    filed: tuple[Path, Path, list[Any]], tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(filed[0], folder)
    shutil.copytree(filed[1], out)
    before = {name: (out / name).read_bytes() for name in NAMES}
    audit(folder, out)
    again = audit(folder, out)
    assert "没有变化" in again.stdout
    assert {name: (out / name).read_bytes() for name in NAMES} == before
    write(folder / "9" / "more.html", year(2023, "1", "1"))
    assert "本次读取 1 个" in audit(folder, out).stdout


def test_carried_over_figures_are_held_against_last_years(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a" / "x.docx", year(2022, "1", "4"))
    write(tmp_path / "in" / "y.html", year(2023, "3", "1"))
    assert audit(tmp_path / "in", tmp_path / "out").exit_code == 1
    assert "SER001" in rules(tmp_path / "out", "y.html")
    assert rules(tmp_path / "out", "a/x.docx") == set()
    paragraphs = docx.Document(str(tmp_path / "out" / "notices" / "云岭市水务局.docx")).paragraphs
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    assert "关于云岭市水务局2023年政府信息公开工作年度报告的整改通知" in text
    assert "上年结转填 3" in text


def test_of_two_documents_for_a_year_one_stands_and_progress_is_told(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    wrong = {**year(2023, "1", "1").cells, "requests.new.total": "17"}
    write(folder / "first.docx", year(2023, "1", "1", cells=wrong))
    os.utime(folder / "first.docx", (1_700_000_000, 1_700_000_000))
    write(folder / "second.html", year(2023, "1", "1"))
    os.utime(folder / "second.html", (1_700_100_000, 1_700_100_000))
    audit(folder, out)
    found = runs(out)
    assert [found[name]["audit"]["used"] for name in ("first.docx", "second.html")] == [False, True]
    own = found["second.html"]["audit"]
    assert own["versions"] == {
        "used": "second.html",
        "reason": "later_file",
        "others": ["first.docx"],
    }
    (cells,) = (one["cells"] for one in own["differences"])
    assert [cell["cell"] for cell in cells] == ["requests.new.total"]
    assert len(own["progress"]["mended"]) >= 2
    assert own["progress"]["remaining"] == own["progress"]["new"] == []


def test_a_decision_holds_for_later_runs(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    write(folder / "x.docx", year(2022, "1", "4"))
    write(folder / "y.html", year(2023, "3", "1"))
    audit(folder, out)
    prints = [f["fingerprint"] for f in runs(out)["y.html"]["findings"] if f["rule"] == "SER001"]
    decide = ["decide", str(out), *prints, "--dismiss", "--reason", "口径调整", "--by", "甲"]
    assert CliRunner().invoke(group, decide).exit_code == 0
    assert audit(folder, out).exit_code == 0
    standing = {f["standing"] for f in runs(out)["y.html"]["findings"] if f["rule"] == "SER001"}
    assert standing == {"suppressed"}
    wrong = CliRunner().invoke(group, ["decide", str(out), "zzz", "--confirm", "--reason", "x"])
    assert wrong.exit_code == 2
    assert "zzz" in wrong.stderr


def test_bodies_that_must_report_and_do_not_are_told(tmp_path: Path) -> None:
    write(tmp_path / "in" / "x.docx", year(2023, "1", "1"))
    listed = tmp_path / "bodies.csv"
    listed.write_text(
        "name,parent,complete\n云岭市,,\n水务局,云岭市,\n云岭市民政局,云岭市,\n", "utf-8"
    )
    audit(tmp_path / "in", tmp_path / "out", "--bodies", str(listed))
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "云岭市民政局: 2023" in page
    assert "水务局: 2023" not in page.replace("云岭市民政局: 2023", "")


def test_a_list_that_is_none_is_named(tmp_path: Path) -> None:
    write(tmp_path / "in" / "x.docx", year(2023, "1", "1"))
    listed = tmp_path / "bodies.csv"
    listed.write_text("name,parent,complete\n云岭市水务局,某局,\n", "utf-8")
    result = audit(tmp_path / "in", tmp_path / "out", "--bodies", str(listed))
    assert result.exit_code == 2
    assert "第 2 行" in result.stderr


def test_killed_at_any_moment_it_goes_on(
    filed: tuple[Path, Path, list[Any]], tmp_path: Path
) -> None:
    folder, base, _ = filed
    out = tmp_path / "out"
    command = [sys.executable, "-m", "validator", "audit", str(folder), "-o", str(out)]
    for wait in (0.5, 0.9, 1.2):
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    audit(folder, out)
    for name in NAMES:
        assert (out / name).read_bytes() == (base / name).read_bytes(), name


def test_copied_text_is_found(tmp_path: Path) -> None:
    own = {
        "overview": "（一）主动公开情况。围绕群众关心的用水问题，先后到九个村社召开院坝会，"
        "讲解水价构成和停水检修安排，收集意见后逐条答复并张榜公示。\n"
        "（二）依申请公开情况。设立接待窗口，安排熟悉业务的同志轮流值守，当场登记、当场核对，"
        "疑难问题由分管负责人牵头会商后答复。\n"
        "（三）政府信息管理情况。逐件清点历年档案，标明公开属性。\n"
        "（四）政府信息公开平台建设情况。把专栏改成按办事环节排列。\n"
        "（五）监督保障情况。每季度抽查一次。"
    }
    for name, issuer in (("a.docx", "云岭市水务局"), ("b.html", "清溪县民政局")):
        write(tmp_path / "in" / name, year(2023, "1", "1", issuer=issuer, texts=own))
    write(tmp_path / "in" / "c.html", report(5, year=2023))
    audit(tmp_path / "in", tmp_path / "out")
    found = [f for f in runs(tmp_path / "out")["b.html"]["findings"] if f["rule"] == "DUP003"]
    (copied,) = found
    assert "云岭市水务局" in copied["message"]
    assert {spot.get("document") for spot in copied["locations"]} == {None, "a.docx"}
    assert "DUP003" not in rules(tmp_path / "out", "c.html")


def test_documents_are_read_by_url(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a" / "x.docx", year(2022, "1", "4"))
    write(tmp_path / "in" / "y.html", year(2023, "3", "1"))
    audit(tmp_path / "in", tmp_path / "own")
    arguments = ["audit", (tmp_path / "in").as_uri(), "-o", str(tmp_path / "out")]
    first = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert "本次读取 2 个" in first.stdout
    for name in NAMES:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "own" / name).read_bytes()
    again = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert "没有变化" in again.stdout


def test_a_storage_that_is_none_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["audit", "nowhere://x/y", "-o", str(tmp_path)])
    assert result.exit_code == 2
    assert "nowhere://x/y" in result.stderr
