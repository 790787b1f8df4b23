"""The results of checking: findings, and counts of checks by outcome."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from validator.model.document import Source
from validator.model.errors import UserError
from validator.model.message import NO_VALUES, Joined, Message, Value, Values
from validator.model.place import Place
from validator.model.report import Report
from validator.model.rule import Severity


class State(StrEnum):
    """The four ways a single check can end."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


class Location(NamedTuple):
    """What a finding is about and where it is printed.

    `cell` is a concept id, `section` a section id; each is empty if it does not apply. `text` is
    the printed text. `place` is None if the item is missing from the document. `document` names
    the file if it is not the report's own, such as last year's report.
    """

    place: Place | None = None
    cell: str = ""
    section: str = ""
    text: str = ""
    document: str = ""


class Suspect(NamedTuple):
    """A cell that may have caused equations to fail, with the value it should have.

    `where` names the cell; `reason` is how the printed figure may have come about, a message of
    the group `reason`. `share` is the proportion, from 0 to 1, of the diagnosis's failed equations
    that contain the cell. `explanation` is the number of the cell's explanation, 1 being the
    likeliest: cells with the same number are to be changed together, those with different numbers
    are alternatives.
    """

    cell: str
    where: Message
    printed: str
    proposed: Decimal
    reason: Message
    share: float
    explanation: int
    place: Place | None = None
    document: str = ""

    @property
    def clue(self) -> str:
        """The reason by its name in rules/error_localization.yaml."""
        return self.reason.key.partition(".")[2]


class Explanation(NamedTuple):
    """Cells that, changed together, make all equations hold; `message` says so."""

    message: Message
    cells: tuple[Suspect, ...]


class Step(NamedTuple):
    """An equation of a diagnosis: its rule, its location, the sum as printed and as proposed."""

    rule: str
    where: Message
    before: Message
    after: Message


class Diagnosis(NamedTuple):
    """Findings that the same cells explain, and the smallest sets of cells that may be wrong.

    `findings` are fingerprints. Each of `explanations` makes all equations hold, the likeliest
    first; there are none if too many cells would have to change to name them. If `decisive`,
    the first is taken as the cause; otherwise the explanations cannot be told apart. `message`
    says so; `steps` is the arithmetic of the first.
    """

    findings: tuple[str, ...]
    explanations: tuple[Explanation, ...]
    decisive: bool
    message: Message
    steps: tuple[Step, ...] = ()


class Imputed(NamedTuple):
    """A cell without a reliable figure, and the only value that satisfies the equations."""

    cell: str
    where: Message
    printed: str
    value: Decimal
    message: Message
    place: Place | None = None


Disposition = Literal["open", "new", "known", "suppressed", "confirmed"]
"""The state of a finding: new or known relative to a baseline, suppressed, confirmed by an auditor,
or open if none of these.
"""


class Finding(NamedTuple):
    """A failed check.

    `where` names the place; `values` fill the rule's message and help; `notes` follow the message.
    `fingerprint` stays the same as long as the same thing is wrong in the same report.
    `disposition` is its baseline or suppression state, `excuse` the reason if suppressed.
    """

    rule: str
    name: str
    severity: Severity
    where: Message
    basis: str
    locations: tuple[Location, ...]
    fingerprint: str
    values: Values = NO_VALUES
    notes: tuple[Message, ...] = ()
    expected: Decimal | None = None
    actual: Decimal | None = None
    suspects: tuple[Suspect, ...] = ()
    disposition: Disposition = "open"
    excuse: str = ""

    @property
    def message(self) -> Value:
        """What is wrong, with the notes."""
        return Joined((Message(f"{self.rule}.message", self.values), *self.notes))

    @property
    def help(self) -> Message:
        """How to fix it."""
        return Message(f"{self.rule}.help", self.values)

    @property
    def counts(self) -> bool:
        """Whether it counts for the verdict: neither suppressed nor known from a baseline."""
        return self.disposition in ("open", "new", "confirmed")

    @property
    def place(self) -> Place | None:
        """The first place, or None if the finding is about something missing."""
        return next((spot.place for spot in self.locations if spot.place), None)


