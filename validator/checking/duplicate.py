"""Rules of kind `duplicate`: text that stands twice."""

from collections.abc import Iterator
from typing import NamedTuple

from validator.checking.context import Context, Outcome
from validator.model.finding import Location, State
from validator.model.rule import Rule
from validator.recognition.prose import Plain, paragraphs, plain_passage, sentences
from validator.recognition.wording import words

_QUOTED = 30


class _Stretch(NamedTuple):
    """A paragraph or a sentence: what it is compared by, its section, its text."""

    key: str
    section: str
    text: Plain


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every stretch of text that may stand twice, as the rule's unit says."""
    if rule.demand["unit"] == "copy":
        yield from _copied(rule, context)
        return
    if rule.demand["unit"] == "section":
        yield from _unchanged(rule, context)
        return
    repeated: set[str] = set()
    if rule.demand["unit"] == "sentence":
        # A paragraph that stands twice is said once, not sentence by sentence.
        for group in _repeated(_stretches(context, "paragraph", rule.demand["least"])):
            repeated.update(words(s.text) for s in sentences(group[0].text))
    stretches = _stretches(context, rule.demand["unit"], rule.demand["least"])
    groups = [g for g in _repeated(stretches) if g[0].key not in repeated]
    if not stretches:
        yield State.NOT_APPLICABLE
    elif not groups:
        yield State.PASSED
    for group in groups:
        first, second = group[0], group[1]
        printed = first.text.printed(0, len(first.text.text))
        quoted = printed if len(printed) <= _QUOTED else f"{printed[:_QUOTED]}…"
        spots = [Location(place=s.text.place(0), section=s.section, text=quoted) for s in group]
        values = {
            "text": quoted,
            "count": len(group),
            "first": context.in_section(first.section, spots[0].place),
            "second": context.in_section(second.section, spots[1].place),
        }
        where = context.in_section(second.section, spots[1].place)
        yield context.finding(rule, where, spots, values, identity=first.key)


def _copied(rule: Rule, context: Context) -> Iterator[Outcome]:
    """No other report may have so much of the text."""
    report, copies = context.report, context.linked.copies
    if copies is None:
        yield State.NOT_APPLICABLE
        return
    # The report of another body is of the same year, that of the same body of the year before;
    # whether a later one was copied from this is that one's matter.
    wanted = (report.year or 0) - (rule.demand["of"] == "last_year")
    found = [
        copy
        for copy in copies
        if copy.year == wanted
        and copy.share >= rule.demand["share"]
        and copy.signs >= rule.demand["least"]
    ]
    if not found:
        yield State.PASSED
    for copy in found:
        spots = []
        for pair in copy.pairs:
            spots.append(Location(pair.place, section=pair.section, text=pair.text))
            twin = Location(pair.other_place, section=pair.other_section, text=pair.other_text)
            spots.append(twin._replace(document=copy.document))
        first = copy.pairs[0]
        values = {
            "share": round(100 * copy.share),
            "other": copy.issuer,
            "other_year": copy.year,
            "document": copy.document,
            "count": len(copy.pairs),
            "text": first.text if len(first.text) <= _QUOTED else f"{first.text[:_QUOTED]}…",
        }
        where = context.in_section(first.section, first.place)
        identity = f"{copy.issuer}|{copy.year}"
        yield context.finding(rule, where, spots, values, identity=identity)


def _unchanged(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Sections must not be what they were last year."""
    if context.previous is None or not context.same_series():
        yield State.NOT_APPLICABLE
        return
    for name in rule.demand["in"]:
        own, earlier = context.report.section(name), context.previous.section(name)
        key = words(own.text) if own else ""
        if own is None or earlier is None or len(key) < rule.demand["least"]:
            yield State.NOT_APPLICABLE
        elif key != words(earlier.text):
            yield State.PASSED
        else:
            spots = [
                Location(place=own.place, section=name, text=own.heading),
                Location(
                    place=earlier.place,
                    section=name,
                    text=earlier.heading,
                    document=context.previous.source.name,
                ),
            ]
            values = {"section": own.heading, "previous_year": context.previous.year}
            yield context.finding(rule, context.section_at(own), spots, values, identity=name)


def _stretches(context: Context, unit: str, least: int) -> list[_Stretch]:
    cut = paragraphs if unit == "paragraph" else sentences
    return [
        _Stretch(key, section, text)
        for section, passage in context.report.passages()
        for text in cut(plain_passage(passage))
        if len(key := words(text.text)) >= least
    ]


def _repeated(stretches: list[_Stretch]) -> list[list[_Stretch]]:
    groups: dict[str, list[_Stretch]] = {}
    for stretch in stretches:
        groups.setdefault(stretch.key, []).append(stretch)
    return [group for group in groups.values() if len(group) > 1]
