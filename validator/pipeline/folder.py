"""The documents below a folder, and what is passed over there."""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from validator.model.text import display_name
from validator.reading.forms import ARCHIVES, readable_suffixes

# What a folder of an audit's results holds (`audit.outputs.files`).
RESULTS = ("findings.json", "notices")
# Names of files that no person made: hidden ones, and those by which Office marks open files.
_NOT_LISTED = (".", "~$")


class Listing(NamedTuple):
    """The paths of documents relative to a folder, sorted, and the names passed over by kind.

    The kinds are `archives`, `others` (no form that is read has such an ending), `links` (that
    lead nowhere), `folder_links`, `devices` (and pipes), `unreadable` (folders), `results` (folders
    that an audit wrote).
    """

    documents: tuple[str, ...]
    passed_over: Mapping[str, Sequence[str]] = {}


def list_folder(folder: Path, excluded: Path | None = None) -> Listing:
    """List a folder and those below it, but not what is below `excluded`.

    Links to folders are not followed; hidden files and folders are not listed at all.
    """
    endings = readable_suffixes()
    documents: list[str] = []
    passed_over: dict[str, list[str]] = {}

    def name_of(path: str | Path) -> str:
        return Path(path).relative_to(folder).as_posix()

    def unreadable(error: OSError) -> None:
        passed_over.setdefault("unreadable", []).append(name_of(error.filename))

    for where, folders, files in os.walk(folder, onerror=unreadable):
        kept = [name for name in folders if is_listed(name)]
        links = [name for name in kept if (Path(where) / name).is_symlink()]
        passed_over.setdefault("folder_links", []).extend(name_of(Path(where) / n) for n in links)
        entered = [
            name
            for name in kept
            if name not in links and not _is_below(Path(where) / name, excluded)
        ]
        results = [name for name in entered if _is_of_an_audit(Path(where) / name)]
        passed_over.setdefault("results", []).extend(name_of(Path(where) / n) for n in results)
        folders[:] = [name for name in entered if name not in results]
        for file in files:
            if not is_listed(file):
                continue
            path = Path(where) / file
            if kind := _kind(path, endings):
                passed_over.setdefault(kind, []).append(name_of(path))
            else:
                documents.append(name_of(path))
    sorted_kinds = {
        kind: tuple(sorted(map(display_name, names)))
        for kind, names in sorted(passed_over.items())
        if names
    }
    return Listing(tuple(sorted(documents)), sorted_kinds)


def _is_of_an_audit(folder: Path) -> bool:
    return all((folder / name).exists() for name in RESULTS)


def is_listed(name: str) -> bool:
    """Whether a file or folder of this name is listed."""
    return not name.startswith(_NOT_LISTED)


def kind_by_ending(name: str, endings: frozenset[str]) -> str:
    """The kind by which the ending of a name says that it is passed over; else empty."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in endings:
        return ""
    return "archives" if ending in ARCHIVES else "others"


def _kind(path: Path, endings: frozenset[str]) -> str:
    try:
        mode = path.stat().st_mode
    except OSError:
        return "links"
    if not stat.S_ISREG(mode):
        return "devices"
    return kind_by_ending(path.name, endings)


def _is_below(path: Path, excluded: Path | None) -> bool:
    return excluded is not None and path.resolve().is_relative_to(excluded)
