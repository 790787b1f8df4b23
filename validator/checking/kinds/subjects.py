"""Subjects: what a rule of a kind can be about, each with its check."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from validator.checking.context import Context, Outcome
from validator.model.finding import State
from validator.model.rule import Rule


class Subject(NamedTuple):
    """A subject of a kind: its check, which yields one outcome per thing looked at.

    `of_tables`: rules about it apply to bare tables too, as on a data sheet. `needs` are the keys
    that a rule file must give for it.
    """

    check: Callable[[Rule[Any], Context], Iterator[Outcome]]
    of_tables: bool = False
    needs: tuple[str, ...] = ()


def or_not_applicable(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """The outcomes, or a single `NOT_APPLICABLE` if there are none."""
    first = next(outcomes, None)
    yield State.NOT_APPLICABLE if first is None else first
    yield from outcomes
