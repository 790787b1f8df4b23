"""What a report states: title, sections, labels as printed, figures with their places."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

from validator.model.document import PageFault, Source
from validator.model.place import Place


class FigureState(StrEnum):
    """How a figure's cell is filled; blank, unreadable and zero are different things.

    A figure is UNPLACED in a line of text with fewer figures than columns: some cell is blank,
    but it is unknown which. A DOUBTFUL figure was read, but not reliably.
    """

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    WORD = "word"
    UNREADABLE = "unreadable"
    UNPLACED = "unplaced"
    DOUBTFUL = "doubtful"


_UNSURE = frozenset({FigureState.UNREADABLE, FigureState.UNPLACED, FigureState.DOUBTFUL})


class Figure(NamedTuple):
    """The figure in a cell: its printed text, its state, and its value if it is a number.

    `zero` is true for a word that means zero; `unit` is a unit printed with the number;
    `second_reading` is the text that a second reading found, if it differs.
    """

    text: str
    state: FigureState
    value: Decimal | None = None
    unit: str = ""
    zero: bool = False
    second_reading: str = ""

    @property
    def is_unsure(self) -> bool:
        """Whether print is there of which it is not known what it says, or of which cell it is."""
        return self.state in _UNSURE

    @property
    def empty(self) -> bool:
        """Whether nothing is filled in: the cell is blank or dashed."""
        return self.state in (FigureState.BLANK, FigureState.DASH)

    @property
    def is_recognised(self) -> bool:
        """Whether the printed text is a number, a dash or a known word."""
        return self.state in (FigureState.NUMBER, FigureState.DASH, FigureState.WORD)


class Fact(NamedTuple):
    """One figure of a table: concept id `<table>.<row>.<column>`, figure, place.

    `left_out` says what stands beside it in the file and was not read: `struck`, `hidden`;
    `read_by` names the person who read it where the program was not sure.
    """

    concept: str
    figure: Figure
    place: Place
    left_out: tuple[str, ...] = ()
    read_by: str = ""


LabelRole = Literal["row", "column", "caption", "corner"]


class PrintedLabel(NamedTuple):
    """A label of a table as printed.

    `id` is the row or column that it was recognised as, empty if the format has none like it;
    `block` is the index of the block that a column belongs to. `reliable` is false if the
    wording could not be reconstructed reliably, as in text copied out of a table; such a label
    is evidence of presence but not of wording.
    """

    table: str
    role: LabelRole
    id: str
    text: str
    place: Place
    reliable: bool = True
    block: int = 0


class Passage(NamedTuple):
    """A stretch of running text, one line per paragraph.

    `place` is where it begins; `lines` holds, for each printed line in order, the offset in
    `text` at which it begins and its place.
    """

    text: str
    place: Place
    lines: tuple[tuple[int, Place], ...] = ()

    def at(self, offset: int) -> Place:
        """The place of the printed line that holds the character at an offset."""
        index = self._line(offset)
        return self.lines[index - 1][1] if index else self.place

    def _line(self, offset: int) -> int:
        """The number of the printed line that holds a character, from 1; 0 if there are none."""
        return bisect_right(self.lines, offset, key=lambda line: line[0])

    def frame(self, start: int, end: int, within: int) -> Place:
        """The place of the characters from `start` to before `end`, in the line of one of them.

        On a page, the box of the line is parted by the widths of its characters: an ideograph is
        twice as wide as a digit.
        """
        place = self.at(within)
        if place.box is None:
            return place
        index = self._line(within)
        first = self.lines[index - 1][0] if index else 0
        last = self.lines[index][0] if index < len(self.lines) else len(self.text)
        whole = _width(self.text[first:last])
        if not whole:
            return place
        box = place.box
        unit = (box.x1 - box.x0) / whole
        start = max(start, first)
        left = box.x0 + unit * _width(self.text[first:start])
        right = left + unit * _width(self.text[start : min(end, last)])
        return place._replace(box=box._replace(x0=left, x1=right))


def _width(text: str) -> int:
    """The width of printed text, in half ideographs."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text.strip())


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
    """A number in a sentence that repeats figures of the tables, or a statement about them.

    `id` names the entry of rules/lexicon/phrases.yaml that recognised it; `meanings` are the
    figures it may repeat, as sums of concept ids, likeliest first. Where it states a share, as in
    “均已办结” or “办结率100%”, `value` is the percentage and `wholes` are the sums that it may be
    a percentage of; otherwise `wholes` is empty. `text` is the print that it was read from,
    `sentence` the whole sentence. `approximate` is true if a word rounds the number.
    `scope` names the reason why it may speak of less or of something else (empty if none),
    `scope_word` the print that shows it; `year` is the year that its sentence names, if any.
    `features` are those of its words, by which it was recognised.
    """

    id: str
    meanings: tuple[str, ...]
    value: Decimal
    text: str
    sentence: str
    section: str
    place: Place
    approximate: bool = False
    scope: str = ""
    scope_word: str = ""
    year: int | None = None
    wholes: tuple[str, ...] = ()
    features: Mapping[str, str] = MappingProxyType({})

    def is_about(self, year: int | None) -> bool:
        """Whether it is about a year; a claim that names none is about any, as is one of None."""
        return self.year is None or year is None or self.year == year


