"""Regular expressions that meet the text of documents: their time grows as the text does."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import yaml

import validator
from tests.conftest import ROOT
from validator.rulebase.patterns import compile_pattern

# What is repeated, and what may stand before and behind it.
SEEDS = (
    " ",
    "\u3000",
    " \t\u3000",
    "1",
    "1,",
    "a",
    "a.",
    "-",
    "--",
    "=",
    "|",
    "|-",
    "| -- ",
    "+-",
    ".",
    "·",
    ". ",
    "…",
    "（",
    "(",
    ")",
    "[",
    "{",
    "<",
    "<a ",
    "。",
    "、",
    "，",
    "年",
    "件",
    "1件",
    "第",
    "第1页",
    "一",
    "一、",
    "2023",
    "〔2021〕",
    "0.5",
    "- ",
    "\\",
    "&",
    "#",
    "`",
    "![a](",
    "申请",
    "某",
    "某局",
    "x",
    "1 ",
    "\n",
    " \n",
    "<table",
    "text-decoration:a ",
    "办结",
    "予以公开",
    "其中",
    "无",
)
FRAMES = (("", ""), ("", "!"), ("x", "\n"), ("|--", "x"), ("共", "x"), ("text-decoration:", "x"))
# Characters, and the seconds that matching so many may take before growth is looked at.
SIZE, SUSPICIOUS = 3000, 0.01
# A linear expression takes twice as long for twice as much, a quadratic one four times.
MOST_GROWTH = 3.0
METHODS = {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}
# Keys of rules/ under which expressions stand.
KEYS = {
    "pattern",
    "patterns",
    "find",
    "must",
    "next",
    "whole",
    "before",
    "after",
    "near",
    "except",
    "exceptions",
    "statement",
    "share",
    "opening",
    "restart",
    "issuer",
    "ending",
    "region",
    "unless",
}
# Expressions that meet texts of a bounded length only.
BOUNDED = {
    "validator.reading.geometry.layout._PAGE_NUMBER": 60,
    "validator.recognition.tables.orphan_labels._FRAGMENTS": 200,
    "phrases.yaml patterns": 200,
}
# Expressions that meet the project's own declarations, and what is typed by whoever runs it.
OWN = {"validator.rulebase.expressions", "validator.rulebase.patterns", "validator.api"}


class Expression(NamedTuple):
    """A compiled expression, and the methods by which it is used."""

    name: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "validator").rglob("*.py")):
        yield path.name, ast.parse(path.read_text("utf-8"))


def uses() -> dict[str, set[str]]:
    """The methods that are called on each name."""
    found: dict[str, set[str]] = {}
    for _, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id=name) | ast.Attribute(attr=name), attr=method
                    )
                ) if method in METHODS:
                    found.setdefault(name, set()).add(method)
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=method),
                    args=[ast.Name(id=name), *_],
                ) if method in METHODS:
                    found.setdefault(name, set()).add(method)
    return found


def in_modules() -> Iterator[Expression]:
    used = uses()
    for info in pkgutil.walk_packages(validator.__path__, "validator."):
        if info.name in OWN:
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            methods = frozenset(used.get(name, {"search"}))
            if isinstance(value, re.Pattern):
                yield Expression(f"{info.name}.{name}", value, methods)
            elif isinstance(value, bytes) and name.isupper() and info.name.endswith("sniffing"):
                yield Expression(f"{info.name}.{name}", re.compile(value), methods)


def in_calls() -> Iterator[Expression]:
    """Expressions that are written where they are used."""
    for file, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=method),
                    args=[ast.Constant(value=str() | bytes() as text), *_],
                ) if method in METHODS:
                    yield Expression(f"{file}:{node.lineno}", re.compile(text), frozenset({method}))


def in_rules() -> Iterator[Expression]:
    """Every text under a key of which the kinds of rules and the lexicon make expressions."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        stack: list[tuple[str, Any]] = [("", yaml.load(path.read_bytes(), loader))]
        while stack:
            key, item = stack.pop()
            if isinstance(item, dict):
                stack.extend(item.items())
            elif isinstance(item, list):
                stack.extend((key, one) for one in item)
            elif isinstance(item, str) and key in KEYS:
                method = {"next": "match", "must": "fullmatch"}.get(key, "search")
                pattern = compile_pattern(item)
                yield Expression(f"{path.name} {key}", pattern, frozenset({method}))


def seconds(expression: Expression, seed: str, frame: tuple[str, str], size: int) -> float:
    pattern = expression.pattern
    text: Any = frame[0] + seed * (size // len(seed)) + frame[1]
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    begun = time.perf_counter()
    if "match" in expression.methods:
        pattern.match(text)
    if "fullmatch" in expression.methods:
        pattern.fullmatch(text)
    if "search" in expression.methods:
        pattern.search(text)
    if not expression.methods <= {"match", "fullmatch", "search"}:
        for _ in pattern.finditer(text):
            pass
    return time.perf_counter() - begun


def grows(expression: Expression) -> str:
    """What an expression takes too long for, or nothing."""
    size = BOUNDED.get(expression.name, SIZE)
    for seed in SEEDS:
        for frame in FRAMES:
            if seconds(expression, seed, frame, size) < SUSPICIOUS:
                continue
            half = min(seconds(expression, seed, frame, size // 2) for _ in range(3))
            whole = min(seconds(expression, seed, frame, size) for _ in range(3))
            if whole > MOST_GROWTH * half and whole > SUSPICIOUS / 2:
                return f"{frame[0]!r} {seed!r} {frame[1]!r}: {whole / half:.1f}"
    return ""


EXPRESSIONS = {
    (one.pattern.pattern, one.methods): one
    for source in (in_modules, in_calls, in_rules)
    for one in source()
}


def test_what_grows_is_seen() -> None:
    assert len(EXPRESSIONS) > 150
    slow = Expression("", re.compile(r"\s+x"), frozenset({"search"}))
    assert grows(slow)


@pytest.mark.parametrize("part", range(4))
def test_time_grows_as_the_text_does(part: int) -> None:
    bad = {
        one.name: (growth, one.pattern.pattern)
        for one in list(EXPRESSIONS.values())[part::4]
        if (growth := grows(one))
    }
    assert not bad
