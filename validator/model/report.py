"""What a report states: title, sections, labels as printed, figures with their places."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from validator.model.document import Source
from validator.model.place import Place


class FigureState(StrEnum):
    """How a figure's cell is filled; blank, unreadable and zero are different things.

    Unplaced are the figures of a row of text that has fewer of them than columns: one cell is
    blank, and which one cannot be told.
    """

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    WORD = "word"
    UNREADABLE = "unreadable"
    UNPLACED = "unplaced"


class Figure(NamedTuple):
    """A cell's printed text understood: its state, its value where it is a number.

    `zero` is true for a word that says that there is nothing; `unit` is a unit printed
    with the number.
    """

    text: str
    state: FigureState
    value: Decimal | None = None
    unit: str = ""
    zero: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is filled in: the cell is blank or dashed."""
        return self.state in (FigureState.BLANK, FigureState.DASH)

    @property
    def known(self) -> bool:
        """Whether something is printed that is known to fill figures' cells."""
        return self.state in (FigureState.NUMBER, FigureState.DASH, FigureState.WORD)


class Fact(NamedTuple):
    """One figure of a table: concept id `<table>.<row>.<column>`, figure, place."""

    concept: str
    figure: Figure
    place: Place


LabelRole = Literal["row", "column", "caption", "corner"]


class PrintedLabel(NamedTuple):
    """A label of a table as printed.

    `id` is the row or column that it was recognised as, empty where it is none that the
    format knows; `block` is the index of the block that a column belongs to. `sure` is
    false where the print could not be put together reliably, as in text copied out of a
    table; such a label is evidence of presence but not of wording.
    """

    table: str
    role: LabelRole
    id: str
    text: str
    place: Place
    sure: bool = True
    block: int = 0


class Section(NamedTuple):
    """A section as printed: id, numeral (may be empty), heading, text without tables."""

    id: str
    number: str
    heading: str
    text: str
    place: Place


class Passage(NamedTuple):
    """A stretch of text outside the sections, such as the introduction."""

    text: str
    place: Place


class Period(NamedTuple):
    """The statistics period that a report states: first and last year, its sentence part."""

    first: int
    last: int
    text: str
    place: Place


class Report(NamedTuple):
    """An annual report as extracted.

    `format` is the id of the format that its tables follow, which need not be the one
    prescribed for its `year`. `facts` is keyed by concept id. `tables` names the tables that
    were found; `pictures` the places of images, in which a table may hide; `doubtful` the
    tables whose text was so disarranged that they may have been read wrongly.
    """

    source: Source
    format: str
    year: int | None
    issuer: str
    issuer_kind: str
    title: Passage | None
    introduction: Passage | None
    period: Period | None
    sections: tuple[Section, ...]
    facts: Mapping[str, Fact]
    labels: tuple[PrintedLabel, ...]
    tables: Mapping[str, Place]
    pictures: tuple[Place, ...] = ()
    doubtful: frozenset[str] = frozenset()

    def section(self, section: str) -> Section | None:
        """The section of this id, None where it is missing."""
        return next((s for s in self.sections if s.id == section), None)
