"""Checking again whenever a document is saved (extra `watch`)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from validator.cli.common import complain
from validator.model.catalogue import Catalogue
from validator.model.errors import UserError


def watched(paths: Sequence[Path], once: Callable[[], int], said: Catalogue) -> int:
    """Check, and again after each change below the paths, until interrupted: the last exit code.

    Folders are watched rather than files, since office programs put a new file in the place of
    the old one. Raises UserError `needs_extra` where watchfiles is not installed.
    """
    try:
        import watchfiles
    except ImportError:
        raise UserError("needs_extra", extra="watch") from None
    own = {path.resolve() for path in paths}
    folders = {path if path.is_dir() else path.parent for path in own}

    def concerns(_: watchfiles.Change, name: str) -> bool:
        changed = Path(name)
        return changed in own or any(
            folder in own and changed.is_relative_to(folder) for folder in folders
        )

    code = once()
    complain(said, "watching", grade="note")
    try:
        for _ in watchfiles.watch(*folders, watch_filter=concerns, raise_interrupt=True):
            try:
                code = once()
            except UserError as error:
                # A file may be gone for a moment while it is saved.
                complain(said, error.key, **error.details)
    except KeyboardInterrupt:
        pass
    return code
