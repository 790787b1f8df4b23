"""What else is known when one report of many is checked: its years, its parts, its copies."""

from typing import NamedTuple

from validator.model.place import Place
from validator.model.report import Report


class Pair(NamedTuple):
    """A passage of a report and one like it in another: section id, text and place of both."""

    section: str
    text: str
    place: Place
    other_section: str
    other_text: str
    other_place: Place


class Copy(NamedTuple):
    """A report whose text one has much of: its body and year, the name of its document.

    `share` is the part of the report's text that stands there too, from 0 to 1: of all of it,
    or of what is left when sentences that many bodies have are taken out, whichever is less.
    `pairs` are the passages of the latter, in their order, `signs` how many they have.
    """

    issuer: str
    year: int | None
    document: str
    share: float
    signs: int
    pairs: tuple[Pair, ...]


class Linked(NamedTuple):
    """The reports that one is checked against.

    `previous` is last year's of the same body; `children` are those of the bodies whose figures
    it sums, of the same year; `complete` says that these are all of them. `copies` are reports
    with the same text, None where none were looked for.
    """

    previous: Report | None = None
    children: tuple[Report, ...] = ()
    complete: bool = False
    copies: tuple[Copy, ...] | None = None


# A report that is checked by itself.
ALONE = Linked()
