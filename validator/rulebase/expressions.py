"""The language of equations: sums of named cells on both sides of =, >= or <=."""

import re
from functools import cache
from typing import Literal, NamedTuple

Relation = Literal["=", ">=", "<="]

# What an equation over single cells calls the one it is about.
CELL = "cell"
# Before a name: that cell of last year's report.
PREVIOUS = "previous."
# Before a name: the sum of that cell over all children.
CHILDREN = "children."

_TOKEN = re.compile(
    r"\s*(?:sum\((?P<over>children\.[a-z_][a-z0-9_.]*)\)"
    r"|(?P<name>[a-z_][a-z0-9_.]*|0\b)|(?P<sign>[+-])|(?P<relation>[<>]?=))"
)


class Term(NamedTuple):
    """A named cell, added (1) or subtracted (-1)."""

    sign: int
    name: str


class Equation(NamedTuple):
    """Two sums and the relation that must hold between them."""

    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All cells named, from left to right."""
        return tuple(term.name for term in (*self.left, *self.right))


@cache
def parse(expression: str) -> Equation:
    """Parse an equation; ValueError says what is wrong with it.

    The right side may be `0`, the empty sum. A name `children.x`, written `sum(children.x)`, is
    the sum of that cell over several reports.
    """
    sides: list[list[Term]] = [[]]
    relation: str | None = None
    sign, expecting = 1, True
    position = 0
    while expression[position:].strip():
        match = _TOKEN.match(expression, position)
        if match is None:
            raise ValueError(f"unexpected {expression[position:].strip()[0]!r}")
        position = match.end()
        if name := match["name"] or match["over"]:
            if not expecting:
                raise ValueError(f"a sign is missing before {name!r}")
            if name != "0":
                sides[-1].append(Term(sign, name))
            sign, expecting = 1, False
        elif match["sign"]:
            if expecting and sides[-1]:
                raise ValueError(f"two signs before {expression[position:].strip()!r}")
            sign, expecting = (1 if match["sign"] == "+" else -1), True
        else:
            if relation is not None or expecting:
                raise ValueError("an equation has one =, >= or <= between two sums")
            relation = match["relation"]
            sides.append([])
            expecting = True
    if not sides[0]:
        raise ValueError("the left side names no cell")
    if relation not in ("=", ">=", "<=") or expecting:
        raise ValueError("an equation has one =, >= or <= between two sums")
    return Equation(tuple(sides[0]), relation, tuple(sides[1]))  # type: ignore[arg-type]


@cache
def parse_sum(expression: str) -> tuple[Term, ...]:
    """Parse a sum without a relation; ValueError says what is wrong with it."""
    return parse(f"{expression} = 0").left