class Period(NamedTuple):
    """The statistics period that a report states: first and last year, the words that state it."""

    first: int
    last: int
    text: str
    place: Place


UnreadKind = Literal["rows", "few", "picture", "page"]


class Unread(NamedTuple):
    """A prescribed table that the document holds and that was hardly read, or a page of it.

    Of kind `rows`, so many of its `of` rows are printed but went to no cell; of kind `few`, no more
    than `rows` of its rows were told; of kind `picture`, there is none, but a picture that may be
    it; of kind `page`, there is no table, but a page of a `fault`. `place` is where the first of
    the rows, the table, the picture or the page stands.
    """

    table: str
    place: Place
    kind: UnreadKind = "picture"
    rows: int = 0
    of: int = 0
    fault: PageFault | None = None

    @property
    def is_most(self) -> bool:
        """Whether most rows of the table went to no cell, so that the others are doubtful too."""
        return self.kind == "rows" and 2 * self.rows > self.of


class Report(NamedTuple):
    """An annual report as extracted.

    `format` is the id of the format that its tables follow, which need not be the one
    prescribed for its `year`. `facts` is keyed by concept id, `claims` are in document order.
    `tables` has the places of the tables that were found; `pictures` the places of images,
    which may contain a table; `doubtful` the tables whose text was so disordered that they may
    have been misread; `scanned` the pages (from 1) whose text was recognised in a picture;
    `other_titles` the titles of further reports in the same document, which were not read;
    `hidden` text in the file that no eye sees, which was not read either; `traditional` is true
    if the document is in Traditional characters, which were read as Simplified ones;
    `unread` the tables that are there but were hardly read.
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
    other_titles: tuple[Passage, ...] = ()
    hidden: tuple[Passage, ...] = ()
    traditional: bool = False
    unread: tuple[Unread, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def tables_only(self) -> bool:
        """Whether the report has no text around its tables, as on a data sheet."""
        return self.title is None and not self.sections

    def is_unsure(self, fact: Fact) -> bool:
        """Whether a person may have to read a figure: it is doubtful, or not read in a scan.

        What a file prints and a program cannot take for a figure is plainly there otherwise.
        """
        in_scan = fact.place.page in self.scanned
        return fact.figure.state is FigureState.DOUBTFUL or (in_scan and fact.figure.is_unsure)

    def section(self, section: str) -> Section | None:
        """The section with this id, or None if it is missing."""
        return next((s for s in self.sections if s.id == section), None)

    def passages(self) -> Iterator[tuple[str, Passage]]:
        """Introduction and section texts in order with their section ids, empty for the first."""
        if self.introduction is not None:
            yield "", self.introduction
        for section in self.sections:
            yield section.id, section.body
