"""Numbers that are none of the tables, though words of ours stand beside them."""

from validator.recognition.prose.bundle import CARRIED, Context
from validator.recognition.prose.features import MONEY
from validator.recognition.prose.numbers import Near

# What is not there, or counted for each of several.
_NEVER = {"none", "each"}


def is_by_channel(features: dict[str, str], explicit: dict[str, str]) -> bool:
    """Whether a number tells in which way applications came, which no table does."""
    is_part = "weak" in features or "object" not in explicit or "event" not in explicit
    taken = features.get("event", "received") in ("received", "new", "handled", "done")
    return "channel" in features and features.get("kind") == "application" and taken and is_part


def is_aside(
    features: dict[str, str], explicit: dict[str, str], near: Near, context: Context
) -> bool:
    """Whether a number is none of the tables: a plan, a comparison, a count of other things."""
    about, event = features.get("object", ""), features.get("event", "")
    kind = features.get("kind", "")
    if context.blocked or not about or about == "other":
        return True
    if context.parts_of_other and "sum" not in features:
        return True
    if not event or event == "other" or not _NEVER.isdisjoint(features):
        return True
    if event.startswith("items"):
        # Kinds of decisions, of which no part may be told.
        return "include" in features or not near.is_whole_known
    if "compare" in features:
        return True
    if "time" in features and event not in CARRIED:
        context.past = True
    if context.past and event not in CARRIED:
        return True
    listed = kind in ("application", "decision") and "sum" not in features
    if (
        context.dimension == "other"
        and listed
        and explicit.get("event", "decisions") == "decisions"
    ):
        # In a list of other things: 主动公开30件、依申请公开4件.
        context.parts_of_other = kind == "application"
        return True
    if "include" in features and "explicit" not in features and kind == "application":
        return True
    if features.get("who") == "everyone" and "event" not in explicit:
        return True
    carried = ("application", "carried_in", "") in context.counted
    if event == "done" and near.is_of_those_before and carried:
        # 新收10件中9件办结 leaves out what was carried over.
        return True
    if "rest" in features and event in ("done", "handled", "received", "new"):
        return True
    if "listed" in features and context.dimension != "outcome":
        return True
    # Numerals are read late: reading them takes longer than all else.
    value = near.number.value
    if value is None or (near.number.unit != MONEY and value != value.to_integral_value()):
        return True
    if "all" in features and event == "total" and value:
        return True
    # In a passage about applications, the body was not asked to reconsider, but complained of.
    complained = "passive" in features and context.of_applications
    return kind == "dispute" and not (context.disputes_of_disclosure or complained)
