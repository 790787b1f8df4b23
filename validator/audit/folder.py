"""The documents below a folder, on a disk or in object storage (by fsspec's URLs)."""

from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from validator.model.errors import UserError
from validator.pipeline import Input
from validator.reading.forms import UNREADABLE, readable


class Found(NamedTuple):
    """A document: its path below the folder, which is its name in results, and where it is.

    `location` is a path, or a URL where it is in object storage.
    """

    name: str
    location: str

    @property
    def remote(self) -> bool:
        """Whether it is in object storage."""
        return "://" in self.location

    def document(self) -> Input:
        """The document to be read; UserError `not_readable` where storage does not give it."""
        if not self.remote:
            return Input(self.name, Path(self.location))
        filesystem, path = _opened(self.location)
        try:
            return Input(self.name, data=filesystem.cat_file(path))
        except OSError as error:
            raise UserError("not_readable", name=self.name, reason=str(error)) from None

    def identity(self) -> str:
        """What changes with the content: a hash of it, or what storage tells of it."""
        if self.remote:
            filesystem, path = _opened(self.location)
            return sha256(str(filesystem.ukey(path)).encode()).hexdigest()
        with open(self.location, "rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def changed(self) -> float:
        """When the file was last changed, in seconds since 1970; 0 where it is not told."""
        if self.remote:
            return 0.0
        try:
            return Path(self.location).stat().st_mtime
        except OSError:
            # It may be gone since it was read.
            return 0.0


class Folder(NamedTuple):
    """The documents below a folder in order, and files that cannot be read yet."""

    documents: tuple[Found, ...]
    left_aside: tuple[str, ...]


def folder(place: str, besides: Path) -> Folder:
    """What lies below a folder, `besides` left out, which may be in it.

    Raises UserError `no_such_file`, `empty_folder`, `needs_extra`.
    """
    files = sorted(_remote(place) if "://" in place else _local(Path(place), besides.resolve()))
    endings = readable()
    documents = tuple(f for f in files if PurePosixPath(f.name).suffix.lower() in endings)
    aside = tuple(f.name for f in files if PurePosixPath(f.name).suffix.lower() in UNREADABLE)
    if not documents:
        raise UserError("empty_folder", name=place)
    return Folder(documents, aside)


def _local(place: Path, besides: Path) -> Iterator[Found]:
    if not place.is_dir():
        raise UserError("no_such_file", name=str(place))
    for path in place.rglob("*"):
        own = path.is_file() and not path.name.startswith((".", "~$"))
        if own and not path.resolve().is_relative_to(besides):
            # Absolute: processes elsewhere have other working folders.
            yield Found(path.relative_to(place).as_posix(), str(path.absolute()))


def _remote(place: str) -> Iterator[Found]:
    filesystem, root = _opened(place)
    root = root.rstrip("/")
    protocol = place.split("://", maxsplit=1)[0]
    try:
        names = filesystem.find(root)
    except OSError as error:
        raise UserError("not_readable", name=place, reason=str(error)) from None
    for path in names:
        if not PurePosixPath(path).name.startswith((".", "~$")):
            yield Found(path.removeprefix(root).lstrip("/"), f"{protocol}://{path}")


def _opened(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        filesystem, path = url_to_fs(url)
    except ImportError as error:
        needed = "cluster" if error.name == "fsspec" else str(error.name)
        raise UserError("needs_extra", extra=needed, what=url) from None
    except ValueError as error:
        raise UserError("not_readable", name=url, reason=str(error)) from None
    return filesystem, path
