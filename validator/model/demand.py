"""What rules demand, a type for each kind: the keys of a rule file beside those of every rule.

Fields are named as the keys; `in`, `except` and `list`, which Python keeps for itself, are
`places`, `exceptions` and `bodies` (rulebase/demands.py). Patterns are regular expressions as
written.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from validator.model.format import FigureKind
from validator.model.text import Text


class Explained(NamedTuple):
    """Words in some sections that explain a failed equation, and the severity that is left."""

    places: tuple[str, ...]
    patterns: tuple[str, ...]
    severity: Literal["notice", "warning"]


class EquationDemand(NamedTuple):
    """An equation (rulebase/expressions.py), in each row, column or cell of a table.

    `bodies` says whether the list of summed bodies must be complete or partial.
    """

    equation: str
    table: str = ""
    in_each: Literal["", "row", "column", "cell"] = ""
    explained: Explained | None = None
    bodies: Literal["", "complete", "partial"] = ""


class RequiredPhrase(NamedTuple):
    """Something that a text must mention, in any of these wordings."""

    id: str
    name: Text
    any_of: tuple[str, ...]


class PresentDemand(NamedTuple):
    """What must be there: `sections` with more content than `empty_words`, `phrases` in places.

    A `statement` of how many parts a report has, and which, names its sections by `phrases`.
    """

    subject: str
    sections: tuple[str, ...] = ()
    empty_words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    phrases: tuple[RequiredPhrase, ...] = ()
    statement: str = ""


class OrderDemand(NamedTuple):
    """What must be in the official order."""

    subject: str


class LabelDemand(NamedTuple):
    """Which labels must be worded officially; a heading may add or drop the `fillers`.

    `tolerated` are words that look like misprints of other words, but are none.
    """

    subject: str
    deviation: Literal["", "variant", "other"] = ""
    fillers: tuple[str, ...] = ()
    tolerated: tuple[str, ...] = ()


class ValueDemand(NamedTuple):
    """What figures of some kinds must be like; with `once` one finding per table or per cell.

    `odd` and `usual` are patterns of the print, `at_most` the greatest value by kind of body,
    `at_most_each` that for each of the number in the cell before it in the row. `rows` are the rows
    looked at, as `<table>.<row>`, all if empty. `sum` is what in each row of a table should not be
    equal to `cell`, columns both.
    """

    subject: str
    must: str = ""
    kinds: tuple[FigureKind, ...] = ("count", "amount", "change")
    once: Literal["table", "cell"] = "cell"
    odd: str = ""
    usual: str = ""
    at_most: Mapping[str, float] = {}
    at_most_each: Mapping[str, float] = {}
    rows: tuple[str, ...] = ()
    cell: str = ""
    sum: tuple[str, ...] = ()


class PartSet(NamedTuple):
    """The kinds of parts of a complete set, and how many must be listed to count as complete."""

    least: int
    kinds: tuple[str, ...]


class ClaimDemand(NamedTuple):
    """Which claims, or sentences in which places, must agree with the tables or with themselves.

    `opening` introduces parts, `restart` ends them; `share` finds a percentage, `wholes` are sums
    of concept ids that it may be of. If the sum `when` is not zero, `section` must state it.
    `step` is what a stated amount must be a multiple of, in the unit of the tables.
    """

    subject: str = "stated"
    claims: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    opening: str = ""
    restart: str = ""
    share: str = ""
    wholes: tuple[str, ...] = ()
    when: str = ""
    section: str = ""
    step: str = ""
    sets: tuple[PartSet, ...] = ()


class PatternDemand(NamedTuple):
    """What to `find` in the text, and when a match is an error.

    A match is none near `exceptions`, or not near `near`. It is an error if it fails `must`, passes
    `valid`, or differs as `compare` says; without these, always. `balance` looks for unpaired marks
    instead. `mask` hides the print in the finding; `of_print`: OCR cannot decide it.
    """

    find: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    form: Literal["plain", "printed"] = "plain"
    over: Literal["sentence", "passage"] = "sentence"
    must: str = ""
    exceptions: tuple[str, ...] = ()
    near: str = ""
    valid: str = ""
    compare: str = ""
    years_later: int = 0
    deadline: tuple[int, ...] = ()
    balance: str = ""
    once: bool = False
    mask: bool = False
    of_print: bool = False


class DuplicateDemand(NamedTuple):
    """Which units of text must not be repeated, or copied `of` whom, from how many characters."""

    unit: Literal["paragraph", "sentence", "section", "copy"]
    least: int
    places: tuple[str, ...] = ()
    of: Literal["", "other_body", "last_year"] = ""
    share: float = 0.0


Demand = (
    EquationDemand
    | PresentDemand
    | OrderDemand
    | LabelDemand
    | ValueDemand
    | ClaimDemand
    | PatternDemand
    | DuplicateDemand
)
