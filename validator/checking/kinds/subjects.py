"""Subjects: what a rule of a kind can be about, each with its check."""

from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

from validator.checking.context import Context, Outcome
from validator.model.demand import Demand
from validator.model.rule import Rule

D = TypeVar("D", bound=Demand)


class Subject(NamedTuple, Generic[D]):
    """A subject of a kind: its check, which yields one outcome per thing looked at.

    `of_tables`: rules about it apply to bare tables too, as on a data sheet. `needs` are the keys
    that a rule file must give for it.
    """

    check: Callable[[Rule[D], Context], Iterator[Outcome]]
    of_tables: bool = False
    needs: tuple[str, ...] = ()
