"""Subjects of kind `label` about sections: their headings and numbers, and those of aspects."""

from collections.abc import Iterator
from typing import Literal

from validator.checking.context import Context, Outcome
from validator.checking.kinds.subjects import Subject
from validator.model.demand import LabelDemand
from validator.model.enumeration import read_enumerator, value
from validator.model.finding import Location, State
from validator.model.message import Value
from validator.model.report import Section
from validator.model.rule import Rule
from validator.recognition.prose.sentences import plain_passage, split_paragraphs
from validator.rulebase.normal_form import key, plain, strip_punctuation

Deviation = Literal["same", "variant", "other"]


def _check_headings(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    for section in context.report.sections:
        if _deviation(section, context, rule.demand.fillers) == rule.demand.deviation:
            yield _fail(rule, context, [section])
        else:
            yield State.PASSED


def _deviation(section: Section, context: Context, fillers: tuple[str, ...]) -> Deviation:
    official = context.official.section(section.id)
    if key(section.heading) == key(official.heading):
        return "same"
    accepted = {_strip(text, fillers) for text in (official.heading, *official.aliases)}
    return "variant" if _strip(section.heading, fillers) in accepted else "other"


def _strip(heading: str, fillers: tuple[str, ...]) -> str:
    """A heading without its number and the words that a rule treats as optional."""
    bare = key(heading)
    for filler in fillers:
        bare = bare.replace(strip_punctuation(filler), "")
    return bare


def _check_numbers(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    """Check the numbers; of sections whose numbers are off by as much, the first is the cause.

    If a section before it is missing or has the heading of another matter, that is the cause, and
    other rules report it.
    """
    order = [section.id for section in context.official.sections]
    shifted: list[Section] = []
    last_shift, last_place, explained = 0, -1, False
    for section in context.report.sections:
        # A heading numbered automatically by the word processor may be read without its number.
        if not section.number:
            yield State.PASSED
            continue
        place = order.index(section.id)
        shift = value(section.number) - value(context.official.section(section.id).number)
        if shift != last_shift:
            if shifted:
                yield _fail(rule, context, shifted)
                shifted = []
            missing = max(0, place - last_place - 1)
            explained = shift == last_shift - missing or explained
        if shift and not explained:
            shifted.append(section)
        else:
            yield State.PASSED
        last_shift, last_place = shift, place
        explained = (explained and shift != 0) or _deviation(
            section, context, rule.demand.fillers
        ) == "other"
    if shifted:
        yield _fail(rule, context, shifted)


def _check_numbering(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    """Check that sections are numbered in the official way, as 一、; headings may lack a number."""
    others = [
        section
        for section in context.report.sections
        if (enumerator := read_enumerator(plain(section.heading))) and enumerator.style != "numeral"
    ]
    yield _fail(rule, context, others) if others else State.PASSED


def _fail(rule: Rule[LabelDemand], context: Context, sections: list[Section]) -> Outcome:
    section = sections[0]
    official = context.official.section(section.id)
    return context.finding(
        rule,
        context.section_at(section),
        [Location(place=s.place, section=s.id, text=s.heading) for s in sections],
        {
            "printed": section.heading,
            "official": f"{official.number}、{official.heading}",
            "count": len(sections),
        },
        identity=section.id,
    )


def _check_aspects(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    """Check for headings of aspects that lack a character or have two of them swapped."""
    for official in context.official.sections:
        section = context.report.section(official.id)
        if section is None or not official.aspects:
            continue
        misprints = {m: a for a in official.aspects for m in _misprints(a)}
        for paragraph in split_paragraphs(plain_passage(section.body)):
            enumerator = read_enumerator(paragraph.text)
            if enumerator is None:
                continue
            heading = enumerator.rest.partition("。")[0].partition(":")[0]
            core = _strip(heading, rule.demand.fillers)
            if core not in misprints or core in rule.demand.tolerated:
                yield State.PASSED
                continue
            place = paragraph.place(0)
            end = len(paragraph.text) - len(enumerator.rest) + len(heading)
            printed = paragraph.printed(0, end)
            values: dict[str, Value] = {"printed": printed, "official": misprints[core]}
            where = context.in_section(official.id, place)
            location = Location(place=place, section=official.id, text=printed)
            yield context.finding(rule, where, [location], values, identity=misprints[core])


def _misprints(name: str) -> Iterator[str]:
    for n in range(len(name)):
        yield name[:n] + name[n + 1 :]
        swapped = name[:n] + name[n : n + 2][::-1] + name[n + 2 :]
        if swapped != name:
            yield swapped


SUBJECTS: dict[str, Subject] = {
    "section_headings": Subject(_check_headings, needs=("deviation",)),
    "section_numbers": Subject(_check_numbers),
    "section_numbering": Subject(_check_numbering),
    "aspect_headings": Subject(_check_aspects),
}
