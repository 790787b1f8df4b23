"""Subject `listed_parts`: how a report says it is made up, against the sections that follow."""

import re
from collections.abc import Iterator
from re import Match

from validator.checking.context import Context, Outcome
from validator.checking.kinds.subjects import or_not_applicable
from validator.model.demand import PresentDemand
from validator.model.enumeration import value
from validator.model.finding import Location, State
from validator.model.message import Value, listed, phrase
from validator.model.rule import Rule
from validator.recognition.prose.sentences import PlainText, join_paragraphs, plain_passage
from validator.rulebase.patterns import compile_pattern, search

# Minimum number of sections named for a statement to be a list of them.
_MIN_LISTED = 3
_SENTENCE_END = re.compile("[。!?]")


def check(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    """Compare the number and the names of parts that a report says it has with its sections."""
    yield from or_not_applicable(
        _compare(rule, context, text, match, name)
        for name in rule.demand.places
        for text, match in _statements(rule, context, name)
    )


def _statements(
    rule: Rule[PresentDemand], context: Context, name: str
) -> Iterator[tuple[PlainText, Match[str]]]:
    section = context.report.section(name)
    passage = context.report.introduction if name == "introduction" else section and section.body
    if passage is None:
        return
    text = join_paragraphs(plain_passage(passage))
    for match in compile_pattern(rule.demand.statement).finditer(text.text):
        yield text, match


def _compare(
    rule: Rule[PresentDemand], context: Context, text: PlainText, match: Match[str], name: str
) -> Outcome:
    start = match.start()
    count = value(match["count"] or "")
    sections = context.report.sections
    sentence = _SENTENCE_END.split(text.text[start:], maxsplit=1)[0]
    listed_ids = {
        part.id
        for part in rule.demand.phrases
        if any(search(pattern, sentence) for pattern in part.any_of)
    }
    is_list = len(listed_ids) >= _MIN_LISTED
    left_out = [
        context.official.section(section.id).heading
        for section in sections
        if is_list and section.id not in listed_ids
    ]
    # More parts than sections may be annexes.
    if not left_out and not 0 < count < len(sections):
        return State.PASSED
    place, end = text.place(start), start + len(sentence)
    contrary = (
        phrase("parts.left_out", sections=listed(left_out))
        if left_out
        else phrase("parts.count", count=len(sections))
    )
    values: dict[str, Value] = {"text": text.printed(start, end), "contrary": contrary}
    location = Location(place=place, section=name, text=text.printed(start, end))
    where = context.in_section(name, place)
    return context.finding(rule, where, [location], values, identity=name, of_absence=True)
