"""What a newcomer adds, and how little it takes: a rule, a format, an output, a form, a subject.

A rule and a format are data. An output and a form are one module and one line of registration;
a subject of a kind is one module, its line, and its word in the schema of rules.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from click.testing import CliRunner, Result

from tests.generator import text, web
from tests.generator.pdf import Style, draw
from validator import rendering
from validator.checking.context import Context, Outcome
from validator.checking.kinds import order
from validator.checking.kinds.subjects import Subject
from validator.cli import group
from validator.model import result
from validator.model.demand import OrderDemand
from validator.model.document import Document, Source
from validator.model.finding import Location, State
from validator.model.rule import Rule
from validator.reading import Options, Progress, forms
from validator.reading.sniffing import starts_with
from validator.reading.text import plain
from validator.rendering import Output, Renderer
from validator.rulebase import conformance
from validator.rulebase.files import RULES, schema, schema_text
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import with_user_rules
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
        report.write_bytes(web.write(specimen(load_formats(), Edits(cells=cells))))
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


class VersesRenderer(Renderer):
    """The names of the runs, a line each."""

    def render(self, result: result.Result) -> str:
        return "".join(f"{one.name}\n" for one in result.runs)


def test_an_output_is_a_module_and_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("validator.rendering.verses")
    module.VersesRenderer = VersesRenderer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(rendering.OUTPUTS, "verses", Output("verses", "VersesRenderer"))
    report = tmp_path / "a.html"
    report.write_bytes(web.write(specimen(load_formats())))
    assert run("check", str(report), "--format", "verses").stdout == f"{report}\n"


def test_a_form_is_a_module_and_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mirrored(data: bytes, source: Source, options: Options, _: Progress | None) -> Document:
        """A text written backwards, behind a mark."""
        text = data.removeprefix(b"MIRRORED").decode()[::-1]
        return plain.read(text.encode(), source, options)

    module = ModuleType("validator.reading.mirrored")
    module.read = mirrored  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    line = forms.Form(
        "text", "text/mirrored", starts_with(b"MIRRORED"), (".mirrored",), "mirrored", "text"
    )
    monkeypatch.setattr(forms, "FORMS", (line, *forms.FORMS))
    written = text.write(specimen(load_formats(), Edits(cells={"requests.granted.total": "6"})))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.mirrored").write_bytes(b"MIRRORED" + written[::-1].encode())
    assert found(run("check", str(tmp_path / "in"), "--format", "json")) == ["SUM001", "SUM002"]


SUBJECT_RULE = """
- id: OWN002
  name: last-section
  kind: order
  subject: last_section
  title: {zh: 最后一部分, en: Last section}
  severity: warning
  formats: ["2021"]
  basis: {document: 清溪县公开办通知, clause: 第四条}
  message: {zh: "最后一部分是“{heading}”", en: "the last section is “{heading}”"}
  help: {zh: 按规定顺序排列。, en: Put the sections in order.}
"""


def check_last_section(rule: Rule[OrderDemand], context: Context) -> Iterator[Outcome]:
    """The last section must be the last one of the format."""
    last = context.report.sections[-1]
    if last.id == context.official.sections[-1].id:
        yield State.PASSED
        return
    location = Location(place=last.place, section=last.id)
    values = {"heading": last.heading}
    yield context.finding(rule, context.section_at(last), [location], values, identity=last.id)


def test_a_subject_is_a_module_a_line_and_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(order.SUBJECTS, "last_section", Subject(check_last_section))
    text = schema_text("rules").replace('"sections",', '"sections", "last_section",')
    monkeypatch.setattr(
        conformance, "schema", lambda name: json.loads(text) if name == "rules" else schema(name)
    )
    (tmp_path / "own.yaml").write_text(SUBJECT_RULE, encoding="utf-8")
    own = ("--rules", str(tmp_path / "own.yaml"), "--select", "OWN002")
    report = tmp_path / "a.html"
    sections = [section.id for section in load_formats()[-1].sections]
    for sections_order, expected in ((sections, []), (sections[::-1], ["OWN002"])):
        edits = Edits(section_order=sections_order)
        report.write_bytes(web.write(specimen(load_formats(), edits)))
        assert found(run("check", str(report), "--format", "json", *own)) == expected
    assert "最后一部分是“" in run("check", str(report), *own).stdout
