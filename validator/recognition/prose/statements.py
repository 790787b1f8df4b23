"""What clauses say without a number: that there is nothing, or that all is of a kind."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from validator.recognition.prose.bundle import Bundle, Context, Topic
from validator.recognition.prose.features import Clause, Word, listed_before

# How far the word for what there is not may stand from the negation.
_REACH = 4
_HAPPENING = {"object", "happens", "who", "time", "channel", "disclosure"}
_DONE_NOT = (
    "received", "new", "carried", "open", "made", "repealed", "issued", "decisions", "corrected",
    "items_change",
)  # fmt: skip
# Words that make what there is none of less than all of its kind.
_QUALIFIED = {"period", "plan", "compare", "goal", "in_time"}
# … and those that make what all is said of less than the whole, or no statement.
_LIMITED = {"group", "goal", "due", "alternative", "now", "compare", "rest", "include", "none"}
_PERCENT = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)%")
_ALL = Decimal(100)


def read_nothing(parts: Sequence[Clause], at: int, context: Context) -> Iterator[Bundle]:
    """What a clause, with the list that it begins or ends, says that there is not."""
    clause = parts[at]
    none = next(w for w in clause.words if "none" in w.features)
    if clause.has("some"):
        return
    if none.features["none"] == "after":
        listed = _listed_before(parts, at)
        words = [w for one in listed for w in one.words]
        first, last = words[0].start, none.end
        is_clear = all(one.is_known(one.words[0].start, one.end) for one in listed)
    else:
        listed = _listed_behind(parts, at)
        words = [w for one in listed for w in one.words if w.start >= none.start]
        if len(words) < 2 or words[1].start - none.end > _REACH:
            return
        after = words[1].features
        if not _HAPPENING & after.keys() and after.get("event") not in _DONE_NOT:
            return
        first, last = none.start, max(w.end for w in words)
        is_clear = all(one.is_known(max(one.start, none.start), one.end) for one in listed)
    # What there is none of may be a kind of its own: nothing beside it may be unknown.
    if not is_clear or context.blocked or any(not _QUALIFIED.isdisjoint(w.features) for w in words):
        return
    times = {w.features.get("time", "") for w in (*clause.words, *words)} & {"last", "next"}
    zero = none.features["none"] == "zero"
    for features in _missing(words, times, zero, context):
        yield Bundle({**features, "none": "yes"}, None, first, last)


def _listed_behind(parts: Sequence[Clause], at: int) -> list[Clause]:
    """A clause and those of the list that it begins."""
    listed = [parts[at]]
    while at + 1 < len(parts) and parts[at + 1].mark == "、" and not parts[at + 1].numbers:
        at += 1
        listed.append(parts[at])
    return listed


def _listed_before(parts: Sequence[Clause], at: int) -> list[Clause]:
    """A clause and those of the list that it ends."""
    before = takewhile(lambda clause: clause.words, listed_before(parts, at))
    return [*reversed(list(before)), parts[at]]


def _missing(
    words: Sequence[Word], times: set[str], zero: bool, context: Context
) -> Iterator[dict[str, str]]:
    """The objects and events that there are none of."""
    events = [w.features["event"] for w in words if "event" in w.features]
    if "other" in events and not any("in_dispute" in w.features for w in words):
        return
    objects = {w.features["object"]: w.features.get("kind", "") for w in words if _is_object(w)}
    disputes = [name for name, kind in objects.items() if kind == "dispute"]
    things = [name for name, kind in objects.items() if kind in ("document", "decision", "amount")]
    corrected = any(
        "corrected" in (w.features.get("event"), w.features.get("in_dispute")) for w in words
    )
    if disputes and (things or "carried" in events):
        # Disputes about something else, or of another year.
        return
    if corrected:
        courts = [w for w in words if "in" in w.features]
        only_courts = len(courts) == sum("event" in w.features for w in words)
        if not disputes and context.topic.kind == "dispute":
            disputes = ["litigation"] if courts else []
            disputes += [] if only_courts else ["reconsideration"]
        for about in disputes:
            yield {"object": about, "kind": "dispute", "event": "corrected"}
    elif disputes and "open" in events:
        for about in disputes:
            yield {"object": about, "kind": "dispute", "event": "pending"}
    elif zero and set(disputes) == {"reconsideration", "litigation"}:
        yield {"object": "disputes", "kind": "dispute", "event": "total"}
    elif disputes:
        context.topic = Topic(disputes[-1], "dispute")
        for about in disputes:
            yield {"object": about, "kind": "dispute", "event": "total"}
    elif "other" in objects or "other" in events:
        return
    elif {"carried", "open"} & set(events):
        yield from _nothing_open(events, times, context)
    elif "items_change" in events and context.topic.kind == "decision":
        yield {"object": context.topic.object, "kind": "decision", "event": "items_change"}
    elif things and "new" in events:
        # No new kinds of licences are not no licences.
        return
    elif things:
        happened = dict.fromkeys(e for e in events if e in ("made", "repealed")) or ["total"]
        context.topic = Topic(things[-1], objects[things[-1]])
        for about in things:
            for event in happened:
                kind = objects[about]
                event = "decisions" if kind == "decision" else event
                yield {"object": about, "kind": kind, "event": event}
    elif "application" in objects or _is_bare_application(words, context):
        yield from _nothing_received(words, events, context)


def _is_bare_application(words: Sequence[Word], context: Context) -> bool:
    """Whether 申请 is spoken of alone, where applications were spoken of before."""
    last = words[-1].features
    return last.get("object") == "weak" and context.topic.kind == "application" and len(words) < 4


def _nothing_open(
    events: Sequence[str], times: set[str], context: Context
) -> Iterator[dict[str, str]]:
    if context.topic.kind == "dispute" and "open" in events:
        yield {"object": context.topic.object, "kind": "dispute", "event": "pending"}
        return
    if not times and "open" in events:
        times = {"next"}
    for time in sorted(times):
        event = "carried_in" if time == "last" else "carried_out"
        yield {"object": "application", "kind": "application", "event": event}


def _nothing_received(
    words: Sequence[Word], events: Sequence[str], context: Context
) -> Iterator[dict[str, str]]:
    strong = any("strong" in w.features for w in words)
    channels = sum("channel" in w.features for w in words)
    # One way of several may not have been used.
    if channels == 1 or (channels and not strong):
        return
    context.topic = Topic("application", "application")
    outcomes = [e for e in events if e not in ("received", "new", "handled")]
    applicants = {w.features["who"] for w in words if "who" in w.features}
    if not outcomes and applicants <= {"everyone", "citizen"}:
        yield {"object": "application", "kind": "application", "event": "new"}


def _is_object(word: Word) -> bool:
    return "object" in word.features


def read_growth(clause: Clause, context: Context) -> Iterator[Bundle]:
    """What a clause behind a number of applications says of last year's, as 同比增长12.5%."""
    stated = _PERCENT.search(clause.text, clause.start, clause.end)
    words = [word for word in clause.words if "compare" in word.features]
    signs = {word.features["sign"] for word in words if "sign" in word.features}
    last_year = any(word.features["compare"] == "last_year" for word in words)
    received = context.last.object == "application" and context.last.event in ("received", "new")
    if stated is None or not last_year or len(signs) != 1 or not received or context.blocked:
        return
    alone = all({"compare", "sum", "time"} & word.features.keys() for word in clause.words)
    if clause.mark not in ",(" or not alone or not clause.is_known(clause.start, stated.start()):
        return
    growth = Decimal(stated[1]) if "plus" in signs else -Decimal(stated[1])
    features = {"object": "application", "kind": "application", "event": "growth"}
    yield Bundle(features, None, words[0].start, stated.end(), _ALL + growth)


