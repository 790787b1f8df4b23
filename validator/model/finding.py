"""What a check comes to: findings, and how many checks ended in which way."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from validator.model.document import Source
from validator.model.place import Place
from validator.model.rule import Severity


class State(StrEnum):
    """The four ways a single check can end."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


class Location(NamedTuple):
    """What a finding is about and where it is printed.

    `cell` is a concept id, `section` a section id; both are empty where neither is meant.
    `text` is the print. The place is None for what is missing from the document. `document`
    names the file where it is another than the report's, such as last year's report.
    """

    place: Place | None = None
    cell: str = ""
    section: str = ""
    text: str = ""
    document: str = ""


class Suspect(NamedTuple):
    """A cell that may be the culprit of a failed equation, with the value it should have."""

    cell: str
    printed: str
    proposed: Decimal
    reason: str


class Finding(NamedTuple):
    """A failed check, worded in one language.

    `where` names the place in words, `message` what is wrong there, `help` how to mend it.
    `fingerprint` stays the same as long as the same thing is wrong in the same report.
    """

    rule: str
    name: str
    severity: Severity
    where: str
    message: str
    basis: str
    help: str
    locations: tuple[Location, ...]
    fingerprint: str
    expected: Decimal | None = None
    actual: Decimal | None = None
    suspects: tuple[Suspect, ...] = ()

    @property
    def place(self) -> Place | None:
        """The first place named, None where the finding is about something missing."""
        return next((spot.place for spot in self.locations if spot.place), None)


class Open(NamedTuple):
    """A check that could not be decided, with the reason in words."""

    rule: str
    name: str
    where: str
    reason: str
    locations: tuple[Location, ...]


class Findings(NamedTuple):
    """The result of checking one report."""

    findings: tuple[Finding, ...]
    undetermined: tuple[Open, ...]
    counts: Mapping[State, int]

    def worst(self) -> Severity | None:
        """The greatest severity found, None where nothing was found."""
        return max((finding.severity for finding in self.findings), default=None)


class Refusal(NamedTuple):
    """A document that could not be checked: key and details of the sentence that says why."""

    key: str
    details: Mapping[str, str]


class Run(NamedTuple):
    """One document of a result: what it is, what was found, or why it was refused."""

    name: str
    source: Source | None = None
    issuer: str = ""
    year: int | None = None
    format: str = ""
    findings: Findings | None = None
    refusal: Refusal | None = None


class Flaw(NamedTuple):
    """What is wrong with some rules: a key of its wording, the rules, what it is about."""

    key: str
    rules: tuple[str, ...]
    format: str = ""
    about: str = ""
