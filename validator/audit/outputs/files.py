"""Files that are written completely or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from validator.model.errors import UserError

FILES = ("index.html", "workbook.xlsx", "findings.json", "figures.csv", "figures.parquet")
NOTICES = "notices"


def is_complete(folder: Path) -> bool:
    """Whether a folder has all outputs."""
    return all((folder / name).is_file() for name in FILES) and (folder / NOTICES).is_dir()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that replaces `path` on success; UserError `not_writable`."""
    temporary = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield temporary
        if temporary.is_dir() and path.is_dir():
            shutil.rmtree(path)
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError("not_writable", name=str(path), reason=reason) from None
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)
