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
from validator.recognition.prose.headings import heading_words
from validator.recognition.prose.sentences import plain_passage, split_paragraphs
from validator.rulebase.normal_form import (
    LABEL_SIMILARITY,
    plain,
    similarity,
    strip_punctuation,
)

Deviation = Literal["same", "variant", "other"]


def _check_headings(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    for section in context.report.sections:
        if _deviation(section, context, rule.demand.fillers) == rule.demand.deviation:
            yield _fail(rule, context, [section])
        else:
            yield State.PASSED


def _deviation(section: Section, context: Context, fillers: tuple[str, ...]) -> Deviation:
    official = context.official.section(section.id)
    if heading_words(section.heading) == heading_words(official.heading):
        return "same"
    accepted = {_strip(text, fillers) for text in (official.heading, *official.aliases)}
    return "variant" if _strip(section.heading, fillers) in accepted else "other"


def _strip(heading: str, fillers: tuple[str, ...]) -> str:
    """A heading without its number and the words that a rule treats as optional."""
    bare = heading_words(heading)
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
        explained = (explained and shift != 0) or _is_of_other_matter(section, context)
    if shifted:
        yield _fail(rule, context, shifted)


def _is_of_other_matter(section: Section, context: Context) -> bool:
    official = context.official.section(section.id)
    return (
        similarity(heading_words(section.heading), heading_words(official.heading))
        < LABEL_SIMILARITY
    )


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
            "number": official.number,
        },
        identity=section.id,
    )


def _check_aspects(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    """Check for headings of aspects with a character too few or wrong, or two of them swapped."""
    for official in context.official.sections:
        section = context.report.section(official.id)
        if section is None or not official.aspects:
            continue
        for paragraph in split_paragraphs(plain_passage(section.body)):
            enumerator = read_enumerator(paragraph.text)
            if enumerator is None:
                continue
            heading = enumerator.rest.partition("。")[0].partition(":")[0]
            core = _strip(heading, rule.demand.fillers)
            aspect = next((a for a in official.aspects if _is_misprint(core, a)), "")
            if not aspect or core in rule.demand.tolerated:
                yield State.PASSED
                continue
            place = paragraph.place(0)
            end = len(paragraph.text) - len(enumerator.rest) + len(heading)
            printed = paragraph.printed(0, end)
            values: dict[str, Value] = {"printed": printed, "official": aspect}
            where = context.in_section(official.id, place)
            location = Location(place=place, section=official.id, text=printed)
            yield context.finding(rule, where, [location], values, identity=aspect)


def _is_misprint(printed: str, name: str) -> bool:
    """Whether a text is a name with one character left out or wrong, or two swapped."""
    if len(printed) == len(name):
        wrong = [at for at, char in enumerate(name) if printed[at] != char]
        swapped = len(wrong) == 2 and [printed[at] for at in wrong] == [
            name[wrong[1]],
            name[wrong[0]],
        ]
        return len(wrong) == 1 or swapped
    return any(printed == name[:at] + name[at + 1 :] for at in range(len(name)))


SUBJECTS: dict[str, Subject] = {
    "section_headings": Subject(_check_headings, needs=("deviation",)),
    "section_numbers": Subject(_check_numbers),
    "section_numbering": Subject(_check_numbering),
    "aspect_headings": Subject(_check_aspects),
}
