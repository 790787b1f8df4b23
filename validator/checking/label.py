"""Rules of kind `label`: how headings, rows and columns must be worded.

A print deviates as `variant` where the format tolerates the wording, as `other` where it
does not. A rule speaks of one of the two, so that each has its own severity.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from validator.checking.context import Context, Outcome
from validator.model.finding import Location, State
from validator.model.format import Label
from validator.model.report import PrintedLabel, Section
from validator.model.rule import Rule
from validator.recognition.alignment import NOT_FOUND
from validator.recognition.wording import key, words

Deviation = Literal["same", "variant", "other"]


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every printed label that the rule speaks of."""
    found = False
    for outcome in _SUBJECTS[rule.demand["subject"]](rule, context):
        found = True
        yield outcome
    if not found:
        yield State.NOT_APPLICABLE


def _section_headings(rule: Rule, context: Context) -> Iterator[Outcome]:
    for section in context.report.sections:
        official = context.official.section(section.id)
        printed = key(section.heading)
        deviation: Deviation = "same"
        if printed != key(official.heading):
            known = {_bare(text, context, rule) for text in (official.heading, *official.aliases)}
            deviation = "variant" if _bare(section.heading, context, rule) in known else "other"
        if deviation != rule.demand["deviation"]:
            yield State.PASSED
            continue
        yield _fail_section(rule, context, section)


def _bare(heading: str, context: Context, rule: Rule) -> str:
    """A heading without the words that the rule lets come and go."""
    bare = key(heading)
    for filler in rule.demand.get("fillers", ()):
        bare = bare.replace(words(filler), "")
    return bare


def _section_numbers(rule: Rule, context: Context) -> Iterator[Outcome]:
    for section in context.report.sections:
        official = context.official.section(section.id)
        # A heading numbered by the word processor may come without its number.
        if section.number in ("", official.number):
            yield State.PASSED
            continue
        yield _fail_section(rule, context, section)


def _fail_section(rule: Rule, context: Context, section: Section) -> Outcome:
    official = context.official.section(section.id)
    return context.finding(
        rule,
        context.section_at(section),
        [Location(place=section.place, section=section.id, text=section.heading)],
        {"printed": section.heading, "official": f"{official.number}、{official.heading}"},
        identity=section.id,
    )


def _rows(rule: Rule, context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for printed in _printed(context, table.id, "row"):
            if printed.id:
                official = table.row_label(printed.id)
                yield _compare(rule, context, printed, official)


def _columns(rule: Rule, context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for printed in _printed(context, table.id, "column"):
            columns = {column.id: column for column in table.blocks[printed.block].columns}
            if printed.id:
                yield _compare(rule, context, printed, columns[printed.id])


def _captions(rule: Rule, context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for role in ("caption", "corner"):
            official = {text for block in table.blocks if (text := getattr(block, role))}
            for printed in _printed(context, table.id, role):
                if not printed.sure or words(printed.text) in {words(text) for text in official}:
                    yield State.PASSED
                else:
                    nearest = context.listed(sorted(official))
                    yield _fail(rule, context, printed, nearest)


def _extra_rows(rule: Rule, context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for printed in _printed(context, table.id, "row"):
            yield State.PASSED if printed.id else _fail(rule, context, printed, "")


def _extra_columns(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Columns of no name that the format knows, where all that it does know are there."""
    for table in context.official.tables:
        printed = [label for label in _printed(context, table.id, "column") if label.sure]
        for number, block in enumerate(table.blocks):
            own = [label for label in printed if label.block == number]
            if {label.id for label in block.columns} <= {label.id for label in own}:
                for label in own:
                    yield State.PASSED if label.id else _fail(rule, context, label, "")


def _printed(context: Context, table: str, role: str) -> Iterator[PrintedLabel]:
    return (lb for lb in context.report.labels if lb.table == table and lb.role == role)


def _deviation(printed: PrintedLabel, official: Label) -> Deviation:
    if not printed.sure:
        return "other" if NOT_FOUND in printed.text else "same"
    if key(printed.text) == key(official.label):
        return "same"
    return "variant" if key(printed.text) in map(key, official.aliases) else "other"


def _compare(rule: Rule, context: Context, printed: PrintedLabel, official: Label) -> Outcome:
    if _deviation(printed, official) != rule.demand["deviation"]:
        return State.PASSED
    return _fail(rule, context, printed, official.label)


def _fail(rule: Rule, context: Context, printed: PrintedLabel, official: str) -> Outcome:
    text = printed.text.replace(" ", "")
    table = context.table_name(printed.table)
    name = {"row": "place.row", "column": "place.column"}.get(printed.role, "place.caption")
    where = context.catalogue.say(name, table=table, row=text, column=text, caption=text)
    spot = Location(place=printed.place, text=printed.text)
    return context.finding(
        rule,
        context.at(printed.place, where),
        [spot],
        {"printed": printed.text, "official": official, "table": table},
        identity=f"{printed.table}.{printed.role}.{printed.id or words(printed.text)}",
        table=printed.table,
    )


_SUBJECTS: dict[str, Callable[[Rule, Context], Iterator[Outcome]]] = {
    "section_headings": _section_headings,
    "section_numbers": _section_numbers,
    "rows": _rows,
    "columns": _columns,
    "captions": _captions,
    "extra_rows": _extra_rows,
    "extra_columns": _extra_columns,
}
