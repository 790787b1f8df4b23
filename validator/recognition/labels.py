"""The labels of a format, indexed by what they are matched by."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from validator.model.format import Format, Label, TableBlock, TableFormat
from validator.recognition.wording import key

# A row's label says more about which table a grid is than a column's or a caption's.
_ROW_WEIGHT = 2
# So many points of label weight show that a table is there.
ENOUGH = 3


class TableIndex(NamedTuple):
    """One table's labels by key: rows and groups, columns, corners, all that it prints."""

    table: TableFormat
    rows: dict[str, str]
    columns: frozenset[str]
    corners: frozenset[str]
    weights: dict[str, int]

    def weigh(self, keys: Iterable[str]) -> int:
        """How strongly printed labels speak for this table."""
        return sum(self.weights.get(label, 0) for label in set(keys))


def keys_of(label: Label) -> list[str]:
    """All keys under which a label may be printed, the official one first."""
    return [key(text) for text in (label.label, *label.aliases)]


@cache
def indices(official: Format) -> tuple[TableIndex, ...]:
    """The index of each table of a format, in its order."""
    return tuple(_index(table) for table in official.tables)


@cache
def column_keys(block: TableBlock) -> dict[str, str]:
    """The columns of a block by key."""
    return {k: column.id for column in block.columns for k in keys_of(column)}


def _index(table: TableFormat) -> TableIndex:
    rows: dict[str, str] = {}
    columns: set[str] = set()
    weights: dict[str, int] = {}
    labels = [*table.rows, *(group.label for group in table.groups)]
    for row in labels:
        for k in keys_of(row):
            rows.setdefault(k, row.id)
            weights[k] = _ROW_WEIGHT
        for above in row.path:
            weights.setdefault(key(above), 1)
    for block in table.blocks:
        for column in block.columns:
            for k in keys_of(column):
                columns.add(k)
                weights.setdefault(k, 1)
            for above in column.path:
                weights.setdefault(key(above), 1)
        for extra in (block.caption, block.corner):
            if extra:
                weights.setdefault(key(extra), 1)
    corners = frozenset(key(block.corner) for block in table.blocks if block.corner)
    return TableIndex(table, rows, frozenset(columns), corners, weights)
