"""Rules of kind `label`: how headings, rows and columns must be worded.

A printed label deviates as `variant` if the format tolerates the wording, otherwise as `other`.
A rule covers one of the two, so that each has its own severity.
"""

from collections.abc import Iterator

from validator.checking.context import Context, Outcome
from validator.checking.kinds import section_labels
from validator.checking.kinds.section_labels import Deviation
from validator.checking.kinds.subjects import Subject, or_not_applicable
from validator.model.demand import LabelDemand
from validator.model.finding import Location, State
from validator.model.format import Label
from validator.model.message import Value, listed, phrase
from validator.model.report import PrintedLabel
from validator.model.rule import Rule
from validator.recognition.tables.run_matching import NOT_FOUND
from validator.rulebase.normal_form import key, strip_punctuation


def check(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    """Check every printed label that the rule applies to."""
    yield from or_not_applicable(SUBJECTS[rule.demand.subject].check(rule, context))


def _check_rows(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for printed in _printed_labels(context, table.id, "row"):
            if printed.id:
                official = table.row_label(printed.id)
                yield _compare(rule, context, printed, official)


def _check_columns(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for printed in _printed_labels(context, table.id, "column"):
            columns = {column.id: column for column in table.blocks[printed.block].columns}
            if printed.id:
                yield _compare(rule, context, printed, columns[printed.id])


def _check_captions(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for role in ("caption", "corner"):
            official = {text for block in table.blocks if (text := getattr(block, role))}
            for printed in _printed_labels(context, table.id, role):
                if not printed.reliable or strip_punctuation(printed.text) in {
                    strip_punctuation(text) for text in official
                }:
                    yield State.PASSED
                else:
                    nearest = listed(sorted(official))
                    yield _fail(rule, context, printed, nearest)


def _check_extra_rows(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        for printed in _printed_labels(context, table.id, "row"):
            yield State.PASSED if printed.id else _fail(rule, context, printed, "")


def _check_extra_columns(rule: Rule[LabelDemand], context: Context) -> Iterator[Outcome]:
    """Check for columns unknown to the format, in blocks where all its own columns are present."""
    for table in context.official.tables:
        printed = [
            label for label in _printed_labels(context, table.id, "column") if label.reliable
        ]
        for number, block in enumerate(table.blocks):
            block_labels = [label for label in printed if label.block == number]
            if {label.id for label in block.columns} <= {label.id for label in block_labels}:
                for label in block_labels:
                    yield State.PASSED if label.id else _fail(rule, context, label, "")


def _printed_labels(context: Context, table: str, role: str) -> Iterator[PrintedLabel]:
    return (lb for lb in context.report.labels if lb.table == table and lb.role == role)


def _deviation(printed: PrintedLabel, official: Label) -> Deviation:
    if not printed.reliable:
        return "other" if NOT_FOUND in printed.text else "same"
    if key(printed.text) == key(official.label) or _is_with_those_above(printed, official):
        return "same"
    return "variant" if key(printed.text) in map(key, official.aliases) else "other"


def _is_with_those_above(printed: PrintedLabel, official: Label) -> bool:
    """Whether a label is printed with those of its groups, whatever is between them."""
    bare = strip_punctuation(key(printed.text))
    above = ("".join(official.path[-count:]) for count in range(1, len(official.path) + 1))
    return any(bare == strip_punctuation(key(part + official.label)) for part in above)


def _compare(
    rule: Rule[LabelDemand], context: Context, printed: PrintedLabel, official: Label
) -> Outcome:
    if _deviation(printed, official) != rule.demand.deviation:
        return State.PASSED
    return _fail(rule, context, printed, official.label)


def _fail(
    rule: Rule[LabelDemand], context: Context, printed: PrintedLabel, official: Value
) -> Outcome:
    text = printed.text.replace(" ", "")
    table = context.table_name(printed.table)
    name = {"row": "place.row", "column": "place.column"}.get(printed.role, "place.caption")
    where = phrase(name, table=table, row=text, column=text, caption=text)
    location = Location(place=printed.place, text=printed.text)
    return context.finding(
        rule,
        context.at(printed.place, where),
        [location],
        {"printed": printed.text, "official": official, "table": table},
        identity=f"{printed.table}.{printed.role}.{printed.id or strip_punctuation(printed.text)}",
        table=printed.table,
    )


SUBJECTS: dict[str, Subject] = {
    **section_labels.SUBJECTS,
    "rows": Subject(_check_rows, of_tables=True, needs=("deviation",)),
    "columns": Subject(_check_columns, of_tables=True, needs=("deviation",)),
    "captions": Subject(_check_captions, of_tables=True),
    "extra_rows": Subject(_check_extra_rows, of_tables=True),
    "extra_columns": Subject(_check_extra_columns, of_tables=True),
}
