"""What a report states: title, sections, labels as printed, figures with their places."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from validator.model.document import Source
from validator.model.place import Place


class FigureState(StrEnum):
    """How a figure's cell is filled; blank, unreadable and zero are different things.

    Unplaced are the figures of a row of text that has fewer of them than columns: one cell is
    blank, and which one cannot be told. Doubtful is a figure that was read, but not surely.
    """

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    WORD = "word"
    UNREADABLE = "unreadable"
    UNPLACED = "unplaced"
    DOUBTFUL = "doubtful"


class Figure(NamedTuple):
    """A cell's printed text understood: its state, its value where it is a number.

    `zero` is true for a word that says that there is nothing; `unit` is a unit printed
    with the number; `other` is the text that a second reading found, where it is another.
    """

    text: str
    state: FigureState
    value: Decimal | None = None
    unit: str = ""
    zero: bool = False
    other: str = ""

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


class Passage(NamedTuple):
    """A stretch of running text, a line a paragraph.

    `place` is where it begins; `lines` holds for each printed line the offset in `text` at
    which it begins, and its place, in order.
    """

    text: str
    place: Place
    lines: tuple[tuple[int, Place], ...] = ()

    def at(self, offset: int) -> Place:
        """The place of the printed line that holds the character at an offset."""
        after = bisect_right(self.lines, offset, key=lambda line: line[0])
        return self.lines[after - 1][1] if after else self.place


class Section(NamedTuple):
    """A section as printed: id, numeral (may be empty), heading, text without tables."""

    id: str
    number: str
    heading: str
    body: Passage
    place: Place

    @property
    def text(self) -> str:
        """The running text."""
        return self.body.text


class Claim(NamedTuple):
    """A number in a sentence that repeats figures of the tables.

    `id` names the entry of rules/phrases.yaml that recognised it; `means` the figures that it
    may repeat, as sums of concept ids, the likeliest first. `text` is the print from which it
    was read, `sentence` all of its sentence. `approximate` is true where the number is rounded
    by a word; `scope` names the reason why it may speak of less or of something else, empty
    where none is seen, `scope_word` the print that shows it; `year` is the year that its
    sentence names, where it does.
    """

    id: str
    means: tuple[str, ...]
    value: Decimal
    text: str
    sentence: str
    section: str
    place: Place
    approximate: bool = False
    scope: str = ""
    scope_word: str = ""
    year: int | None = None


class Period(NamedTuple):
    """The statistics period that a report states: first and last year, its sentence part."""

    first: int
    last: int
    text: str
    place: Place


class Report(NamedTuple):
    """An annual report as extracted.

    `format` is the id of the format that its tables follow, which need not be the one
    prescribed for its `year`. `facts` is keyed by concept id, `claims` stand in their order.
    `tables` names the tables that were found; `pictures` the places of images, in which a
    table may hide; `doubtful` the tables whose text was so disarranged that they may have been
    read wrongly; `scanned` the pages (from 1) of which text was recognised in a picture;
    `others` the titles of further reports in the same document, which were not read.
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
    scanned: frozenset[int] = frozenset()
    others: tuple[Passage, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def tables_only(self) -> bool:
        """Whether there is no text around the tables, as on a data sheet or a page of tables."""
        return self.title is None and not self.sections

    def section(self, section: str) -> Section | None:
        """The section of this id, None where it is missing."""
        return next((s for s in self.sections if s.id == section), None)

    def passages(self) -> Iterator[tuple[str, Passage]]:
        """Introduction and section texts in order, each with its section id, `` for the first."""
        if self.introduction is not None:
            yield "", self.introduction
        for section in self.sections:
            yield section.id, section.body
