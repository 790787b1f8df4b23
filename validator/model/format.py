"""An official format: the sections and tables that reports of certain years must have.

Formats, tables and blocks are compared by identity: each is loaded once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from validator.model.text import Text

FigureKind = Literal["count", "amount", "change"]


class Basis(NamedTuple):
    """The legal or official source of a requirement: document and clause."""

    document: str
    clause: str = ""

    def __str__(self) -> str:
        """Document and clause in one phrase."""
        return f"{self.document} {self.clause}".strip()


class Label(NamedTuple):
    """A printed label: its id, official wording, tolerated wordings, short name by language.

    `path` holds the wordings of the labels above it, outermost first. `kind` says what
    the figures of a column are: a count (whole, not negative), an amount (a decimal, not
    negative) or a change (whole, of either sign).
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    name: Text
    path: tuple[str, ...] = ()
    kind: FigureKind = "count"


class Group(NamedTuple):
    """Rows under a common label that has an id of its own, such as the kinds of refusal.

    Some reports print one line for the whole group; `label` then stands for its rows.
    """

    label: Label
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TableBlock:
    """A part of a table with columns of its own, under a caption.

    `single_row` means that its rows are printed side by side in one line of figures.
    """

    columns: tuple[Label, ...]
    rows: tuple[Label, ...]
    caption: str = ""
    corner: str = ""
    single_row: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TableFormat:
    """An official table: id, the section it stands in, short name, title, blocks, groups."""

    id: str
    section: str
    name: Text
    title: Text
    blocks: tuple[TableBlock, ...]
    groups: tuple[Group, ...] = ()

    @property
    def rows(self) -> tuple[Label, ...]:
        """All rows in official order."""
        return tuple(row for block in self.blocks for row in block.rows)

    def with_group(self, rows: Sequence[Label], group: Group) -> list[Label]:
        """The rows with the members of a group replaced by its label."""
        at = next(k for k, label in enumerate(rows) if label.id == group.members[0])
        return [*rows[:at], group.label, *rows[at + len(group.members) :]]

    def block_of(self, row: str) -> TableBlock:
        """The block that a row or a group belongs to; raises KeyError if there is none."""
        return _blocks(self)[row]

    def row_label(self, row: str) -> Label:
        """The label of a row or a group; raises KeyError if there is none."""
        for label in (*self.rows, *(group.label for group in self.groups)):
            if label.id == row:
                return label
        raise KeyError(row)

    def kind_of(self, row: str, column: str) -> FigureKind:
        """The kind of the figures in a column, which depends on the block of the row."""
        return next(label.kind for label in self.block_of(row).columns if label.id == column)

    def concepts(self, kinds: frozenset[FigureKind]) -> tuple[str, ...]:
        """The concept ids of all cells of these kinds, those of rows before those of groups."""
        return _concepts(self, kinds)

    def cells(self) -> Iterator[tuple[Label, Label]]:
        """Every row with each of its columns, in official order."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield row, column


@cache
def _concepts(table: TableFormat, kinds: frozenset[FigureKind]) -> tuple[str, ...]:
    return tuple(
        f"{table.id}.{row}.{column.id}"
        for row, block in _blocks(table).items()
        for column in block.columns
        if column.kind in kinds
    )


@cache
def _blocks(table: TableFormat) -> dict[str, TableBlock]:
    """The block of each row and of each group of rows."""
    blocks = {row.id: block for block in table.blocks for row in block.rows}
    return blocks | {group.label.id: blocks[group.members[0]] for group in table.groups}


class SectionFormat(NamedTuple):
    """A prescribed section: id, Chinese numeral, heading without it, tolerated headings.

    `aspects` are the names of the matters that it must cover.
    """

    id: str
    number: str
    heading: str
    aliases: tuple[str, ...]
    name: Text
    aspects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """An official format with the report years that it is prescribed for.

    `follows` is the id of an earlier format whose rules apply to it too, empty if none.
    """

    id: str
    first_year: int
    last_year: int | None
    source: Basis
    sections: tuple[SectionFormat, ...]
    tables: tuple[TableFormat, ...]
    follows: str = ""

    def covers(self, year: int) -> bool:
        """Whether the format is the prescribed one for reports of this year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def table(self, table: str) -> TableFormat:
        """The table with this id; raises KeyError if there is none."""
        for candidate in self.tables:
            if candidate.id == table:
                return candidate
        raise KeyError(table)

    def section(self, section: str) -> SectionFormat:
        """The section with this id; raises KeyError if there is none."""
        for candidate in self.sections:
            if candidate.id == section:
                return candidate
        raise KeyError(section)
