"""nianbao: checks annual reports on open government information.

One straight line of four verbs: `reading.read` turns bytes into a Document,
`recognition.recognise` a Document into a Report, `checking.check` a Report into
Findings, and `rendering` turns Findings into what people act on. `validator.api` is the
interface for programs; its names are those of this package, imported when first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from validator.api import Options, UserError, check, read, recognise, render, run, sentence

__version__ = "0.1.0"
__all__ = ["Options", "UserError", "check", "read", "recognise", "render", "run", "sentence"]


def __getattr__(name: str) -> Any:
    """Names of the interface; AttributeError for others."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("validator.api"), name)
