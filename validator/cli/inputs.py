"""Collect input documents from files, folders and stdin."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from validator.model.errors import UserError
from validator.pipeline.document import Input
from validator.reading.forms import PASSED_OVER, known_forms, readable_suffixes


def relative_name(document: Input) -> str:
    """The path relative to the working directory, or the name if the document is elsewhere."""
    if document.path is None:
        return document.name
    path = document.path.absolute()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else document.name


class Inputs(NamedTuple):
    """The documents, and files in folders that were skipped because no reader supports them."""

    documents: tuple[Input, ...]
    left_aside: tuple[str, ...]


def gather(arguments: Sequence[str]) -> Inputs:
    """Collect the documents that arguments name; folders are searched recursively.

    `-` is stdin. Raise UserError `empty_folder` if a folder has no readable file.
    """
    documents: list[Input] = []
    left_aside: list[str] = []
    endings = readable_suffixes()
    for argument in arguments:
        path = Path(argument)
        if argument == "-":
            documents.append(Input("-", data=sys.stdin.buffer.read()))
        elif path.is_dir():
            files = sorted(
                (p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$"))),
                key=lambda p: p.relative_to(path).as_posix(),
            )
            documents_here = [p for p in files if p.suffix.lower() in endings]
            left_aside.extend(p.as_posix() for p in files if p.suffix.lower() in PASSED_OVER)
            if not documents_here and left_aside:
                count, first = str(len(left_aside)), left_aside[0]
                raise UserError("left_aside", count=count, first=first)
            if not documents_here:
                raise UserError("empty_folder", name=argument, forms=known_forms())
            documents.extend(Input(p.relative_to(path).as_posix(), p) for p in documents_here)
        else:
            documents.append(Input(argument, path))
    return Inputs(tuple(documents), tuple(left_aside))
