"""Locations of rules/ and schemas/: inside an installed package, or beside it in a checkout."""

import json
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent.parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


RULES = _folder("rules")
SCHEMAS = _folder("schemas")


def schema_names() -> list[str]:
    """The names of all schemas, as `nianbao schema NAME` takes them."""
    return sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))


def schema_text(name: str) -> str:
    """The JSON text of a schema; raises FileNotFoundError if there is none of this name."""
    return (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")


def schema(name: str) -> dict[str, Any]:
    """A schema as data."""
    content: dict[str, Any] = json.loads(schema_text(name))
    return content
