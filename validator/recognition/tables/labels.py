"""Index of a format's labels by the keys they are matched by."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from validator.model.format import Format, Label, TableBlock, TableFormat
from validator.rulebase.normal_form import key

# An explanation that follows a label, as the official format gives some in its notes.
_EXPLANATION = re.compile(r"[（(]")
# The number of an item, of which a row has one.
_ITEM = re.compile(r"(?<![\d.])\d{1,2}[.．、](?=[\u4e00-\u9fff])")
# Characters of the shortest label that is looked for within a longer text.
MIN_HELD = 4
# A row label identifies a table better than a column label or caption, which weigh 1.
_ROW_WEIGHT = 2
# Minimum label score for a grid or text to count as a table.
MIN_LABEL_SCORE = 3


class TableIndex(NamedTuple):
    """A table's labels by key: ids of rows and groups, columns, corners, weights of all labels."""

    table: TableFormat
    rows: dict[str, str]
    columns: frozenset[str]
    corners: frozenset[str]
    weights: dict[str, int]

    def label_of(self, text: str) -> str:
        """The part of a printed row label that identifies it: without an explanation in brackets.

        The text itself if it is known whole, or not known at all.
        """
        opening = _EXPLANATION.search(text)
        if opening is None or not text.rstrip().endswith((")", "）")) or key(text) in self.rows:
            return text
        bare = text[: opening.start()].rstrip()
        return bare if key(bare) in self.rows else text

    def names_several(self, text: str) -> bool:
        """Whether a printed row label holds the labels of several rows, as of rows run together.

        Figures beside it may be of any of them.
        """
        printed = key(text)
        if printed in self.rows or self._is_explained(text):
            return False
        if len(_ITEM.findall(text)) > 1:
            return True
        held = [(k, row) for k, row in self.rows.items() if len(k) >= MIN_HELD and k in printed]
        return any(
            row != other and k not in o and o not in k and not self._is_member(row, other)
            for k, row in held
            for o, other in held
        )

    def _is_explained(self, text: str) -> bool:
        """Whether a label is followed by brackets, in which other rows may be named."""
        return any(
            key(text[: opening.start()]) in self.rows and _is_one_bracket(text[opening.start() :])
            for opening in _EXPLANATION.finditer(text)
        )

    def _is_member(self, row: str, other: str) -> bool:
        """Whether one is a group and the other a row in it: both may be printed in one label."""
        groups = {group.label.id: group.members for group in self.table.groups}
        return row in groups.get(other, ()) or other in groups.get(row, ())

    def width(self, row: str) -> int:
        """Number of figures in a row, or in a group printed as one row."""
        return len(self.table.block_of(row).columns)

    def score(self, keys: Iterable[str]) -> int:
        """Label score of this table: the sum of the weights of the printed labels' keys."""
        return sum(self.weights.get(label, 0) for label in set(keys))


def label_keys(label: Label) -> list[str]:
    """All keys under which a label may be printed, the official one first."""
    return [key(text) for text in (label.label, *label.aliases)]


def _is_one_bracket(text: str) -> bool:
    """Whether a text that opens a bracket closes it at its end, and not before."""
    depth = 0
    for at, char in enumerate(text := text.rstrip()):
        depth += (char in "（(") - (char in "）)")
        if depth == 0:
            return at + 1 == len(text)
    return False


@cache
def table_indices(official: Format) -> tuple[TableIndex, ...]:
    """The index of each table of a format, in order."""
    return tuple(_index(table) for table in official.tables)


@cache
def column_keys(block: TableBlock) -> dict[str, str]:
    """The column ids of a block by label key."""
    return {k: column.id for column in block.columns for k in label_keys(column)}


def _index(table: TableFormat) -> TableIndex:
    rows: dict[str, str] = {}
    columns: set[str] = set()
    weights: dict[str, int] = {}
    labels = [*table.rows, *(group.label for group in table.groups)]
    for row in labels:
        for k in label_keys(row):
            rows.setdefault(k, row.id)
            weights[k] = _ROW_WEIGHT
        for above in row.path:
            weights.setdefault(key(above), 1)
    for block in table.blocks:
        for column in block.columns:
            for k in label_keys(column):
                columns.add(k)
                weights.setdefault(k, 1)
            for above in column.path:
                weights.setdefault(key(above), 1)
        for extra in (block.caption, block.corner):
            if extra:
                weights.setdefault(key(extra), 1)
    corners = frozenset(key(block.corner) for block in table.blocks if block.corner)
    return TableIndex(table, rows, frozenset(columns), corners, weights)
