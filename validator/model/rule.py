"""Rules that reports are checked against, as declared in rules/."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, Literal, TypeVar

from validator.model.demand import Demand
from validator.model.format import Basis
from validator.model.text import Text


class Severity(IntEnum):
    """The severity of a finding: advice, matter of interpretation or scope, certain fault."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word that rule files and outputs use."""
        return self.name.lower()

    @property
    def next_lower(self) -> "Severity":
        """The next lower severity; NOTICE stays NOTICE."""
        return Severity(max(self - 1, Severity.NOTICE))

    @classmethod
    def of(cls, word: str) -> "Severity":
        """The severity of a word; raises KeyError if there is none."""
        return cls[word.upper()]


RuleKind = Literal[
    "equation", "present", "order", "label", "value", "claim", "pattern", "duplicate"
]


D_co = TypeVar("D_co", bound=Demand, covariant=True)


@dataclass(frozen=True, slots=True, eq=False)
class Rule(Generic[D_co]):
    """One rule of a rule file.

    `formats` are the ids of the formats that it applies to; `issuers` the kinds of body, empty
    for all; it does not apply to bodies whose name the pattern `not_issuer` matches. `message` is
    a template over labels and values. `demand` has the keys that the rule's kind takes,
    `examples` the edits of the specimen under which the rule passes and fails; `origin` is the
    file that declares it.
    """

    id: str
    name: str
    kind: RuleKind
    title: Text
    severity: Severity
    formats: frozenset[str]
    issuers: frozenset[str]
    not_issuer: str
    basis: Basis
    help: Text
    message: Text
    demand: D_co
    examples: Mapping[str, Mapping[str, Any]]
    origin: str

    @property
    def family(self) -> str:
        """The first three letters of the id."""
        return self.id[:3]


AnyRule = Rule[Any]
"""A rule of whatever kind."""
