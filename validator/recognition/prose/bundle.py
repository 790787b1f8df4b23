"""A bundle of features, and the context that the clauses of a passage are read in."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from validator.recognition.prose.features import Number


class Bundle(NamedTuple):
    """Features, the number that has them (None if there is none), the span of the words.

    `share` is the percentage that the words state, `year` the year that the sentence names.
    """

    features: dict[str, str]
    number: Number | None
    start: int
    end: int
    share: Decimal | None = None
    year: int | None = None


class Topic(NamedTuple):
    """What is spoken of: object, its kind, and what happened to it; empty if nothing is."""

    object: str = ""
    kind: str = ""
    event: str = ""


NO_TOPIC = Topic()


@dataclass
class Context:
    """What clauses leave out, and what was counted so far.

    `last` is the topic of the last number that counts something of the tables, `dimension` the
    feature by which numbers are parted there (who, channel, dispute, outcome). `counted` are the
    values by topic and applicants in the sentence, `brackets` the topics before open brackets.
    `disputes_of_disclosure` says that disputes spoken of are about disclosure,
    `disclosure_follows` that the sentence names it, `application_named` that it names
    applications. `blocked` says that the sentence is about
    plans, a part of the year or another body, `past` that it is about another year,
    `parts_of_other` that it tells parts of something else; `with_carried` that its numbers include
    what was carried over; `in_time` that it speaks of what was done in time; `year` is the year
    that it names.
    """

    topic: Topic = NO_TOPIC
    last: Topic = NO_TOPIC
    dimension: str = ""
    disputes_of_disclosure: bool = False
    counted: dict[tuple[str, str, str], Decimal] = field(default_factory=dict)
    brackets: list[Topic] = field(default_factory=list)
    disclosure_follows: bool = False
    application_named: bool = False
    blocked: bool = False
    past: bool = False
    parts_of_other: bool = False
    with_carried: bool = False
    in_time: bool = False
    year: int | None = None

    def next_sentence(self) -> None:
        """Forget what only holds within a sentence."""
        spoken = self.topic.kind == "dispute" and self.disputes_of_disclosure
        self.disputes_of_disclosure = spoken or any(
            about == "application" for about, _, _ in self.counted
        )
        self.topic = self.topic._replace(event="") if self.topic.object != "other" else NO_TOPIC
        self.dimension = ""
        self.counted = {}
        self.brackets = []
        self.application_named = False
        self.blocked = self.past = self.parts_of_other = False
        self.with_carried = self.in_time = False
        self.year = None

    def remember(self, features: dict[str, str]) -> None:
        """Keep what following clauses may leave out."""
        if "object" in features:
            event = self.topic.event if features["object"] == self.topic.object else ""
            self.topic = Topic(features["object"], features.get("kind", ""), event)
        if "event" in features:
            self.topic = self.topic._replace(event=features["event"])

    def events_counted(self) -> set[str]:
        """The events of applications that were counted in the sentence."""
        return {event for about, event, _ in self.counted if about == "application"}
