"""What happened to what a number counts, where its clause does not say it."""

from validator.recognition.prose.bundle import Context
from validator.recognition.prose.numbers import Near
from validator.rulebase.lexicon import load_lexicon


def supply_event(
    features: dict[str, str], explicit: dict[str, str], near: Near, context: Context
) -> None:
    """Add the event of a number whose clause names none; `explicit` are the features it names."""
    kind, unit = features.get("kind", ""), near.number.unit
    named = "object" in explicit
    of_items = kind == "decision" and unit == load_lexicon().items
    if of_items and features.get("event") not in ("other", "decisions"):
        of_decisions = context.topic.event == "decisions" and "items" not in features
        features["event"] = "decisions" if of_decisions else _event_of_items(features)
        return
    if "event" in features:
        return
    if "sum" in features and not named and "who" not in explicit:
        features["event"] = _event_of_sum(features["sum"], context)
    elif "who" in features or (named and kind == "application"):
        # 同一申请人提交申请9件 says nothing of what came in.
        unclear = "weak" in features and not near.is_whole_known
        features["event"] = "other" if unclear else "received"
    elif kind == "dispute" and named:
        features["event"] = "total"
    elif kind == "decision" and named:
        published = unit == load_lexicon().posts or context.topic.event == "other"
        features["event"] = "other" if published else "decisions"
    elif kind == "document" and named and near.is_whole_known:
        features["event"] = context.topic.event or "other"
    elif kind == "amount":
        features["event"] = "total"


def _event_of_sum(sum_of: str, context: Context) -> str:
    """What a number sums up that names nothing: what was counted before it."""
    events = context.events_counted()
    if {"received", "new"} & events and "carried_in" in events:
        return "received_and_carried"
    if sum_of == "some":
        return "other"
    by_parts = {"channel": "received", "who": "received", "outcome": "done"}
    return by_parts.get(context.dimension, "other")


def _event_of_items(features: dict[str, str]) -> str:
    """What is said of kinds of licences, penalties and so on (format 2019)."""
    if "sign" in features:
        return "items_change"
    if "compare" in features:
        return "other"
    return "items_last_year" if features.get("time") == "last" else "items"
