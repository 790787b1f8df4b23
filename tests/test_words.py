"""One word for one thing: the glossary of CONTRIBUTING.md against the code."""

import ast
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

CODE = [path for name in ("validator", "benchmarks") for path in (ROOT / name).rglob("*.py")]
# Participles that say nothing of what a value is.
EMPTY = {"own", "said", "found", "known", "told", "wanted"}
# Words for which the glossary has others.
REPLACED = {
    "furniture": "boilerplate",
    "glyph": "char",
    "glyphs": "chars",
    "rerun": "recheck",
    "standing": "disposition",
    "stories": "diagnoses",
    "story": "diagnosis",
    "supposed": "what_if",
    "unfolding": "embedded text",
}
GLOSSARY = re.findall(
    r"^\| ([^|]+) \| `([\w.]+)` \| [^|]+ \|$",
    (ROOT / "CONTRIBUTING.md").read_text("utf-8"),
    re.M,
)


def names_in(path: Path) -> Iterator[tuple[str, bool]]:
    """The names that a module defines, and whether they are parameters or locals."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.arg):
            yield node.arg, True
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, True
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, False


@pytest.mark.parametrize(("word", "dotted"), GLOSSARY)
def test_the_words_of_the_glossary_stand_in_the_code(word: str, dotted: str) -> None:
    assert pkgutil.resolve_name(f"validator.{dotted}") is not None, word


def test_there_is_a_glossary() -> None:
    assert len(GLOSSARY) > 25


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_say_what_they_name(path: Path) -> None:
    for name, is_value in names_in(path):
        assert not (is_value and name in EMPTY), f"{path}: {name}"
        for word in re.split(r"_|(?<=[a-z])(?=[A-Z])", name):
            better = REPLACED.get(word.lower())
            assert better is None, f"{path}: {name}, better: {better}"
