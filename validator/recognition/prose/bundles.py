"""Bundles of features: what each number of a sentence counts, and what it says without a number.

A number has the features of the words of its clause. What the clause leaves out, it has from the
clauses before, as a reader would supply it: the object of `废止0件` is that of the clause before,
and in a list of disputes each has the event of the first. Where words beside a number are unknown,
or it counts a part of what was counted before, nothing is read.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from validator.recognition.prose.asides import is_aside, is_by_channel
from validator.recognition.prose.bundle import CARRIED, Bundle, Context, Topic, key_of
from validator.recognition.prose.events import supply_event
from validator.recognition.prose.features import Clause, Number, Word
from validator.recognition.prose.numbers import Near, share_words, words_listed
from validator.recognition.prose.resolution import is_ambiguous, resolve
from validator.recognition.prose.statements import read_all, read_growth, read_nothing

_TAKEN = ("received", "new", "handled")
_UNREAD = Topic("other")
# Without one of these, a clause says nothing of the tables where nothing is spoken of.
_NAMING = frozenset({"object", "of", "implies", "who"})


def may_state(words: Sequence[Word], context: Context) -> bool:
    """Whether a sentence with these words may state something, after the sentences before."""
    if context.topic.object not in ("", "other"):
        return any(word.features for word in words)
    return any(not _NAMING.isdisjoint(word.features) for word in words)


def read_bundles(parts: Sequence[Clause], context: Context) -> list[Bundle]:
    """The bundles of a sentence in order; `context` is that of the sentences before."""
    context.next_sentence()
    _supply_object(parts, context)
    context.blocked = any(clause.has("excluded") for clause in parts)
    result: list[Bundle] = []
    for at, clause in enumerate(parts):
        if clause.mark == "(":
            context.brackets.append(context.topic)
        elif clause.mark == ")" and context.brackets:
            context.topic = context.brackets.pop()
        if clause.words:
            _note(clause, context)
        read = len(result)
        nothing_named = _NAMING.isdisjoint(clause.names) and not clause.has("none")
        if context.topic.object in ("", "other") and nothing_named:
            # Most numbers of a report count other things.
            if clause.numbers and clause.has("event"):
                context.topic, context.dimension = Topic("other"), "other"
        elif clause.numbers:
            result.extend(_counted(parts, at, context))
        elif clause.has("none"):
            result.extend(read_nothing(parts, at, context))
        elif clause.has("compare"):
            result.extend(read_growth(clause, context))
        elif clause.words:
            features = resolve(clause, clause.words, clause.end, context)
            result.extend(read_all(parts, at, clause.words, features, context))
            if features.get("object") != "other" or "weak" not in features:
                context.remember(features)
        result[read:] = [bundle._replace(year=context.year) for bundle in result[read:]]
    if any(bundle.features.get("event") == "partial" for bundle in result):
        # Beside 部分公开, 同意公开 does not include it.
        for bundle in result:
            if bundle.features.get("event") == "published_in_reply":
                bundle.features["event"] = "granted"
    return [
        bundle
        for bundle in result
        if "sum" in bundle.features or key_of(bundle.features) not in context.ambiguous
    ]


def _supply_object(parts: Sequence[Clause], context: Context) -> None:
    """Applications are spoken of where nothing is named but what only they have."""
    if context.topic.object:
        return
    words = [word for clause in parts for word in clause.words]
    objects = {word.features["object"] for word in words if "object" in word.features}
    # Letters and visits may be about anything.
    unclear = not objects and any("channel" in word.features for word in words)
    if (
        objects <= {"weak", "application"}
        and not unclear
        and any(_implies_application(w) for w in words)
    ):
        context.topic = Topic("application", "application")


def _implies_application(word: Word) -> bool:
    return "application" in (word.features.get("of"), word.features.get("implies"))


def _note(clause: Clause, context: Context) -> None:
    """Keep what a clause says of the whole sentence."""
    carried = any(w.features.get("event") == "carried" for w in clause.words)
    for word in clause.words:
        features = word.features
        if "strong" in features or "disclosure" in features:
            context.disputes_of_disclosure = True
            context.application_named = context.application_named or "strong" in features
            context.of_applications = context.of_applications or "strong" in features
        elif "plan" in features or "period" in features:
            context.blocked = True
        elif "in_time" in features:
            context.in_time = True
        elif "year" in features and word.start == clause.start and not carried:
            context.year = int(features["year"])
        if features.get("time") == "this":
            context.past = False
    if clause.has("group"):
        context.of_group = not clause.numbers
    elif clause.numbers:
        context.of_group = False
    if clause.has("include"):
        context.in_parts = True
        context.parts_of_other = context.topic.object == "other"
    elif clause.mark == "," and clause.has("object") and clause.has("event"):
        context.parts_of_other = False
    if clause.mark == ";":
        context.in_parts = context.parts_of_other = context.segment_counted = False
        context.dimension = ""


def _counted(parts: Sequence[Clause], at: int, context: Context) -> Iterator[Bundle]:
    """The bundles of a clause with numbers."""
    clause = parts[at]
    following = parts[at + 1 : at + 4]
    shares = share_words(parts, at)
    listed = words_listed(parts, at)
    if clause.has("respectively"):
        shares = _in_order(clause, listed, shares)
    elif listed:
        shares = [_of_list(listed, near) if near is shares[0] else near for near in shares]
    for near in shares:
        yield from _bundle(near, context, following)
    rest = shares[-1].rest if shares else ()
    if rest:
        features = resolve(clause, rest, clause.end, context)
        yield from read_all(parts, at, rest, features, context)


def _of_list(listed: Sequence[Word], near: Near) -> Near:
    """A number behind a list, which counts all of it: 复议、诉讼共5件."""
    before = (*listed, *near.before)
    events = {word.features.get("event") for word in before}
    # 新收、结转共11件 is none of both.
    mixed = "carried" in events and not events.isdisjoint(_TAKEN)
    return near._replace(before=before, is_known=near.is_known and not mixed)


def _in_order(clause: Clause, listed: Sequence[Word], shares: Sequence[Near]) -> list[Near]:
    """The numbers of 分别为2件和1件, each with its member of the list before; none if unclear."""
    first = clause.numbers[0].start
    before = [w for w in clause.words if w.end <= first]
    objects = [w for w in (*listed, *before) if "object" in w.features]
    if len(objects) != len(shares) or len(shares) < 2:
        return []
    others = [w for w in before if "object" not in w.features]
    return [
        near._replace(before=(word, *others), is_known=True)
        for near, word in zip(shares, objects, strict=True)
    ]


def _bundle(near: Near, context: Context, following: Sequence[Clause]) -> Iterator[Bundle]:
    """What a number states, if it is a figure of the tables."""
    number = near.number
    explicit = resolve(near.clause, near.words, number.start, context, number.end)
    features = _with_topic(explicit, context)
    if "compare" not in features:
        context.last = _UNREAD
    if not near.is_known or is_ambiguous(near.words):
        first = not context.counted and not near.is_named
        if near.counts_unknown or first or explicit.get("object") == "other":
            context.topic = Topic("other")
        return
    if not features.get("object") and "event" in features:
        # Something else is counted, and what follows is about it.
        context.topic = Topic("other")
    _supply(features, explicit, near, following, context)
    context.remember(explicit)
    if features.get("event") == "decisions":
        context.topic = context.topic._replace(event="decisions")
    if is_by_channel(features, explicit):
        # What is done of those that came in one way is none of the tables.
        context.parts_of_other = context.parts_of_other or not context.segment_counted
        context.counted["application", "channel", ""] = Decimal(0)
        context.dimension = "channel"
    elif is_aside(features, explicit, near, context):
        if "other" in (features.get("event"), features.get("object")):
            context.dimension = "other"
        if features.get("kind") == "dispute" and not context.disputes_of_disclosure:
            context.topic = Topic("other")
    elif _count(features, number, context):
        if features.get("sign") == "minus":
            number = number._replace(factor=-number.factor)
        telling = [w for w in near.words if _tells(w)]
        start = min([number.start, *(w.start for w in telling)])
        end = max([number.end, *(w.end for w in telling)])
        yield Bundle(features, number, start, end)


def _with_topic(explicit: dict[str, str], context: Context) -> dict[str, str]:
    """The features that a clause names, with the object that it leaves out."""
    features = dict(explicit)
    if "object" not in features and features.get("of") == "application":
        about = "application" if context.topic.object != "other" else "other"
        features["object"] = features["kind"] = about
    elif "object" not in features and context.topic.object:
        features["object"], features["kind"] = context.topic.object, context.topic.kind
    return features


def _supply(
    features: dict[str, str],
    explicit: dict[str, str],
    near: Near,
    following: Sequence[Clause],
    context: Context,
) -> None:
    """Add what a number leaves out besides its object."""
    supply_event(features, explicit, near, context)
    if "event" in explicit or "who" in explicit:
        features["explicit"] = "yes"
    if features.get("event") in _TAKEN and _includes_carried(following, context):
        context.with_carried = True
        features["with"] = "carried"
    elif "who" in features and context.with_carried:
        features["with"] = "carried"
    elif features.get("event") == "handled" and _tells_done(following):
        features["with"] = "done"


def _count(features: dict[str, str], number: Number, context: Context) -> bool:
    """Note what is counted; False if it is a part of what was counted before.

    Of two numbers of the same, each may be of a part, unless one is their sum.
    """
    key = key_of(features)
    before, value = context.counted.get(key), number.value or Decimal(0)
    context.counted.setdefault(key, value)
    if before is not None and (before != value or _dimension(features)):
        if context.in_parts and before != value:
            return False
        context.ambiguous.add(key)
    context.segment_counted = True
    if "sum" in features:
        context.parts_of_other = False
    event = "part" if "who" in features else features["event"]
    context.last = Topic(features["object"], features.get("kind", ""), event)
    context.dimension = _dimension(features) or context.dimension
    return True


def _includes_carried(following: Sequence[Clause], context: Context) -> bool:
    """Whether what follows a number says that it includes what was carried over."""
    while following and not following[0].numbers and not following[0].has("include"):
        following = following[1:]
    first = next(iter(following), None)
    if first is None or first.mark not in "(," or not first.numbers or not first.has("include"):
        return False
    events = {
        resolve(clause, clause.words, clause.end, context).get("event") for clause in following
    }
    nested = resolve(first, first.words, first.end, context).get("event")
    return nested == "carried_in" or (nested in ("new", "received") and "carried_in" in events)


def _tells_done(following: Sequence[Clause]) -> bool:
    """Whether what was done of what was handled is told behind it."""
    return any(
        clause.numbers and any(word.features.get("event") == "done" for word in clause.words)
        for clause in following
    )


def _dimension(features: dict[str, str]) -> str:
    """The feature by which numbers are parted where this one is."""
    event = features.get("event", "")
    if "who" in features:
        return "who"
    if features.get("kind") == "dispute" and event != "total":
        return "dispute"
    if features.get("kind") == "application" and event not in (*_TAKEN, *CARRIED, "done"):
        return "outcome"
    return ""


def _tells(word: Word) -> bool:
    """Whether a word says what a number counts."""
    features = word.features
    named = bool({"object", "event", "who"} & features.keys())
    return named or features.get("time") in ("last", "next")
