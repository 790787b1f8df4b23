"""The reports related to one being checked: previous year, subordinate bodies, copies."""

from typing import NamedTuple

from validator.model.place import Place
from validator.model.report import Report


class Pair(NamedTuple):
    """A passage of a report and a similar one in another: section id, text and place of both."""

    section: str
    text: str
    place: Place
    other_section: str
    other_text: str
    other_place: Place


class Copy(NamedTuple):
    """A report with which the checked one shares much text: its body, year and document name.

    `share` is the proportion, from 0 to 1, of the checked report's text that also occurs there:
    of the whole text or of the text without sentences common to many bodies, whichever is less.
    `pairs` are the shared passages of the latter in order, `characters` their total length.
    """

    issuer: str
    year: int | None
    document: str
    share: float
    characters: int
    pairs: tuple[Pair, ...]


class RelatedReports(NamedTuple):
    """The reports that one is checked against.

    `previous` is the same body's report for the year before; `children` are the reports for the
    same year of the bodies whose figures it sums; `complete` is true if these are all of them.
    `copies` are reports with the same text, or None if they were not searched for.
    """

    previous: Report | None = None
    children: tuple[Report, ...] = ()
    complete: bool = False
    copies: tuple[Copy, ...] | None = None


# For a report that is checked on its own.
NO_RELATED_REPORTS = RelatedReports()
