"""A document read in part is told as such by every output, by the exit code, and by an audit."""

import io
import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from tests.generator import web
from tests.helpers import render, result_of
from validator.cli import group
from validator.model.document import Block, Document, Grid
from validator.model.finding import Status
from validator.rendering import OUTPUTS
from validator.rulebase.formats import load_formats
from validator.rulebase.normal_form import has_ideographs
from validator.specimen import Edits, specimen

SENTENCE = "行印有数字但没有读到"


def unlabelled(edits: Edits | None = None) -> Document:
    """A report whose table of requests has marks in place of its labels."""
    document = specimen(load_formats(), edits or Edits())
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    largest = max(grids, key=lambda grid: len(grid.cells))

    def blank(block: Block) -> Block:
        if block is not largest:
            return block
        return largest._replace(
            cells=tuple(
                cell._replace(text="※" if has_ideographs(cell.text) else cell.text)
                for cell in largest.cells
            )
        )

    return document._replace(blocks=tuple(map(blank, document.blocks)))


def text_of(output: str, data: str | bytes) -> str:
    if isinstance(data, str):
        return data
    if output == "docx":
        return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    sheets = load_workbook(io.BytesIO(data)).worksheets
    return "\n".join(str(v) for s in sheets for row in s.values for v in row if v is not None)


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_tells_what_was_not_read(output: str) -> None:
    whole = text_of(output, render(output, result_of(Edits()), b""))
    assert SENTENCE not in whole
    part = text_of(output, render(output, result_of(web.write(unlabelled())), b""))
    assert SENTENCE in part
    assert "没有发现问题" not in part


def test_the_status_is_that_of_what_was_read() -> None:
    result = result_of(web.write(unlabelled()), Edits())
    assert [run.status for run in result.runs] == [Status.PARTIAL, Status.COMPLETE]
    part, whole = json.loads(render("json", result))["runs"]
    assert (part["status"], whole["status"]) == ("partial", "complete")
    assert [gap["table"] for gap in part["unread"]] == ["requests"]
    assert "unread" not in whole
    sarif = json.loads(render("sarif", result))["runs"][0]["invocations"][0]
    assert not sarif["executionSuccessful"]
    assert "1 份没有读全" in str(render("text", result))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


@pytest.mark.parametrize(("faults", "accepted"), [({}, 0), ({"requests.new.total": "17"}, 1)])
def test_it_exits_2_before_1_unless_it_is_allowed(
    faults: dict[str, str], accepted: int, tmp_path: Path
) -> None:
    document = unlabelled(Edits.of({"cells": faults}))
    path = tmp_path / "part.html"
    path.write_bytes(web.write(document))
    if faults:
        (tmp_path / "faulty.html").write_bytes(
            web.write(specimen(load_formats(), Edits.of({"cells": faults})))
        )
    assert run("check", tmp_path).exit_code == 2
    assert run("check", tmp_path, "--allow-partial").exit_code == accepted
    settings = tmp_path / "nianbao.toml"
    settings.write_text("allow-partial = true\n", "utf-8")
    assert run("check", tmp_path, "--config", settings).exit_code == accepted


def test_an_audit_tells_it_on_its_page_in_its_workbook_and_by_its_code(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "part.html").write_bytes(web.write(unlabelled()))
    done = run("audit", source, "-o", out, "--jobs", "1")
    assert done.exit_code == 2, done.output
    assert "1 个没有读全" in done.stdout
    page = (out / "index.html").read_text("utf-8")
    assert page.count(SENTENCE) == 2
    assert SENTENCE in text_of("xlsx", (out / "workbook.xlsx").read_bytes())
    assert json.loads((out / "findings.json").read_text("utf-8"))["runs"][0]["status"] == "partial"
    again = run("audit", source, "-o", out, "--jobs", "1")
    assert again.exit_code == 2
    assert run("audit", source, "-o", out, "--allow-partial").exit_code == 0


def test_nothing_known_of_it_is_lost_from_a_baseline(tmp_path: Path) -> None:
    path, baseline = tmp_path / "report.html", tmp_path / "base.json"
    faults = Edits.of({"cells": {"requests.new.total": "17"}})
    path.write_bytes(web.write(specimen(load_formats(), faults)))
    assert run("check", path, "--write-baseline", baseline).exit_code == 1
    before = baseline.read_bytes()
    path.write_bytes(web.write(unlabelled(faults)))
    refused = run("check", path, "--write-baseline", baseline)
    assert refused.exit_code == 2
    assert "base.json" in refused.stderr
    assert baseline.read_bytes() == before
    done = run("check", path, "--baseline", baseline, "--strict-baseline", "--allow-partial")
    assert done.exit_code == 0, done.output
