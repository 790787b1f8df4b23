"""Rules of kind `duplicate`: text that occurs more than once."""

from collections.abc import Iterator
from typing import NamedTuple

from validator.checking.context import Context, Outcome
from validator.model.demand import DuplicateDemand
from validator.model.finding import Location, State
from validator.model.message import Value
from validator.model.rule import Rule
from validator.recognition.prose.sentences import (
    PlainText,
    plain_passage,
    split_paragraphs,
    split_sentences,
)
from validator.rulebase.normal_form import strip_punctuation

_MAX_QUOTE = 30


class _TextUnit(NamedTuple):
    """A paragraph or sentence: the key that it is compared by, its section, its text."""

    key: str
    section: str
    text: PlainText


def check(rule: Rule[DuplicateDemand], context: Context) -> Iterator[Outcome]:
    """Check for repeated text, by the rule's unit: sentence, paragraph, section or copy."""
    if rule.demand.unit == "copy":
        yield from _check_copies(rule, context)
        return
    if rule.demand.unit == "section":
        yield from _check_unchanged(rule, context)
        return
    repeated: set[str] = set()
    if rule.demand.unit == "sentence":
        # A repeated paragraph is reported once, not sentence by sentence.
        for group in _repeated_groups(_text_units(context, "paragraph", rule.demand.least)):
            repeated.update(strip_punctuation(s.text) for s in split_sentences(group[0].text))
    units = _text_units(context, rule.demand.unit, rule.demand.least)
    groups = [g for g in _repeated_groups(units) if g[0].key not in repeated]
    if not units:
        yield State.NOT_APPLICABLE
    elif not groups:
        yield State.PASSED
    for group in groups:
        first, second = group[0], group[1]
        printed = first.text.printed(0, len(first.text.text))
        quoted = printed if len(printed) <= _MAX_QUOTE else f"{printed[:_MAX_QUOTE]}…"
        locations = [Location(place=s.text.place(0), section=s.section, text=quoted) for s in group]
        values: dict[str, Value] = {
            "text": quoted,
            "count": len(group),
            "first": context.in_section(first.section, locations[0].place),
            "second": context.in_section(second.section, locations[1].place),
        }
        where = context.in_section(second.section, locations[1].place)
        yield context.finding(rule, where, locations, values, identity=first.key)


def _check_copies(rule: Rule[DuplicateDemand], context: Context) -> Iterator[Outcome]:
    """Check that no other report shares too much of the text."""
    report, copies = context.report, context.related.copies
    if copies is None:
        yield State.NOT_APPLICABLE
        return
    # Reports of other bodies are of the same year, those of the same body of the year before.
    # Whether a later report was copied from this one is checked with the later one.
    year = (report.year or 0) - (rule.demand.of == "last_year")
    matches = [
        copy
        for copy in copies
        if copy.year == year
        and copy.share >= rule.demand.share
        and copy.characters >= rule.demand.least
    ]
    if not matches:
        yield State.PASSED
    for copy in matches:
        locations = []
        for pair in copy.pairs:
            locations.append(Location(pair.place, section=pair.section, text=pair.text))
            other_location = Location(
                pair.other_place, section=pair.other_section, text=pair.other_text
            )
            locations.append(other_location._replace(document=copy.document))
        first = copy.pairs[0]
        values: dict[str, Value] = {
            "share": round(100 * copy.share),
            "other": copy.issuer,
            "other_year": copy.year or 0,
            "document": copy.document,
            "count": len(copy.pairs),
            "text": first.text if len(first.text) <= _MAX_QUOTE else f"{first.text[:_MAX_QUOTE]}…",
        }
        where = context.in_section(first.section, first.place)
        identity = f"{copy.issuer}|{copy.year}"
        yield context.finding(rule, where, locations, values, identity=identity)


def _check_unchanged(rule: Rule[DuplicateDemand], context: Context) -> Iterator[Outcome]:
    """Check that sections differ from last year's."""
    if context.previous is None or not context.has_previous_year():
        yield State.NOT_APPLICABLE
        return
    for name in rule.demand.places:
        section, earlier = context.report.section(name), context.previous.section(name)
        key = strip_punctuation(section.text) if section else ""
        if section is None or earlier is None or len(key) < rule.demand.least:
            yield State.NOT_APPLICABLE
        elif key != strip_punctuation(earlier.text):
            yield State.PASSED
        else:
            locations = [
                Location(place=section.place, section=name, text=section.heading),
                Location(
                    place=earlier.place,
                    section=name,
                    text=earlier.heading,
                    document=context.previous.source.name,
                ),
            ]
            values: dict[str, Value] = {
                "section": section.heading,
                "previous_year": context.previous.year or 0,
            }
            yield context.finding(
                rule, context.section_at(section), locations, values, identity=name
            )


def _text_units(context: Context, unit: str, least: int) -> list[_TextUnit]:
    cut = split_paragraphs if unit == "paragraph" else split_sentences
    return [
        _TextUnit(key, section, text)
        for section, passage in context.report.passages()
        for text in cut(plain_passage(passage))
        if len(key := strip_punctuation(text.text)) >= least
    ]


def _repeated_groups(units: list[_TextUnit]) -> list[list[_TextUnit]]:
    groups: dict[str, list[_TextUnit]] = {}
    for unit in units:
        groups.setdefault(unit.key, []).append(unit)
    return [group for group in groups.values() if len(group) > 1]
