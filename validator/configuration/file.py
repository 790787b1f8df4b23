"""nianbao.toml, or [tool.nianbao] of pyproject.toml: schemas/config.schema.json."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from validator.model.errors import UserError
from validator.model.message import phrase
from validator.rulebase.conformance import find_mistake
from validator.rulebase.problems import syntax_problem
from validator.rulebase.user_files import read_file

_NAME = "nianbao.toml"
_PROJECT = "pyproject.toml"
# MiB of a configuration; reading TOML takes the square of how deep its keys are.
_MOST = 1


class Suppression(NamedTuple):
    """Findings to suppress: by rule, fingerprint and patterns of document names; empty is any.

    `until` is the last day on which it applies, or None for no end.
    """

    reason: str
    rule: str = ""
    fingerprint: str = ""
    match: tuple[str, ...] = ()
    until: date | None = None

    def covers(self, document: str) -> bool:
        """Whether it applies to a document of this name."""
        return not self.match or _matches(document, self.match)


class DocumentSettings(NamedTuple):
    """Settings for one document: rules by id, name or family; its year, body and kind of body."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    year: int | None = None
    issuer: str = ""
    kind: str = ""


class ConfigFile(NamedTuple):
    """A configuration file: `defaults` for all documents, `paths` for some; its own path."""

    defaults: DocumentSettings = DocumentSettings()
    paths: tuple[tuple[tuple[str, ...], Mapping[str, Any]], ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    fail_on: str = ""
    language: str = ""
    rules: tuple[Path, ...] = ()
    bounds: Mapping[str, int] = {}
    baseline: Path | None = None
    allow_partial: bool = False
    origin: str = ""

    def for_document(self, document: str) -> DocumentSettings:
        """The settings of a document; later entries of `paths` override earlier ones."""
        merged = self.defaults
        for patterns, entry in self.paths:
            if _matches(document, patterns):
                merged = _merge(merged, entry)
        return merged


def read_config_file(config_path: str | None, start: Path) -> ConfigFile:
    """Read the configuration from a file, or from the nearest one in `start` or above.

    Return the defaults if there is none. Raise UserError `no_such_file`, `config_syntax`, or
    `config_` and a kind of `Mistake`.
    """
    if config_path is not None:
        path = Path(config_path)
        if not path.is_file():
            raise UserError("no_such_file", name=config_path)
        return _parse(path, _read_table(path) or {})
    for folder in (start, *start.parents):
        for name in (_NAME, _PROJECT):
            path = folder / name
            if path.is_file() and (table := _read_table(path)) is not None:
                return _parse(path, table)
    return ConfigFile()


def _read_table(path: Path) -> dict[str, Any] | None:
    """The configuration table, or None if a pyproject.toml has none."""
    import tomllib

    try:
        data = tomllib.loads(read_file(path, megabytes=_MOST).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UserError("config_syntax", name=str(path), problem=syntax_problem(error)) from None
    if path.name != _PROJECT:
        return data
    tools = data.get("tool")
    table = tools.get("nianbao") if isinstance(tools, dict) else None
    return table if isinstance(table, dict) else None


def _parse(path: Path, table: dict[str, Any]) -> ConfigFile:
    _validate(path, table)
    folder = path.parent
    baseline = table.get("baseline")
    return ConfigFile(
        defaults=_merge(DocumentSettings(), table),
        paths=tuple((tuple(entry["match"]), entry) for entry in table.get("paths", ())),
        suppressions=tuple(_parse_suppression(path, entry) for entry in table.get("suppress", ())),
        fail_on=table.get("fail-on", ""),
        language=table.get("lang", ""),
        rules=tuple(folder / name for name in table.get("rules", ())),
        bounds=table.get("bounds", {}),
        baseline=folder / baseline if baseline else None,
        allow_partial=table.get("allow-partial", False),
        origin=str(path),
    )


def _merge(base: DocumentSettings, entry: Mapping[str, Any]) -> DocumentSettings:
    return DocumentSettings(
        tuple(entry["select"]) if "select" in entry else base.select,
        (*base.ignore, *entry.get("ignore", ())),
        (*base.severity, *entry.get("severity", {}).items()),
        entry.get("year", base.year),
        entry.get("issuer", base.issuer),
        entry.get("kind", base.kind),
    )


def _parse_suppression(path: Path, entry: Mapping[str, Any]) -> Suppression:
    until = entry.get("until")
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        problem = phrase("problem.date")
        raise UserError(
            "config_invalid", name=str(path), key="suppress.until", problem=problem
        ) from None
    return Suppression(
        entry["reason"],
        entry.get("rule", ""),
        entry.get("fingerprint", ""),
        tuple(entry.get("match", ())),
        last,
    )


def _validate(path: Path, table: Mapping[str, Any]) -> None:
    error = find_mistake(table, "config")
    if error is not None:
        raise UserError(f"config_{error.kind}", name=str(path), **error.details)


def _matches(document: str, patterns: Sequence[str]) -> bool:
    name = document.replace("\\", "/").removeprefix("./")
    return any(fnmatchcase(part, pattern) for pattern in patterns for part in _tails(name))


def _tails(name: str) -> Iterator[str]:
    """A path and each of its tails: patterns need not start at the top folder."""
    yield name
    while "/" in name:
        name = name.partition("/")[2]
        yield name
