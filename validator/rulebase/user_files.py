"""Files that a user names, read with a limit."""

import stat
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from validator.model.errors import UserError
from validator.model.message import Value, phrase
from validator.rulebase.problems import system_problem

_MEBIBYTE = 2**20
# Configurations, rules, baselines and lists are smaller than this (MiB).
MOST_DECLARED = 64


def read_file(path: Path, name: str = "", megabytes: int = MOST_DECLARED) -> bytes:
    """The content of a regular file of at most `megabytes` MiB; `name` is what errors call it.

    Devices, pipes and what else is no file are not opened: their content may have no end. Raise
    UserError `no_such_file`, `not_a_file`, `not_readable` or `file_too_large`.
    """
    name = name or str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UserError("not_a_file", name=name)
        if status.st_size > megabytes * _MEBIBYTE:
            raise UserError("file_too_large", name=name, most=megabytes)
        if not status.st_size:
            # Of the kernel's own files, which say that they are empty, some have no end.
            return b""
        with path.open("rb") as file:
            data = file.read(megabytes * _MEBIBYTE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError("no_such_file", name=name) from None
    except (OSError, ValueError) as error:
        raise UserError("not_readable", name=name, reason=system_problem(error)) from None
    if len(data) > megabytes * _MEBIBYTE:
        raise UserError("file_too_large", name=name, most=megabytes)
    return data


def csv_rows(
    path: Path, columns: Collection[str], invalid: Callable[[int, Value], UserError]
) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows below the header of a CSV file in UTF-8 or GB 18030, each with its last line.

    The header must name these columns, each once. `invalid` makes the error for a line and what is
    wrong with it. Raise it, or as `read_file`.
    """
    import csv
    import io

    data = read_file(path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        reader = csv.DictReader(io.StringIO(text))
        try:
            header = reader.fieldnames or ()
            if any(list(header).count(name) != 1 for name in columns):
                raise invalid(1, f"{', '.join(columns)} ≠ {', '.join(header)}")
            yield from ((reader.line_num, row) for row in reader)
        except csv.Error:
            raise invalid(reader.line_num, phrase("problem.other")) from None
        return
    raise invalid(1, "UTF-8, GB18030")
