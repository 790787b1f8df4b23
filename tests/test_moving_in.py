"""What a newcomer adds, and how little it takes: a rule, a format, an output, an input form.

A rule and a format are data. An output and a form are one module and one line of registration.
"""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from click.testing import CliRunner, Result

from tests.generator import text, web
from tests.generator.pdf import Style, draw
from validator import rendering
from validator.checking.ruleset import with_user_rules
from validator.cli import group
from validator.data.files import RULES
from validator.model.document import Document, Source
from validator.reading import Options, Progress, forms, plain
from validator.reading.sniffing import begins
from validator.recognition.formats import formats
from validator.rendering import Output
from validator.specimen import Edits, specimen

RULE = """
- id: OWN001
  name: coercion-without-penalties
  kind: equation
  title: {zh: 行政强制不多于行政处罚, en: "No more coercion than penalties"}
  severity: warning
  formats: ["2021"]
  basis: {document: 清溪县公开办通知, clause: 第三条}
  equation: disclosure.coercion.decisions <= disclosure.penalties.decisions
  message: {zh: "行政强制 {left}，行政处罚只有 {right}", en: "coercion {left}, penalties {right}"}
  help: {zh: 核对两项数据。, en: Check both figures.}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments))


def found(result: Result) -> list[str]:
    return sorted(f["rule"] for one in json.loads(result.stdout)["runs"] for f in one["findings"])


def test_a_rule_of_a_known_kind_is_an_entry_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(RULE, encoding="utf-8")
    own = ("--rules", str(tmp_path / "own.yaml"))
    report = tmp_path / "a.html"
    for coercion, expected in (("0", []), ("99", ["OWN001"])):
        cells = {"disclosure.coercion.decisions": coercion}
        report.write_bytes(web.write(specimen(formats(), Edits(cells=cells))))
        assert found(run("check", str(report), "--format", "json", *own)) == expected
    shown = run("check", str(report), *own).stdout
    assert "清溪县公开办通知 第三条" in shown
    assert "行政强制不多于行政处罚" in run("rules", "OWN001", *own).stdout


def test_a_format_is_a_file(tmp_path: Path) -> None:
    # For 2027: two rows more, one table less, all else as before.
    data = yaml.safe_load((RULES / "formats" / "2021.yaml").read_text("utf-8"))
    data |= {"id": "2027", "follows": "2021", "years": {"first": 2027}}
    data["tables"] = [table for table in data["tables"] if table["id"] != "disputes"]
    data["tables"][0]["blocks"][2]["rows"] += [
        {"id": "inspections", "label": "行政检查", "en": "Administrative inspections"},
        {"id": "rulings", "label": "行政裁决", "en": "Administrative rulings"},
    ]
    folder = tmp_path / "own" / "formats"
    folder.mkdir(parents=True)
    (folder / "2027.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    own = ("--rules", str(tmp_path / "own"))
    known = with_user_rules([tmp_path / "own"]).formats
    cells = {"disclosure.inspections.decisions": "9", "disclosure.rulings.decisions": "2"}
    for name, edits, expected in (
        ("sound", Edits(format="2027", year=2027, cells=cells), []),
        (
            "sum",
            Edits(format="2027", year=2027, cells={**cells, "requests.granted.total": "6"}),
            ["SUM001", "SUM002"],
        ),
        (
            "row",
            Edits(format="2027", year=2027, cells=cells, drop_rows=("disclosure.rulings",)),
            ["STR008"],
        ),
    ):
        report = tmp_path / f"{name}.pdf"
        report.write_bytes(draw(specimen(known, edits), Style()))
        assert found(run("check", str(report), "--format", "json", *own)) == expected, name
    extracted = json.loads(run("extract", str(tmp_path / "sound.pdf")).stdout)
    assert extracted["format"] == "2021"


def test_an_output_is_a_module_and_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("validator.rendering.verses")
    module.render = lambda result: "".join(f"{one.name}\n" for one in result.runs)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(rendering.OUTPUTS, "verses", Output("verses"))
    report = tmp_path / "a.html"
    report.write_bytes(web.write(specimen(formats())))
    assert run("check", str(report), "--format", "verses").stdout == f"{report}\n"


def test_a_form_is_a_module_and_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mirrored(data: bytes, source: Source, options: Options, _: Progress | None) -> Document:
        """A text written backwards, behind a mark."""
        text = data.removeprefix(b"MIRRORED").decode()[::-1]
        return plain.read(text.encode(), source, options)

    module = ModuleType("validator.reading.mirrored")
    module.read = mirrored  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    line = forms.Form("text/mirrored", begins(b"MIRRORED"), (".mirrored",), "mirrored", "text")
    monkeypatch.setattr(forms, "FORMS", (line, *forms.FORMS))
    written = text.write(specimen(formats(), Edits(cells={"requests.granted.total": "6"})))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.mirrored").write_bytes(b"MIRRORED" + written[::-1].encode())
    assert found(run("check", str(tmp_path / "in"), "--format", "json")) == ["SUM001", "SUM002"]
