"""What is wrong with a file that a user wrote, in our words: those of libraries are not his."""

import errno
import re
from json import JSONDecodeError

from validator.model.message import Value, phrase

# How the parsers of TOML and of YAML end their messages.
_AT = re.compile(r"line (\d{1,9}), column (\d{1,9})")

# What the system says, by the names of its errors; it words them in a language of its own.
_OF_SYSTEM = {
    "ENOENT": "absent", "ENOTDIR": "absent", "EACCES": "not_allowed", "EPERM": "not_allowed",
    "EROFS": "read_only", "EISDIR": "is_folder", "EEXIST": "exists", "ENOTEMPTY": "exists",
    "ENOSPC": "disk_full", "EDQUOT": "disk_full", "EFBIG": "disk_full",
    "ENAMETOOLONG": "long_name", "ELOOP": "link_loop", "EBUSY": "busy", "ETXTBSY": "busy",
    "EIO": "damaged_disk", "EMFILE": "many_files", "ENFILE": "many_files", "EBADF": "closed",
    "EPIPE": "closed", "EADDRINUSE": "taken", "EADDRNOTAVAIL": "no_address",
}  # fmt: skip


def system_problem(error: BaseException) -> Value:
    """Why the system did not do something, as far as its error tells."""
    # By its name: the module that has it takes its time to import.
    if type(error).__name__ == "gaierror":
        return phrase("problem.no_address")
    number = error.errno if isinstance(error, OSError) else None
    name = errno.errorcode.get(number or 0, "")
    if name in _OF_SYSTEM:
        return phrase(f"problem.{_OF_SYSTEM[name]}")
    return phrase("problem.system", name=name) if name else phrase("problem.unclear_system")


def syntax_problem(error: BaseException) -> Value:
    """Where a text is not of its form, as far as the error of a parser or a decoder tells."""
    if isinstance(error, UnicodeDecodeError):
        return phrase("problem.not_utf8")
    if isinstance(error, RecursionError):
        return phrase("problem.nested")
    if isinstance(error, JSONDecodeError):
        return phrase("problem.place", line=error.lineno, column=error.colno)
    place = _AT.search(str(error))
    if place is not None:
        return phrase("problem.place", line=int(place[1]), column=int(place[2]))
    return phrase("problem.unclear")
