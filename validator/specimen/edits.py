"""How a specimen departs from the report without fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Edits:
    """Edits of a specimen; rows and columns are named `<table>.<id>`, cells by concept id.

    `labels` are keyed `<table>.row.<id>`, `<table>.column.<id>`, `<table>.caption` or
    `<table>.corner`; `extra_rows` and `extra_columns` by the one that the new one follows.
    Where a rule looks at several reports, `previous` holds the edits of last year's, `children`
    those of the bodies whose figures are summed, which are `complete` or not, `copied` those of
    a report that may have the same text. `also` are those of a second report in the same
    document.
    """

    format: str = ""
    year: int | None = None
    issuer: str = ""
    title: Sequence[str] = ()
    introduction: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    section_order: Sequence[str] = ()
    drop_sections: Sequence[str] = ()
    drop_tables: Sequence[str] = ()
    drop_rows: Sequence[str] = ()
    drop_columns: Sequence[str] = ()
    swap_rows: Sequence[str] = ()
    swap_columns: Sequence[str] = ()
    merge_groups: Sequence[str] = ()
    extra_rows: Mapping[str, str] = field(default_factory=dict)
    extra_columns: Mapping[str, str] = field(default_factory=dict)
    previous: Mapping[str, Any] | None = None
    children: Sequence[Mapping[str, Any]] = ()
    complete: bool = False
    copied: Mapping[str, Any] | None = None
    also: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Edits":
        """The edits that a rule file writes down."""
        return cls(**data)
