"""What is wrong with a file that a user wrote, in our words: those of libraries are not his."""

import re
from json import JSONDecodeError

from validator.model.message import Value, phrase

# How the parsers of TOML and of YAML end their messages.
_AT = re.compile(r"line (\d{1,9}), column (\d{1,9})")


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
