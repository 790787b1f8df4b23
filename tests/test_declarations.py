"""The files of rules/ and schemas/."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.helpers import run_document
from validator.model.errors import UserError
from validator.rulebase.declarations import validate
from validator.rulebase.files import RULES, schema, schema_names
from validator.rulebase.formats import load_formats
from validator.rulebase.messages import load_catalogue
from validator.rulebase.references import find_mistakes
from validator.rulebase.ruleset import FILES, builtin

KINDS = {
    **{f"formats/{year}.yaml": "format" for year in ("2019", "2021")},
    **{f"checks/{name}": "rules" for name in FILES},
    **{f"messages/{code}.yaml": "messages" for code in ("zh", "en")},
    "lexicon/vocabulary.yaml": "vocabulary",
    "lexicon/phrases.yaml": "phrases",
    "lexicon/features.yaml": "features",
    "lexicon/webpages.yaml": "webpages",
    "lexicon/similarity.yaml": "similarity",
    "lexicon/bodies.yaml": "bodies",
    "specimen/report.yaml": "specimen",
    "specimen/official_form.yaml": "official_form",
    "error_localization.yaml": "error_localization",
    "outputs.yaml": "outputs",
}


@pytest.mark.parametrize("name", schema_names())
def test_schemas_are_valid_schemas(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def test_every_file_of_rules_has_a_schema() -> None:
    files = {path.relative_to(RULES).as_posix() for path in RULES.rglob("*") if path.is_file()}
    assert files == set(KINDS)


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_files_satisfy_their_schema(name: str, kind: str) -> None:
    text = (RULES / name).read_text(encoding="utf-8")
    validate(yaml.safe_load(text), text, RULES / name, kind)


@pytest.mark.parametrize("name", FILES)
def test_rules_name_only_what_exists(name: str) -> None:
    for entry in yaml.safe_load((RULES / "checks" / name).read_text(encoding="utf-8")):
        assert list(find_mistakes(entry, load_formats())) == []


def test_rule_ids_and_names_are_unique() -> None:
    rules = builtin().rules
    assert len({rule.id for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


def test_both_languages_say_the_same_things() -> None:
    zh, en = load_catalogue("zh").phrases, load_catalogue("en").phrases
    assert zh.keys() == en.keys()
    for key, phrase in zh.items():
        blanks = {part.split("}")[0] for part in phrase.split("{")[1:]}
        assert blanks == {part.split("}")[0] for part in en[key].split("{")[1:]}, key


GOOD = """\
- id: SUM901
  name: enterprises-only
  kind: equation
  title: {zh: 一, en: one}
  severity: warning
  formats: ["2021"]
  basis: {document: 本单位规定}
  table: requests
  in_each: row
  equation: total >= enterprise
  message: {zh: 一, en: one}
  help: {zh: 一, en: one}
"""


def mistake(tmp_path: Path, text: str) -> dict[str, str]:
    from validator.rulebase.ruleset import with_user_rules

    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        with_user_rules([path])
    worded = load_catalogue("zh").word
    return {"code": caught.value.key} | {n: worded(v) for n, v in caught.value.details.items()}


def test_users_rules_are_added(tmp_path: Path) -> None:
    from validator.rulebase.ruleset import with_user_rules

    (tmp_path / "own.yaml").write_text(GOOD, encoding="utf-8")
    assert "SUM901" in with_user_rules([tmp_path]).by_id


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "key"),
    [
        ("severity: warning", "severity: fatal", "rule_file_choice", "5", "0.severity"),
        ("in_each: row", "in_each: grid", "rule_file_choice", "9", "0.in_each"),
        ("  table: requests", "  tabel: requests", "rule_file_unknown", "8", "0.tabel"),
        (">= enterprise", "= enterprise +", "rule_file_invalid", "10", "0.equation"),
        (">= enterprise", ">= company", "rule_file_invalid", "10", "0.equation"),
        ('["2021"]', '["2022"]', "rule_file_invalid", "6", "0.formats"),
        ("SUM901", "SUM001", "rule_id_taken", None, None),
        ("  name: ent", "  name: [ent", "rule_file_syntax", "3", None),
    ],
)
def test_mistakes_name_file_line_and_key(
    tmp_path: Path, old: str, new: str, code: str, line: str | None, key: str | None
) -> None:
    details = mistake(tmp_path, GOOD.replace(old, new))
    assert details["code"] == code
    assert details["name"].endswith("own.yaml")
    assert details.get("line") == line
    assert details.get("key") == key


def test_a_mistake_in_the_projects_own_rules_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from validator.rulebase import declarations
    from validator.rulebase.ruleset import load_rules

    monkeypatch.setattr(declarations, "RULES", tmp_path)
    path = tmp_path / "sums.yaml"
    path.write_text(GOOD.replace("kind: equation", "kind: equal"), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_rules([path])
    assert caught.value.details["line"] == "3"
    assert caught.value.details["key"] == "0.kind"


def own_format(tmp_path: Path, **changes: str) -> Path:
    """A folder with a format of its own: that of 2021 under another id, from 2026 on."""
    text = (RULES / "formats" / "2021.yaml").read_text(encoding="utf-8")
    text = text.replace('id: "2021"\n', 'id: "2026"\nfollows: "2021"\n', 1)
    text = text.replace("first: 2021", "first: 2026", 1).replace("行政强制", "行政检查")
    for old, new in changes.items():
        text = text.replace(old, new)
    (tmp_path / "formats").mkdir()
    (tmp_path / "formats" / "2026.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_users_formats_are_added_and_follow_the_rules_of_another(tmp_path: Path) -> None:
    from tests.generator.text import write
    from validator.rulebase.ruleset import with_user_rules
    from validator.specimen import Edits, specimen

    rules = with_user_rules([own_format(tmp_path)])
    assert [official.id for official in rules.formats] == ["2019", "2021", "2026"]
    edits = Edits(year=2026, cells={"requests.granted.total": "6"})
    text = write(specimen(load_formats(), edits)).replace("行政强制", "行政检查")
    result = run_document("r.txt", text.encode(), rules, debug=True)
    assert result.format == "2026"
    assert result.findings is not None
    assert {f.rule for f in result.findings.findings} == {"SUM001", "SUM002"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({'id: "2026"': 'id: "2021"'}, "format_id_taken"),
        ({'follows: "2021"': 'follows: "2020"'}, "rule_file_invalid"),
        ({"sections:": "section:"}, "rule_file_unknown"),
    ],
)
def test_mistakes_in_formats_are_named(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    from validator.rulebase.ruleset import with_user_rules

    with pytest.raises(UserError) as caught:
        with_user_rules([own_format(tmp_path, **changes)])
    assert caught.value.key == code
    assert str(caught.value.details["name"]).endswith("2026.yaml")


def test_every_form_without_a_reader_has_its_sentence() -> None:
    from validator.reading.forms import FORMS

    for form in FORMS:
        assert form.reader or f"errors.{form.refusal}" in load_catalogue("zh").phrases
