"""A bundle of features, and the context that the clauses of a passage are read in."""

from collections.abc import Mapping
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
# Events of applications that are of this year's tables though another year is named.
CARRIED = ("carried_in", "carried_out")
# Object, event and applicants of a number.
Key = tuple[str, str, str]


def key_of(features: Mapping[str, str]) -> Key:
    """Under which the number that has some features is counted."""
    return features.get("object", ""), features.get("event", ""), features.get("who", "")


@dataclass
class Context:
    """What clauses leave out, and what was counted so far.

    Of the passage:
    `topic` is what is spoken of, `of_applications` says that applications were named, `last` is the
    topic of the last number that was read, with the object `other` if one was not.

    Of the sentence:
    `counted` are the values by object, event and applicants; `ambiguous` the keys of those of which
    another number was read. `dimension` is the feature by which numbers are parted (who, channel,
    dispute, outcome, other). `in_parts` says that parts are told (其中), `parts_of_other` that they
    are of something else; `segment_counted` that something was read since a semicolon. `brackets`
    are the topics before open brackets. `disputes_of_disclosure` says that disputes are about
    disclosure, `application_named` that applications are named. `blocked` says that it is about
    plans, a part of the year or another body, `past` that it is about another year, `of_group`
    that it is about a group (对…的), `in_time` about what was done in time, `with_carried` that its
    numbers include what was carried over. `year` is the year that it names.
    """

    topic: Topic = NO_TOPIC
    of_applications: bool = False
    last: Topic = NO_TOPIC
    dimension: str = ""
    disputes_of_disclosure: bool = False
    application_named: bool = False
    counted: dict[Key, Decimal] = field(default_factory=dict)
    ambiguous: set[Key] = field(default_factory=set)
    brackets: list[Topic] = field(default_factory=list)
    blocked: bool = False
    past: bool = False
    of_group: bool = False
    in_parts: bool = False
    parts_of_other: bool = False
    segment_counted: bool = False
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
        self.counted, self.ambiguous, self.brackets = {}, set(), []
        self.application_named = False
        self.blocked = self.past = self.of_group = self.in_time = False
        self.in_parts = self.parts_of_other = self.with_carried = False
        self.segment_counted = False
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
