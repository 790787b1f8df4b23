"""What a check comes to: findings, and how many checks ended in which way."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from validator.model.document import Source
from validator.model.errors import UserError
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
    """A cell that may be the culprit of failed equations, with the value it should have.

    `where` names the cell in words, `clue` is the key of the `reason`, which is worded.
    `share` is the part of the story's failed equations that the cell stands in, from 0 to 1.
    `explanation` counts the story's explanations from 1, the likeliest: cells of one number
    are to be changed together, those of different numbers are alternatives.
    """

    cell: str
    where: str
    printed: str
    proposed: Decimal
    clue: str
    reason: str
    share: float
    explanation: int
    place: Place | None = None
    document: str = ""


class Explanation(NamedTuple):
    """Cells whose change, all together, makes equations hold; `message` says it in words."""

    message: str
    cells: tuple[Suspect, ...]


class Step(NamedTuple):
    """An equation of a story: its rule, where it is, the sum as printed and as proposed."""

    rule: str
    where: str
    before: str
    after: str


class Story(NamedTuple):
    """Findings that the same cells explain, and the fewest cells that may be to blame.

    `findings` are fingerprints. Each of `explanations` makes all equations hold, the likeliest
    comes first; there are none where more cells than can be named would have to change. With
    `decisive`, the first is taken as the culprit; otherwise nothing tells them apart. `message`
    says so in words; `steps` is the arithmetic of the first.
    """

    findings: tuple[str, ...]
    explanations: tuple[Explanation, ...]
    decisive: bool
    message: str
    steps: tuple[Step, ...] = ()


class Solved(NamedTuple):
    """A cell without a sure figure, and the only value that the equations leave for it."""

    cell: str
    where: str
    printed: str
    value: Decimal
    message: str
    place: Place | None = None


Standing = Literal["open", "new", "known", "suppressed", "confirmed"]
"""How a user stands to a finding: against a baseline it is new or known; it may be suppressed, or
an auditor has confirmed it.
"""


class Finding(NamedTuple):
    """A failed check, worded in one language.

    `where` names the place in words, `message` what is wrong there, `help` how to mend it.
    `fingerprint` stays the same as long as the same thing is wrong in the same report.
    `standing` says how the user stands to it, `excuse` why where it is suppressed.
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
    standing: Standing = "open"
    excuse: str = ""

    @property
    def counts(self) -> bool:
        """Whether it counts for the verdict: neither suppressed nor known before."""
        return self.standing in ("open", "new", "confirmed")

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
    """The result of checking one report.

    `stories` group those findings about sums that the same cells explain; `solved` are cells
    without a sure figure whose value follows from the others. `by_rule` counts the checks of
    each rule; `mended` names the findings of a baseline that are gone.
    """

    findings: tuple[Finding, ...]
    undetermined: tuple[Open, ...]
    counts: Mapping[State, int]
    stories: tuple[Story, ...] = ()
    solved: tuple[Solved, ...] = ()
    by_rule: Mapping[str, Mapping[State, int]] = {}
    mended: tuple[str, ...] = ()

    def told(self) -> Iterator[tuple[Story | None, tuple[Finding, ...]]]:
        """The findings that count in their order, those of a story where its first one is."""
        story_of = {name: story for story in self.stories for name in story.findings}
        seen: set[int] = set()
        for finding in filter(lambda f: f.counts, self.findings):
            story = story_of.get(finding.fingerprint)
            if story is None:
                yield None, (finding,)
            elif id(story) not in seen:
                seen.add(id(story))
                own = set(story.findings)
                yield story, tuple(f for f in self.findings if f.fingerprint in own and f.counts)

    def worst(self) -> Severity | None:
        """The greatest severity of what counts, None where nothing does."""
        return max((f.severity for f in self.findings if f.counts), default=None)


class Refusal(NamedTuple):
    """A document that could not be checked: key and details of the sentence that says why."""

    key: str
    details: Mapping[str, str]


class Run(NamedTuple):
    """One document of a result: what it is, what was found, or why it was refused.

    `report` is what was read in it, for outputs that show more than the findings. `path` is where
    the file is, seen from the working directory, for those who open it; empty where unknown.
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
        """How programs find the file: its path, or its name where that is not known."""
        return self.path or self.name

    def checked(self) -> Findings:
        """The findings; the refusal as a UserError where the document could not be checked."""
        if self.findings is None:
            assert self.refusal is not None
            raise UserError(self.refusal.key, **self.refusal.details)
        return self.findings


class Examples(NamedTuple):
    """What the examples of a rule show: prints that pass, and what is found in one that fails.

    `passing` is empty where only the official format itself passes, or too many figures are other
    than usual to be listed; `failing` is None where the rule has no failing example.
    """

    passing: tuple[str, ...] = ()
    failing: Finding | None = None


class Flaw(NamedTuple):
    """What is wrong with some rules: a key of its wording, the rules, what it is about."""

    key: str
    rules: tuple[str, ...]
    format: str = ""
    about: str = ""
