"""A document on the desk, as the pages show it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from validator.model.finding import Run
from validator.web.display import Preview


class Upload(NamedTuple):
    """An uploaded file: its name, for display only, and its bytes."""

    name: str
    data: bytes


@dataclass(slots=True)
class Entry:
    """A document on the desk, the batch it was uploaded with, and its results so far.

    `run` is None while the document is being read, and `encoded` is the same as bytes; `recognised`
    is the number of scanned pages recognised so far, and of all.
    """

    id: str
    document: Upload
    previous: Upload | None
    batch: tuple[str, ...]
    touched: float
    recognised: tuple[int, int] | None = None
    run: Run | None = None
    preview: Preview = field(default_factory=Preview)
    comments: bool = False
    last_year: bytes = b""
    encoded: bytes = b""

    @property
    def size(self) -> int:
        """The size of its files in bytes."""
        return len(self.document.data) + len(self.previous.data if self.previous else b"")
