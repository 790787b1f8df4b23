"""Blank cells of scans: print that is faint or thin may have been taken for paper."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from validator.model.report import Fact, FigureState

# If more than this share of a table's cells is filled in, its office leaves none blank on purpose.
_FILLED = 0.5


def doubt_blanks(facts: Iterable[Fact], scanned: Collection[int]) -> Iterator[Fact]:
    """The facts, with blank cells on scanned pages in doubt where most of a table is filled in."""
    given = tuple(facts)
    cells = Counter(_table(fact) for fact in given)
    blanks = Counter(_table(fact) for fact in given if fact.figure.state is FigureState.BLANK)
    for fact in given:
        table = _table(fact)
        is_blank = fact.figure.state is FigureState.BLANK and fact.place.page in scanned
        if is_blank and blanks[table] < (1 - _FILLED) * cells[table]:
            fact = fact._replace(figure=fact.figure._replace(state=FigureState.DOUBTFUL))
        yield fact


def _table(fact: Fact) -> str:
    return fact.concept.split(".")[0]
