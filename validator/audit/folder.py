"""Documents below a folder on disk or in object storage (an fsspec URL)."""

from collections.abc import Mapping, Sequence
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from validator.model.errors import UserError
from validator.model.message import phrase
from validator.model.text import display_name
from validator.pipeline.document import Input
from validator.pipeline.folder import is_listed, kind_by_ending, list_folder
from validator.reading.forms import known_forms, readable_suffixes
from validator.rulebase.problems import system_problem


class DocumentFile(NamedTuple):
    """A document in the audited folder.

    `name` is its path relative to the folder, by which results refer to it; `location` is its
    absolute path, or its URL in object storage.
    """

    name: str
    location: str

    @property
    def remote(self) -> bool:
        """Whether the document is in object storage."""
        return "://" in self.location

    def document(self) -> Input:
        """The input to read; UserError `not_readable` if object storage cannot deliver it."""
        if not self.remote:
            return Input(self.name, Path(self.location))
        filesystem, path = _open_filesystem(self.location)
        try:
            return Input(self.name, data=filesystem.cat_file(path))
        except OSError as error:
            raise UserError("not_readable", name=self.name, reason=system_problem(error)) from None

    def identity(self) -> str:
        """A token that changes with the content: its hash, or the version reported by storage."""
        if self.remote:
            filesystem, path = _open_filesystem(self.location)
            return sha256(str(filesystem.ukey(path)).encode()).hexdigest()
        with open(self.location, "rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def modified(self) -> float:
        """Modification time in seconds since 1970; 0 if unknown."""
        if self.remote:
            return 0.0
        try:
            return Path(self.location).stat().st_mtime
        except OSError:
            # The file may have been removed since it was read.
            return 0.0


class Folder(NamedTuple):
    """The documents below a folder, sorted, and the names passed over by kind (`Listing`)."""

    documents: tuple[DocumentFile, ...]
    passed_over: Mapping[str, Sequence[str]]


def scan_folder(source: str, excluded: Path) -> Folder:
    """The documents below a folder (a path or URL), except those below `excluded`.

    Raises UserError `no_such_file`, `empty_folder`, `not_readable`, `needs_extra` or
    `needs_package`.
    """
    folder = _list_remote(source) if "://" in source else _list_local(Path(source), excluded)
    if not folder.documents:
        raise UserError("empty_folder", name=source, forms=known_forms())
    return folder


def _list_local(source: Path, excluded: Path) -> Folder:
    if not source.is_dir():
        raise UserError("no_such_file", name=str(source))
    listing = list_folder(source, excluded.resolve())
    # Absolute: worker processes may have another working directory.
    root = source.absolute()
    documents = (DocumentFile(display_name(name), str(root / name)) for name in listing.documents)
    return Folder(tuple(documents), listing.passed_over)


def _list_remote(source: str) -> Folder:
    filesystem, root = _open_filesystem(source)
    root = root.rstrip("/")
    protocol = source.split("://", maxsplit=1)[0]
    try:
        names = filesystem.find(root)
    except OSError as error:
        raise UserError("not_readable", name=source, reason=system_problem(error)) from None
    endings = readable_suffixes()
    documents: list[DocumentFile] = []
    passed_over: dict[str, list[str]] = {}
    for path in sorted(names):
        name = path.removeprefix(root).lstrip("/")
        if not is_listed(PurePosixPath(path).name):
            continue
        shown = display_name(name)
        if kind := kind_by_ending(name, endings):
            passed_over.setdefault(kind, []).append(shown)
        else:
            documents.append(DocumentFile(shown, f"{protocol}://{path}"))
    return Folder(tuple(documents), passed_over)


def _open_filesystem(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        filesystem, path = url_to_fs(url)
    except ImportError as error:
        if error.name == "fsspec":
            raise UserError("needs_extra", extra="cluster") from None
        from fsspec.registry import known_implementations

        protocol = url.partition("://")[0]
        package = str(known_implementations[protocol]["class"]).partition(".")[0]
        raise UserError("needs_package", name=url, package=package) from None
    except ValueError:
        reason = phrase("problem.no_storage")
        raise UserError("not_readable", name=url, reason=reason) from None
    return filesystem, path