class Status(StrEnum):
    """How much of a document was read: of a partial one, findings do not say that it is right."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSED = "refused"


class Gap(NamedTuple):
    """A prescribed table that is in the document and was hardly read, with what is unread."""

    table: str
    where: Message
    reason: Message
    locations: tuple[Location, ...]


class Undetermined(NamedTuple):
    """A check that could not be decided, with the reason."""

    rule: str
    name: str
    where: Message
    reason: Message
    locations: tuple[Location, ...]


class Findings(NamedTuple):
    """The result of checking one report.

    `diagnoses` group the findings about sums that the same cells explain; `imputed` are cells
    without a reliable figure whose value follows from the others. `by_rule` counts the checks
    of each rule; `fixed` lists the fingerprints in a baseline that no finding matches; `gaps` are
    the tables that were hardly read and the pages that were not; `read_by` tells how many figures
    each person read.
    """

    findings: tuple[Finding, ...]
    undetermined: tuple[Undetermined, ...]
    counts: Mapping[State, int]
    diagnoses: tuple[Diagnosis, ...] = ()
    imputed: tuple[Imputed, ...] = ()
    by_rule: Mapping[str, Mapping[State, int]] = {}
    fixed: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    read_by: Mapping[str, int] = {}

    def grouped(self) -> Iterator[tuple[Diagnosis | None, tuple[Finding, ...]]]:
        """Yield the findings that count in order, those of a diagnosis grouped at its first."""
        diagnosis_by_fingerprint = {
            fingerprint: diagnosis
            for diagnosis in self.diagnoses
            for fingerprint in diagnosis.findings
        }
        seen: set[int] = set()
        for finding in filter(lambda f: f.counts, self.findings):
            diagnosis = diagnosis_by_fingerprint.get(finding.fingerprint)
            if diagnosis is None:
                yield None, (finding,)
            elif id(diagnosis) not in seen:
                seen.add(id(diagnosis))
                fingerprints = set(diagnosis.findings)
                yield (
                    diagnosis,
                    tuple(f for f in self.findings if f.fingerprint in fingerprints and f.counts),
                )

    def worst(self) -> Severity | None:
        """The greatest severity of the findings that count, or None if none does."""
        return max((f.severity for f in self.findings if f.counts), default=None)


class Refusal(NamedTuple):
    """Why a document could not be checked: the key of an error and its details."""

    key: str
    details: Values = NO_VALUES

    @property
    def message(self) -> Message:
        """What is wrong and how to fix it."""
        return Message(f"errors.{self.key}", self.details)


class Run(NamedTuple):
    """One document of a result: its source, its findings, or why it was refused.

    `report` is the report extracted from it, for outputs that show more than the findings. `path`
    is the file's path relative to the working directory; empty if unknown.
    """

    name: str
    source: Source | None = None
    issuer: str = ""
    year: int | None = None
    format: str = ""
    findings: Findings | None = None
    refusal: Refusal | None = None
    report: Report | None = None
    path: str = ""

    @property
    def file(self) -> str:
        """The path of the file for other programs, or its name if the path is not known."""
        return self.path or self.name

    @property
    def status(self) -> Status:
        """How much of the document was read."""
        if self.findings is None:
            return Status.REFUSED
        return Status.PARTIAL if self.findings.gaps else Status.COMPLETE

    def require_findings(self) -> Findings:
        """Return the findings, or raise the refusal as a UserError if there are none."""
        if self.findings is None:
            assert self.refusal is not None
            raise UserError(self.refusal.key, **self.refusal.details)
        return self.findings


class Examples(NamedTuple):
    """The examples of a rule: printed texts that pass, and the finding in one that fails.

    `passing` is empty if only the official format itself passes, or if too many figures differ
    from the usual ones to be listed; `failing` is None if the rule has no failing example.
    """

    passing: tuple[Value, ...] = ()
    failing: Finding | None = None


class Flaw(NamedTuple):
    """A defect of some rules: message key, rule ids, format and subject."""

    key: str
    rules: tuple[str, ...]
    format: str = ""
    about: Value = ""
