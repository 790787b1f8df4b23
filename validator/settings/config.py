"""nianbao.toml, or [tool.nianbao] of pyproject.toml: schemas/config.schema.json."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from validator.data.conformance import mistake
from validator.model.errors import UserError

_NAME = "nianbao.toml"
_PROJECT = "pyproject.toml"


class Suppression(NamedTuple):
    """Findings to let be: those of a rule or of one fingerprint, in documents of some names.

    `until` is the last day on which it holds, None for ever.
    """

    reason: str
    rule: str = ""
    fingerprint: str = ""
    match: tuple[str, ...] = ()
    until: date | None = None

    def covers(self, document: str) -> bool:
        """Whether it holds for a document of this name."""
        return not self.match or _matches(document, self.match)


class Wanted(NamedTuple):
    """What holds for one document: rules by id, name or family; its year, body and kind."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    year: int | None = None
    issuer: str = ""
    kind: str = ""


class Settings(NamedTuple):
    """A configuration: what holds for all documents, and for some; `origin` is its file."""

    wanted: Wanted = Wanted()
    paths: tuple[tuple[tuple[str, ...], Mapping[str, Any]], ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    fail_on: str = ""
    language: str = ""
    rules: tuple[Path, ...] = ()
    bounds: Mapping[str, int] = {}
    baseline: Path | None = None
    origin: str = ""

    def of(self, document: str) -> Wanted:
        """What holds for a document of this name; later entries of `paths` go first."""
        wanted = self.wanted
        for patterns, entry in self.paths:
            if _matches(document, patterns):
                wanted = _with(wanted, entry)
        return wanted


def settings(given: str | None, start: Path) -> Settings:
    """The configuration in a file; where none is given, in the nearest above a folder.

    Raises UserError `no_such_file`, `config_syntax`, or `config_` and a kind of `Mistake`.
    """
    if given is not None:
        path = Path(given)
        if not path.is_file():
            raise UserError("no_such_file", name=given)
        return _settings(path, _table(path) or {})
    for folder in (start, *start.parents):
        for name in (_NAME, _PROJECT):
            path = folder / name
            if path.is_file() and (table := _table(path)) is not None:
                return _settings(path, table)
    return Settings()


def _table(path: Path) -> dict[str, Any] | None:
    """The configuration's own table; None in a pyproject.toml without one."""
    import tomllib

    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError("config_syntax", name=str(path), problem=str(error)) from None
    if path.name != _PROJECT:
        return data
    table: dict[str, Any] | None = data.get("tool", {}).get("nianbao")
    return table


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    _validate(path, table)
    folder = path.parent
    baseline = table.get("baseline")
    return Settings(
        wanted=_with(Wanted(), table),
        paths=tuple((tuple(entry["match"]), entry) for entry in table.get("paths", ())),
        suppressions=tuple(_suppression(path, entry) for entry in table.get("suppress", ())),
        fail_on=table.get("fail-on", ""),
        language=table.get("lang", ""),
        rules=tuple(folder / name for name in table.get("rules", ())),
        bounds=table.get("bounds", {}),
        baseline=folder / baseline if baseline else None,
        origin=str(path),
    )


def _with(wanted: Wanted, entry: Mapping[str, Any]) -> Wanted:
    return Wanted(
        tuple(entry["select"]) if "select" in entry else wanted.select,
        (*wanted.ignore, *entry.get("ignore", ())),
        (*wanted.severity, *entry.get("severity", {}).items()),
        entry.get("year", wanted.year),
        entry.get("issuer", wanted.issuer),
        entry.get("kind", wanted.kind),
    )


def _suppression(path: Path, entry: Mapping[str, Any]) -> Suppression:
    until = entry.get("until")
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError as error:
        raise UserError(
            "config_invalid", name=str(path), key="suppress.until", problem=str(error)
        ) from None
    return Suppression(
        entry["reason"],
        entry.get("rule", ""),
        entry.get("fingerprint", ""),
        tuple(entry.get("match", ())),
        last,
    )


def _validate(path: Path, table: Mapping[str, Any]) -> None:
    wrong = mistake(table, "config")
    if wrong is not None:
        raise UserError(f"config_{wrong.kind}", name=str(path), **wrong.details)


def _matches(document: str, patterns: Sequence[str]) -> bool:
    name = document.replace("\\", "/").removeprefix("./")
    return any(fnmatchcase(part, pattern) for pattern in patterns for part in _tails(name))


def _tails(name: str) -> Iterator[str]:
    """A name, and the same from each of its folders on: patterns need not begin at the top."""
    yield name
    while "/" in name:
        name = name.partition("/")[2]
        yield name
