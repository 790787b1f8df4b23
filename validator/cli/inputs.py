"""Files, folders and stdin to the documents that they mean."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from validator.model.errors import UserError
from validator.pipeline import Input
from validator.reading.forms import UNREADABLE, readable


def within(document: Input) -> str:
    """Where a document is, seen from the working directory; its name where it is elsewhere."""
    if document.path is None:
        return document.name
    path = document.path.absolute()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else document.name


class Inputs(NamedTuple):
    """The documents found, and the files of folders that had to be left aside."""

    documents: tuple[Input, ...]
    left_aside: tuple[str, ...]


def gather(arguments: Sequence[str]) -> Inputs:
    """The documents that arguments name: files as they are, folders with all below them.

    `-` is stdin. Raises UserError `empty_folder` for a folder without a readable file.
    """
    documents: list[Input] = []
    left_aside: list[str] = []
    endings = readable()
    for argument in arguments:
        path = Path(argument)
        if argument == "-":
            documents.append(Input("-", data=sys.stdin.buffer.read()))
        elif path.is_dir():
            found = sorted(
                (p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$"))),
                key=lambda p: p.relative_to(path).as_posix(),
            )
            documents_here = [p for p in found if p.suffix.lower() in endings]
            left_aside.extend(p.as_posix() for p in found if p.suffix.lower() in UNREADABLE)
            if not documents_here:
                raise UserError("empty_folder", name=argument)
            documents.extend(Input(p.relative_to(path).as_posix(), p) for p in documents_here)
        else:
            documents.append(Input(argument, path))
    return Inputs(tuple(documents), tuple(left_aside))