def read_all(
    parts: Sequence[Clause],
    at: int,
    words: Sequence[Word],
    features: dict[str, str],
    context: Context,
) -> Iterator[Bundle]:
    """What words of a clause say of all that was counted before, or of a share of it.

    `features` are those of the words. What was done in time need not be all: the time of what was
    carried over had not run out.
    """
    clause = parts[at]
    if context.blocked or context.past or context.of_group or not _LIMITED.isdisjoint(clause.names):
        return
    is_rate = features.get("event") == "rate"
    # What was done in time is not said to be all, or only in so many words.
    if context.in_time and (is_rate or features.get("all") != "every"):
        return
    explains = clause.mark == "(" and "of" in features
    bare = ("bare" in features or explains) and at > 0 and bool(parts[at - 1].numbers)
    if not ("all" in features or bare or is_rate):
        return
    about = features.get("object") or context.topic.object
    kind = features.get("kind") or context.topic.kind
    if kind == "dispute" and not context.disputes_of_disclosure:
        return
    share = _ALL
    if is_rate:
        stated = _PERCENT.search(clause.text, clause.start, clause.end)
        if stated is None and "all" not in features:
            return
        share = Decimal(stated[1]) if stated else share
    after = "all" if "object" in features else ""
    if not after and context.last.object == "other":
        return
    if not after:
        after = context.last.event if context.last.object == about else ""
    if not after and not context.application_named:
        return
    telling = [
        w
        for w in words
        if {"all", "event", "who", "object"} & w.features.keys()
        and w.features.get("event") != "other"
    ]
    start, end = telling[0].start, max(w.end for w in telling)
    # A result alone may have words before it that say since when.
    whole = words[0] is clause.words[0] and not bare
    if not clause.is_known(clause.start if whole else start, clause.end):
        return
    others = [w for w in clause.words if w.features.get("event") == "other"]
    if clause.has("instance") or any(whole or w.start >= start for w in others):
        return
    stated_features = {
        **features,
        "object": about,
        "kind": kind,
        "all": features.get("all", "yes"),
        "after": after or "nothing",
    }
    yield Bundle(stated_features, None, start, end, share)
