"""Files that are there as a whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from validator.model.errors import UserError

FILES = ("index.html", "workbook.xlsx", "findings.json", "figures.csv", "figures.parquet")
NOTICES = "notices"


def complete(folder: Path) -> bool:
    """Whether all outputs are in a folder."""
    return all((folder / name).is_file() for name in FILES) and (folder / NOTICES).is_dir()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside another, in whose place it is put in the end; UserError `not_writable`."""
    beside = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield beside
        if beside.is_dir() and path.is_dir():
            shutil.rmtree(path)
        beside.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError("not_writable", name=str(path), reason=reason) from None
    finally:
        if beside.is_dir():
            shutil.rmtree(beside, ignore_errors=True)
        else:
            beside.unlink(missing_ok=True)
