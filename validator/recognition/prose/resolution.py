"""The features of words near a number: which object and which event count among several."""

from collections.abc import Sequence

from validator.recognition.prose.bundle import Context
from validator.recognition.prose.features import Clause, Word
from validator.rulebase.lexicon import load_lexicon

_KEPT = (
    "who",
    "channel",
    "compare",
    "sign",
    "rest",
    "include",
    "sum",
    "all",
    "bare",
    "several",
    "items",
    "each",
    "listed",
    "passive",
)
_RECEIVED = ("received", "new")


def resolve(
    clause: Clause, words: Sequence[Word], at: int, context: Context, number_end: int = -1
) -> dict[str, str]:
    """The features of words near a place in the text, with the object that counts among several.

    `number_end` is where the number there ends, if there is one.
    """
    features: dict[str, str] = {}
    chosen = _object(clause, words, at, context, number_end, features)
    kind = features.get("kind") or ("" if "object" in features else context.topic.kind)
    for word in words:
        for key in _KEPT:
            if key in word.features:
                features.setdefault(key, word.features[key])
        if word.features.get("time") in ("last", "next", "other"):
            features["time"] = word.features["time"]
    strong = chosen is not None and "strong" in chosen.features
    if features.get("who") == "citizen":
        if strong:
            # 公民政府信息公开申请 are all.
            del features["who"]
        else:
            features["who"] = "natural_person"
    applicants = {w.features["who"] for w in words if "who" in w.features}
    if len(applicants) > 1:
        features["who"] = "everyone" if strong else "several"
    if "who" in features and _is_subject(words):
        del features["who"]
    event = _event(words, kind, "several" in features)
    if event is not None:
        if any("none" in w.features and w.end == event.start for w in words):
            features["none"] = "yes"
        features |= _named_event(event, kind, features.get("time", ""), "rest" in features, context)
        if features["event"] == "handled" and strong and chosen and chosen.end <= event.start:
            features["event"] = "received"
    return features


def _named_event(
    word: Word, kind: str, time: str, is_rest: bool, context: Context
) -> dict[str, str]:
    """The event of a word, by what is spoken of and when."""
    name = word.features["event"]
    if kind == "dispute":
        name = word.features.get("in_dispute", name)
    if name == "handled" and time == "next":
        name = "carried_out"
    elif name == "carried":
        of_time = {"last": "carried_in", "next": "carried_out"}
        name = of_time.get(time, "carried_out" if is_rest else "other")
    elif name == "open":
        name = "carried_in" if time == "last" else "carried_out"
    elif name == "others":
        return _others(context)
    if "of" in word.features and kind != "dispute":
        return {"event": name, "of": word.features["of"]}
    return {"event": name}


def _others(context: Context) -> dict[str, str]:
    """What 其他 counts, by what was counted before it."""
    if context.dimension == "who":
        return {"event": "received", "who": "other"}
    if context.dimension == "dispute":
        return {"event": "other_result"}
    # Beside 公开 alone, 其他 may be all else.
    refused = ("denied", "unavailable", "rejected")
    listed = any(event.startswith(refused) for event in context.events_counted())
    return {"event": "other_handling" if listed and context.dimension == "outcome" else "other"}


def _object(
    clause: Clause,
    words: Sequence[Word],
    at: int,
    context: Context,
    number_end: int,
    features: dict[str, str],
) -> Word | None:
    """The word whose object counts: the last before a place, or the first; sets its features."""
    objects = [w for w in words if "object" in w.features]
    if not objects:
        return None
    before = [w for w in objects if w.end <= at]
    chosen = before[-1] if before else objects[0]
    for word in objects:
        if "fee" in word.features:
            # What is paid for an application is no number of applications.
            chosen = word
    name, kind = chosen.features["object"], chosen.features.get("kind", "")
    pair = [w.features["object"] for w in before[-2:]]
    if set(pair) == {"reconsideration", "litigation"}:
        name = "disputes"
    elif name == "litigation" and len(pair) > 1 and pair[0].startswith("litigation_"):
        name = pair[0]
    elif name == "weak":
        name = kind = "application" if _is_bare(clause, chosen, words, number_end) else "other"
        features["weak"] = "yes"
    elif name == "document":
        counted = any(about in ("normative", "regulation") for about, _, _ in context.counted)
        name = "normative" if counted else "other"
        kind = "document" if name == "normative" else ""
    if kind in ("dispute", "decision", "document") and not _is_unmodified(clause, chosen):
        name, kind = "other", ""
    features["object"] = name
    if kind:
        features["kind"] = kind
    return chosen


def _is_bare(clause: Clause, weak: Word, words: Sequence[Word], number_end: int) -> bool:
    """Whether 申请 stands without a modifier that makes it an application for something else."""
    before = clause.text[clause.start : weak.start]
    if not before or number_end == weak.start:
        return True
    beside = next((w for w in words if w.end == weak.start), None)
    if beside is not None:
        return beside.features.get("object") != "other"
    return any(end == weak.start for _, end in clause.spans)


def _is_unmodified(clause: Clause, chosen: Word) -> bool:
    """Whether no unknown word makes an object a kind of its own, as 土地征收类行政诉讼."""
    at = chosen.start - 1
    return (
        at < clause.start or clause.text[at] in load_lexicon().bodies or clause.is_known(at, at + 1)
    )


def _event(words: Sequence[Word], kind: str, several: bool) -> Word | None:
    """The word whose event counts; of disputes, the last result; None if it is not clear."""
    events = [w for w in words if "event" in w.features]
    if kind == "dispute":
        results = [w for w in events if w.features.get("of") == "dispute" or _is_result(w)]
        # How a case was closed says more than that it was.
        results = [w for w in results if w.features["event"] != "decided"] or results
        results = results or [w for w in events if "in_dispute" in w.features]
        results = results or [w for w in events if w.features["event"] in ("other", "others")]
        return results[-1] if results else None
    others = [w for w in events if w.features["event"] == "other"]
    if others:
        return others[0]
    if several:
        events = [w for w in events if "of" not in w.features] or events
    return min(events, key=lambda word: word.rank, default=None)


def _is_subject(words: Sequence[Word]) -> bool:
    """Whether who is named is the body that receives: 集团公司受理申请3件."""
    who = next(w for w in words if "who" in w.features)
    return any(w.features.get("event") in _RECEIVED and who.end <= w.start for w in words)


def _is_result(word: Word) -> bool:
    return word.features.get("in_dispute") in ("other_result", "corrected")


def is_ambiguous(words: Sequence[Word]) -> bool:
    """Whether a number is said to count several things: what was received and done, or a list."""
    events = {w.features["event"] for w in words if "event" in w.features}
    if not events.isdisjoint(_RECEIVED) and "done" in events:
        return True
    decisions = {w.features["object"] for w in words if w.features.get("kind") == "decision"}
    listed = {w.features["event"] for w in words if "part_of" in w.features}
    return len(decisions) > 1 or len(listed) > 1
