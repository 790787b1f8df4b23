"""Edits that turn the faultless report into another specimen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Edits:
    """Edits of a specimen; rows and columns are named `<table>.<id>`, cells by concept id.

    `labels` is keyed by `<table>.row.<id>`, `<table>.column.<id>`, `<table>.caption` or
    `<table>.corner`; `extra_rows` and `extra_columns` by the row or column after which the new
    one is inserted. Related reports are given by their own edits: `previous` for last year's,
    `children` for those of the bodies whose figures are summed (`complete` if these are all),
    `copied` for one with similar text. `also` gives a second report in the same document,
    `hidden` text in it that no eye sees; with `traditional` it is in Traditional characters.
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
    hidden: str = ""
    traditional: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Edits":
        """Edits from the mapping in a rule file."""
        return cls(**data)
