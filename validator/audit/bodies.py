"""Matching of public bodies by name, and the roster of those that must report."""

from collections.abc import Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from validator.model.errors import UserError
from validator.model.message import Value
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.rulebase.normal_form import plain
from validator.rulebase.user_files import csv_rows

_COLUMNS = ("name", "parent", "complete")
_YES = frozenset(("yes", "y", "true", "1", "是"))
# Shorter names are too ambiguous to be matched against the ending of another name.
_MIN_LENGTH = 3


@cache
def declarations(path: Path = RULES / "lexicon" / "bodies.yaml") -> Any:
    """The declarations of a bodies file; UserError as raised by `data.declarations.load`."""
    return load(path, "bodies")


@lru_cache(maxsize=8192)
def body_key(name: str) -> str:
    """The comparison key of a name: common words abbreviated, equivalent endings unified."""
    key = plain(name)
    for full, short in declarations()["short_forms"]:
        # A name that consists of the full form alone is kept.
        if key != full:
            key = key.replace(full, short)
    for first, *others in declarations()["endings"]:
        ending = next((other for other in others if key.endswith(other)), None)
        if ending:
            key = key.removesuffix(ending) + first
    return key


class RosterEntry(NamedTuple):
    """A body of the roster: name, key of its parent, whether the roster has all its children."""

    name: str
    parent: str
    complete: bool


class Roster(NamedTuple):
    """The bodies that must report, by their keys (see `body_key`)."""

    entries: Mapping[str, RosterEntry]

    def find(self, issuer: str) -> str:
        """The key of a report's body: that of its roster entry if there is one.

        Rosters and reports often omit the place name that all bodies share; names are then matched
        by their endings, provided that only one body fits.
        """
        issuer_key = body_key(issuer)
        if issuer_key in self.entries or len(issuer_key) < _MIN_LENGTH:
            return issuer_key
        matches = [
            key for key in self.entries if key.endswith(issuer_key) or issuer_key.endswith(key)
        ]
        return matches[0] if len(matches) == 1 and len(matches[0]) >= _MIN_LENGTH else issuer_key

    def children(self, key: str) -> list[str]:
        """The keys of the bodies whose parent has this key."""
        return [child for child, entry in self.entries.items() if entry.parent == key]


EMPTY_ROSTER = Roster({})


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file with the columns name, parent and complete.

    Raises UserError `no_such_file` or `not_readable`, or `bodies_invalid` with the faulty line.
    """
    entries: dict[str, RosterEntry] = {}
    for line, row in csv_rows(path, ("name",), partial(_invalid, path)):
        name, parent, complete = ((row.get(column) or "").strip() for column in _COLUMNS)
        key = body_key(name)
        if not name:
            raise _invalid(path, line, "name")
        if key in entries:
            raise _invalid(path, line, f"{name} = {entries[key].name}")
        entries[key] = RosterEntry(
            name, body_key(parent) if parent else "", complete.lower() in _YES
        )
    for line, entry in enumerate(entries.values(), start=2):
        if entry.parent and entry.parent not in entries:
            raise _invalid(path, line, f"{entry.name}: parent ∉ name")
    if not entries:
        raise _invalid(path, 1, "name")
    return Roster(entries)


def _invalid(path: Path, line: int, problem: Value) -> UserError:
    return UserError("bodies_invalid", name=str(path), line=str(line), problem=problem)
