"""Files that are written completely or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from validator.audit.store.opening import DATABASE
from validator.model.errors import UserError
from validator.pipeline.folder import RESULTS
from validator.rulebase.problems import system_problem

FINDINGS, NOTICES = RESULTS
FILES = ("index.html", "workbook.xlsx", FINDINGS, "figures.csv", "figures.parquet")
# What stands at the beginning of findings.json, by which an audit knows its own folder.
_OWN, _HEAD = b'"nianbao/findings/', 200


def is_complete(folder: Path) -> bool:
    """Whether a folder has all outputs."""
    return all((folder / name).is_file() for name in FILES) and (folder / NOTICES).is_dir()


def foreign_file(folder: Path) -> str:
    """The name of a file or folder that outputs would replace though no audit wrote it, or empty.

    An audit that was interrupted has left nothing but its database.
    """
    try:
        with (folder / FINDINGS).open("rb") as findings:
            is_own = _OWN in findings.read(_HEAD)
    except OSError:
        is_own = False
    # One findings.json is written by other commands too.
    is_own = is_own and (is_complete(folder) or (folder / DATABASE).exists())
    there = (name for name in (*FILES, NOTICES) if (folder / name).exists())
    return "" if is_own else next(there, "")


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
        raise UserError("not_writable", name=str(path), reason=system_problem(error)) from None
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)
