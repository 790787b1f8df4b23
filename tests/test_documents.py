"""What README shows is what the program prints."""

import re

import pytest
from click.testing import CliRunner

import validator
from tests.conftest import ROOT
from tests.forms_tables import TABLES, with_tables
from validator.cli import group
from validator.model.text import LANGUAGES
from validator.reading import Bounds
from validator.reading.forms import readable_suffixes
from validator.rendering import OUTPUTS
from validator.rulebase.messages import load_catalogue


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_output_shown_is_the_output(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    arguments = ["check", "--lang", language, "examples/report-with-a-fault.pdf"]
    printed = CliRunner().invoke(group, arguments).stdout
    assert printed.rstrip()
    assert printed.rstrip() in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md", "docs/forms.md"])
def test_links_and_make_targets_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (ROOT / link).exists(), link
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"`?make ([a-z]+)", text)) - {"and"} <= targets


def test_the_bounds_shown_are_the_bounds() -> None:
    page = (ROOT / "docs" / "forms.md").read_text("utf-8")
    shown = dict(re.findall(r"^\| (\w+) \| (\d+) \|", page, re.M))
    assert shown == {name: str(amount) for name, amount in Bounds()._asdict().items()}


def test_every_form_and_every_output_has_its_line() -> None:
    forms = (ROOT / "docs" / "forms.md").read_text("utf-8")
    assert set(re.findall(r"\.\w+", forms)) >= readable_suffixes()
    page = (ROOT / "docs" / "developers.md").read_text("utf-8")
    table = page[page.index("| name | what it is |") : page.index("Exit codes")]
    rows = " ".join(re.findall(r"^\| ([^|]+) \|", table, re.M))
    assert set(re.findall(r"`(\w+)`", rows)) == set(OUTPUTS)


def test_the_python_page_uses_the_whole_interface() -> None:
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    imported = " ".join(re.findall(r"^from validator import (.+)$", page, re.M))
    assert set(re.findall(r"\w+", imported)) == set(validator.__all__)


def test_the_page_of_rules_is_current() -> None:
    printed = CliRunner().invoke(group, ["rules", "--format", "markdown"]).stdout
    assert printed == (ROOT / "docs" / "rules.md").read_text("utf-8"), "run: make docs"


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_forms_are_current(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert text.count("<!-- forms -->") == len(TABLES[name])
    assert with_tables(name, text) == text


def test_what_exceeds_a_bound_is_told_how_to_raise_it() -> None:
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        for name in Bounds._fields:
            assert f"--bound {name}=N" in catalogue.say(f"errors.exceeds_{name}", most=1)
