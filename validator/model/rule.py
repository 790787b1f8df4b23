"""Rules: what a report is checked for, as declared in rules/."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from validator.model.format import Basis
from validator.model.text import Text


class Severity(IntEnum):
    """How much a finding weighs: certain fault, matter of reading or scope, advice."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word that rule files and outputs use."""
        return self.name.lower()

    @property
    def less(self) -> "Severity":
        """The next smaller severity; of the smallest, itself."""
        return Severity(max(self - 1, Severity.NOTICE))

    @classmethod
    def of(cls, word: str) -> "Severity":
        """The severity of a word; KeyError where there is none."""
        return cls[word.upper()]


RuleKind = Literal[
    "equation", "present", "order", "label", "value", "claim", "pattern", "duplicate"
]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of a rule file.

    `formats` are the ids of the formats that it applies to; `issuers` the kinds of body, none
    for all. `message` is a template over labels and values; `demand` holds what the rule's
    kind asks for, as its schema allows; `examples` the edits of a specimen report under which
    the rule passes and fails; `origin` the file that declares it.
    """

    id: str
    name: str
    kind: RuleKind
    title: Text
    severity: Severity
    formats: frozenset[str]
    issuers: frozenset[str]
    basis: Basis
    help: Text
    message: Text
    demand: Mapping[str, Any]
    examples: Mapping[str, Mapping[str, Any]]
    origin: str

    @property
    def family(self) -> str:
        """The three letters that an id begins with."""
        return self.id[:3]
