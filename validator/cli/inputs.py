"""Collect input documents from files, folders and stdin."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from validator.model.errors import UserError
from validator.model.text import display_name
from validator.pipeline.document import Input
from validator.pipeline.folder import list_folder
from validator.reading.forms import known_forms
from validator.reading.options import Bounds, exceeded
from validator.rulebase.problems import system_problem


def relative_name(document: Input) -> str:
    """The path relative to the working directory, or the name if the document is elsewhere."""
    if document.path is None:
        return document.name
    path = document.path.absolute()
    here = Path.cwd()
    if not path.is_relative_to(here):
        return document.name
    return display_name(path.relative_to(here).as_posix())


class Inputs(NamedTuple):
    """The documents, and the names that were passed over in folders by kind (`Listing`)."""

    documents: tuple[Input, ...]
    passed_over: Mapping[str, Sequence[str]]


def gather(arguments: Sequence[str], bounds: Bounds) -> Inputs:
    """Collect the documents that arguments name; folders are searched recursively.

    `-` is stdin. Raise UserError `nothing_named` for an empty name, `empty_folder` if there is no
    document in a folder, nor anything that was passed over there, `exceeds_megabytes`.
    """
    documents: list[Input] = []
    passed_over: dict[str, list[str]] = {}
    for argument in arguments:
        path = Path(argument)
        if not argument:
            raise UserError("nothing_named")
        if argument == "-":
            documents.append(Input("-", data=read_stdin(bounds)))
        elif is_folder(path):
            listing = list_folder(path)
            for kind, names in listing.passed_over.items():
                passed_over.setdefault(kind, []).extend(names)
            if not listing.documents and not listing.passed_over:
                raise UserError("empty_folder", name=argument, forms=known_forms())
            documents.extend(Input(display_name(name), path / name) for name in listing.documents)
        else:
            documents.append(Input(display_name(argument), path))
    return Inputs(tuple(documents), passed_over)


def one_document(argument: str, bounds: Bounds) -> Input:
    """The document that an argument names, or stdin.

    Raise UserError `one_document` if it is a folder, or as `gather` does.
    """
    if argument and argument != "-" and is_folder(Path(argument)):
        raise UserError("one_document", name=argument)
    return gather([argument], bounds).documents[0]


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; not if its name cannot be one of a file either."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_stdin(bounds: Bounds) -> bytes:
    """All of standard input; raise UserError `exceeds_megabytes` or `not_readable`."""
    most = bounds.megabytes * 2**20
    try:
        data = sys.stdin.buffer.read(most + 1)
    except OSError as error:
        raise UserError("not_readable", name="-", reason=system_problem(error)) from None
    if len(data) > most:
        raise exceeded("megabytes", bounds.megabytes)
    return data
