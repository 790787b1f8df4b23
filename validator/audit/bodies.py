"""Public bodies by their names, and the list of those that must report."""

import csv
import io
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from validator.data.declarations import load
from validator.data.files import RULES
from validator.model.errors import UserError
from validator.recognition.wording import plain

_COLUMNS = ("name", "parent", "complete")
_YES = frozenset(("yes", "y", "true", "1", "是"))
# A name of fewer signs tells nothing about one that ends with it.
_TELLING = 3


@cache
def declared(path: Path = RULES / "bodies.yaml") -> Any:
    """The content of a file of names; UserError as `declarations.load` raises it."""
    return load(path, "bodies")


@lru_cache(maxsize=8192)
def body(name: str) -> str:
    """What a body's name is compared by: usual short forms for full words, kinds of ending one."""
    key = plain(name)
    for full, short in declared()["short_forms"]:
        # The whole of a name is never a word in it.
        if key != full:
            key = key.replace(full, short)
    for first, *others in declared()["endings"]:
        ending = next((other for other in others if key.endswith(other)), None)
        if ending:
            key = key.removesuffix(ending) + first
    return key


class Listed(NamedTuple):
    """A body of the list: its name, its parent's as `body` gives it, whether that sums all."""

    name: str
    parent: str
    complete: bool


class Roster(NamedTuple):
    """The bodies that must report, by what their names are compared by."""

    listed: Mapping[str, Listed]

    def find(self, issuer: str) -> str:
        """What a report's body is known by: that of the list where it is in it.

        A list often leaves out the place that all of its bodies share, or a report does; names
        are then matched by how they end, where that fits one body only.
        """
        own = body(issuer)
        if own in self.listed or len(own) < _TELLING:
            return own
        longer = [key for key in self.listed if key.endswith(own) or own.endswith(key)]
        return longer[0] if len(longer) == 1 and len(longer[0]) >= _TELLING else own

    def children(self, key: str) -> list[str]:
        """The bodies whose parent it is."""
        return [child for child, entry in self.listed.items() if entry.parent == key]


NO_ROSTER = Roster({})


def roster(path: Path) -> Roster:
    """The list in a CSV file with the columns name, parent and complete.

    Raises UserError `no_such_file`, or `bodies_invalid` with the line that is wrong.
    """
    entries: dict[str, Listed] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(_text(path))), start=2):
        if line == 2 and not {"name"} <= row.keys():
            found = "、".join(str(column) for column in row)
            raise _invalid(path, 1, f"name, parent, complete ≠ {found}")
        name, parent, complete = ((row.get(column) or "").strip() for column in _COLUMNS)
        key = body(name)
        if not name:
            raise _invalid(path, line, "name")
        if key in entries:
            raise _invalid(path, line, f"{name} = {entries[key].name}")
        entries[key] = Listed(name, body(parent) if parent else "", complete.lower() in _YES)
    for line, entry in enumerate(entries.values(), start=2):
        if entry.parent and entry.parent not in entries:
            raise _invalid(path, line, f"{entry.name}: parent ∉ name")
    if not entries:
        raise _invalid(path, 1, "name")
    return Roster(entries)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserError("no_such_file", name=str(path)) from None
    except OSError as error:
        raise UserError("not_readable", name=str(path), reason=str(error)) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _invalid(path, 1, "UTF-8, GB18030")


def _invalid(path: Path, line: int, problem: str) -> UserError:
    return UserError("bodies_invalid", name=str(path), line=str(line), problem=problem)
