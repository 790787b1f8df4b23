"""The house's own rules: which way imports point, and where the domain's words live."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

PACKAGE = ROOT / "validator"
# Each layer may import those before it; those of one line may not import each other.
LAYERS = (
    ("_version", "markup", "model"),
    ("rulebase",),
    ("reading", "specimen"),
    ("recognition",),
    ("checking", "serialization"),
    ("configuration", "processes"),
    ("rendering",),
    ("official_form", "pipeline"),
    ("audit", "web"),
    ("api", "cli"),
    ("__main__",),
)
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(name: str) -> int:
    return next(level for level, names in enumerate(LAYERS) if name in names)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        # The names of the interface are imported when they are first used.
        internal = {name for name in imports(path) if name.startswith("validator.")}
        assert internal == {"validator._version", "validator.api"}
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "validator" or len(parts) == 1:
            continue
        other = parts[1]
        assert other == own or layer(other) < layer(own), f"{own} imports {other}"


def test_contributors_are_told_the_way() -> None:
    way = " → ".join(", ".join(names) for names in LAYERS[-2::-1])
    assert f"`{way}`" in " ".join((ROOT / "CONTRIBUTING.md").read_text("utf-8").split())


def test_findings_are_worded_by_those_who_show_them() -> None:
    for path in MODULES:
        if room(path) not in ("reading", "recognition", "checking", "configuration", "pipeline"):
            continue
        words = {"validator.model.catalogue", "validator.rulebase.messages"}
        assert words.isdisjoint(imports(path)), path
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        assert used.isdisjoint({"catalogue", "say"}), path


def test_reading_and_recognition_do_not_know_the_rules() -> None:
    for path in MODULES:
        if room(path) in ("reading", "recognition"):
            assert "validator.model.rule" not in set(imports(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_are_short_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
    assert len(text.splitlines()) <= 300


def labels() -> set[str]:
    """Every label, heading and alias that a format declares."""
    found: set[str] = set()

    def collect(node: object) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key in ("label", "heading", "caption", "corner"):
                    found.add(value)
                elif key == "aliases":
                    found.update(value)
                else:
                    collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    for path in (ROOT / "rules" / "formats").glob("*.yaml"):
        collect(yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


def test_no_label_of_a_format_stands_in_python() -> None:
    known = {label for label in labels() if len(label) > 1}
    assert "自然人" in known
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in known, f"{path}: {node.value}"
