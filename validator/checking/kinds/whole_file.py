"""What a file should be as a whole: one report, in Simplified characters, with nothing hidden."""

import re
from collections.abc import Iterator

from validator.checking.context import Context, Outcome
from validator.model.demand import PresentDemand
from validator.model.finding import Location, State
from validator.model.message import Value, phrase
from validator.model.rule import Rule

# Of hidden texts at most so many are located, and so many characters quoted.
_MAX_HIDDEN = 20
_MAX_QUOTED = 20


def check_single(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    """Check that a document holds one report only: further ones in it are not checked."""
    others = context.report.other_titles
    further = context.report.source.documents - 1
    if not others and not further:
        yield State.PASSED
        return
    locations = [Location(place=other.place, text=other.text) for other in others] or [Location()]
    where = context.at(locations[0].place, phrase("place.title"))
    title = others[0].text if others else phrase("note.further_documents")
    values: dict[str, Value] = {"title": title, "count": len(others) + further}
    yield context.finding(rule, where, locations, values, identity="others")


def check_nothing_hidden(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    """Check that the file holds no words or figures that no eye sees."""
    hidden = [passage for passage in context.report.hidden if re.search(r"\w", passage.text)]
    if not hidden:
        yield State.PASSED
        return
    locations = [Location(place=one.place, text=one.text) for one in hidden[:_MAX_HIDDEN]]
    where = context.at(hidden[0].place, phrase("place.hidden"))
    text = hidden[0].text
    shown = text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}…"
    values: dict[str, Value] = {"text": shown, "count": len(hidden)}
    yield context.finding(rule, where, locations, values, identity="hidden")


def check_simplified(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    """Check that the document is in Simplified characters."""
    report = context.report
    if not report.traditional:
        yield State.PASSED
        return
    place = report.title.place if report.title else None
    where = context.at(place, phrase("place.whole"))
    yield context.finding(rule, where, [Location(place=place)], {}, identity="traditional")
