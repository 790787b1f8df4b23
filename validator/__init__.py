"""nianbao: checks annual reports on open government information.

A pipeline of four steps: `reading.read` turns bytes into a Document,
`recognition.recognise` a Document into a Report, `checking.check` a Report into
Findings, and the renderers of `rendering` turn a Result into output. `validator.api` is the
Python interface; this package exports its names lazily.
"""

from typing import TYPE_CHECKING, Any

from validator._version import __version__ as __version__

if TYPE_CHECKING:
    from validator.api import (
        Options,
        UserError,
        check,
        read,
        recognise,
        render,
        run,
        sentence,
        words,
    )

__all__ = [
    "Options",
    "UserError",
    "check",
    "read",
    "recognise",
    "render",
    "run",
    "sentence",
    "words",
]


def __getattr__(name: str) -> Any:
    """Import a public name from `validator.api` on first use. Raise AttributeError for others."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("validator.api"), name)
