"""Check again whenever a document is saved (extra `watch`)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from validator.cli.common import complain
from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.processes.supervisor import INTERRUPTED


def check_on_change(paths: Sequence[Path], once: Callable[[], int], catalogue: Catalogue) -> int:
    """Check, and again after each change, until interrupted; return the exit code for that.

    Folders are watched rather than files, since office programs replace files on saving.
    Raise UserError `needs_extra` if watchfiles is not installed, `watch_stdin` if nothing is saved.
    """
    if Path("-") in paths:
        raise UserError("watch_stdin")
    try:
        import watchfiles
    except ImportError:
        raise UserError("needs_extra", extra="watch") from None
    watched_paths = {path.resolve() for path in paths}
    folders = {path if path.is_dir() else path.parent for path in watched_paths}

    def concerns(_: watchfiles.Change, name: str) -> bool:
        changed = Path(name)
        return changed in watched_paths or any(
            folder in watched_paths and changed.is_relative_to(folder) for folder in folders
        )

    once()
    complain(catalogue, "watching", grade="note")
    try:
        for _ in watchfiles.watch(*folders, watch_filter=concerns, raise_interrupt=True):
            try:
                once()
            except UserError as error:
                # A file may be missing for a moment while it is saved.
                complain(catalogue, error.key, grade="prefix", **error.details)
    except KeyboardInterrupt:
        # Nothing is left unfinished that a word would be needed for.
        pass
    return INTERRUPTED
