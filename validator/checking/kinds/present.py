"""Rules of kind `present`: what a report must have."""

from collections.abc import Iterator, Sequence

from validator.checking.context import Context, Outcome
from validator.checking.kinds import listed_parts, whole_file
from validator.checking.kinds.subjects import Subject
from validator.checking.unread import is_merged
from validator.model.demand import PresentDemand
from validator.model.finding import Location, State
from validator.model.message import Value, listed, phrase
from validator.model.place import Place
from validator.model.rule import Rule
from validator.rulebase.formats import prescribed
from validator.rulebase.normal_form import plain, strip_punctuation
from validator.rulebase.patterns import search

# If more than this share of a table's rows is missing, its layout was probably misread.
_MAX_MISSING_SHARE = 1 / 3


def check(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    """Check everything that the rule demands."""
    yield from SUBJECTS[rule.demand.subject].check(rule, context)


def _check_sections(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    previous_place: Place | None = None
    for official in context.official.sections:
        section = context.report.section(official.id)
        if section is not None:
            previous_place = section.place
            yield State.PASSED
            continue
        name = f"{official.number}、{official.heading}"
        where = phrase("place.section", heading=name)
        values: dict[str, Value] = {
            "section": name,
            "heading": official.heading,
            "number": official.number,
        }
        location = Location(place=previous_place, section=official.id)
        yield context.finding(
            rule, where, [location], values, identity=official.id, of_absence=True
        )


def _check_content(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    empty = {strip_punctuation(word) for word in rule.demand.empty_words}
    for name in rule.demand.sections:
        section = context.report.section(name)
        if section is None:
            yield State.NOT_APPLICABLE
        elif strip_punctuation(section.text) and strip_punctuation(section.text) not in empty:
            yield State.PASSED
        else:
            where = context.section_at(section)
            location = Location(place=section.place, section=name, text=section.text)
            values: dict[str, Value] = {"section": section.heading}
            yield context.finding(rule, where, [location], values, identity=name, of_absence=True)


def _check_tables(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        section = context.report.section(table.section)
        if table.id in context.report.tables:
            yield State.PASSED
            continue
        if section is None:
            yield State.NOT_APPLICABLE
            continue
        where = context.at(section.place, context.table_place(table.id))
        location = Location(place=section.place, section=table.section)
        if context.is_hardly_read(table.id):
            # It is told of among the gaps.
            yield State.UNDETERMINED
            continue
        if context.report.pictures:
            yield context.undetermined(rule, where, "picture", [location])
            continue
        values: dict[str, Value] = {
            "table": context.table_name(table.id),
            "title": table.title,
            "section": section.heading,
        }
        yield context.finding(
            rule, where, [location], values, identity=table.id, table=table.id, of_absence=True
        )


def _check_rows(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    facts = context.report.facts
    printed = {concept.rsplit(".", 1)[0] for concept in facts}
    for table in context.official.tables:
        if table.id not in context.report.tables:
            yield State.NOT_APPLICABLE
            continue
        merged = {
            member
            for group in table.groups
            if f"{table.id}.{group.label.id}" in printed
            for member in group.members
        }
        expected = [row.id for row in table.rows if row.id not in merged]
        missing = [row for row in expected if f"{table.id}.{row}" not in printed]
        yield from _report_missing_rows(rule, context, table.id, expected, missing)


def _check_columns(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    facts = context.report.facts
    for table in context.official.tables:
        if table.id not in context.report.tables:
            yield State.NOT_APPLICABLE
            continue
        for block in table.blocks:
            printed = {
                c.rsplit(".", 1)[1]
                for c in facts
                if c.startswith(f"{table.id}.") and table.block_of(c.split(".")[1]) is block
            }
            if not printed:
                yield State.NOT_APPLICABLE
                continue
            for column in block.columns:
                if column.id in printed:
                    yield State.PASSED
                    continue
                name = column.name
                where = context.at(
                    context.report.tables[table.id],
                    phrase("place.column", table=context.table_name(table.id), column=name),
                )
                location = Location(place=context.report.tables[table.id], section=table.section)
                values: dict[str, Value] = {"column": name, "table": context.table_name(table.id)}
                identity = f"{table.id}.{block.rows[0].id}.{column.id}"
                yield context.finding(
                    rule,
                    where,
                    [location],
                    values,
                    identity=identity,
                    table=table.id,
                    of_absence=True,
                )


def _report_missing_rows(
    rule: Rule[PresentDemand], context: Context, table: str, expected: list[str], missing: list[str]
) -> Iterator[Outcome]:
    place = context.report.tables[table]
    section = context.official.table(table).section
    yield from [State.PASSED] * (len(expected) - len(missing))
    if len(missing) > _MAX_MISSING_SHARE * len(expected):
        where = context.at(place, context.table_place(table))
        present_count = len(expected) - len(missing)
        location = Location(place=place, section=section)
        yield context.undetermined(
            rule, where, "layout", [location], found=present_count, expected=len(expected)
        )
        return
    for row in missing:
        name = context.row_name(table, row)
        what = context.row_of_table(table, row)
        location = Location(place=place, section=section)
        if is_merged(context, table, row):
            yield context.undetermined(rule, context.at(place, what), "merged", [location])
            continue
        values: dict[str, Value] = {
            "row": name,
            "label": context.official.table(table).row_label(row).label,
            "table": context.table_name(table),
        }
        identity = f"{table}.{row}"
        yield context.finding(
            rule,
            context.at(place, what),
            [location],
            values,
            identity=identity,
            table=table,
            of_absence=True,
        )


def _check_group_rows(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    facts = context.report.facts
    for table in context.official.tables:
        for group in table.groups:
            group_facts = [
                f for f in facts.values() if f.concept.startswith(f"{table.id}.{group.label.id}.")
            ]
            if not group_facts:
                yield State.PASSED if table.id in context.report.tables else State.NOT_APPLICABLE
                continue
            name = group.label.name
            what = context.row_of_table(table.id, group.label.id)
            rows = [context.row_name(table.id, member) for member in group.members]
            values: dict[str, Value] = {"row": name, "rows": listed(rows), "count": len(rows)}
            printed = next((lb for lb in context.report.labels if lb.id == group.label.id), None)
            place = printed.place if printed else group_facts[0].place
            location = Location(place=place, text=printed.text if printed else "")
            identity = f"{table.id}.{group.label.id}"
            yield context.finding(
                rule, context.at(place, what), [location], values, identity=identity, table=table.id
            )


def _check_title(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    report = context.report
    if report.title is not None and report.issuer:
        yield State.PASSED
        return
    place = report.title.place if report.title else None
    where = context.at(place, phrase("place.title"))
    location = Location(place=place, text=report.title.text if report.title else "")
    yield context.finding(rule, where, [location], {}, identity="title", of_absence=True)


def _check_format(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    year = context.report.year
    prescribed_format = prescribed(context.formats, year) if year is not None else None
    if prescribed_format is None or not context.report.tables:
        yield State.NOT_APPLICABLE
    elif prescribed_format is context.official:
        yield State.PASSED
    else:
        place = min(context.report.tables.values(), key=lambda p: p.order)
        where = context.at(place, phrase("place.tables"))
        values: dict[str, Value] = {
            "year": year or 0,
            "wanted": prescribed_format.id,
            "used": context.official.id,
            "document": prescribed_format.source.document,
        }
        yield context.finding(rule, where, [Location(place=place)], values, identity="format")


def _check_phrases(rule: Rule[PresentDemand], context: Context) -> Iterator[Outcome]:
    for required in rule.demand.phrases:
        texts = list(_texts(context, rule.demand.places))
        if not texts:
            yield State.NOT_APPLICABLE
            continue
        if any(search(pattern, text) for pattern in required.any_of for text, _, _ in texts):
            yield State.PASSED
            continue
        first = rule.demand.places[0]
        if first != "introduction" and context.report.section(first) is None:
            # The section itself is missing, which is reported.
            yield State.NOT_APPLICABLE
            continue
        _, section, place = texts[0]
        report_section = context.report.section(section)
        heading = report_section.heading if report_section else phrase("place.introduction")
        where = context.at(place, phrase("place.section", heading=heading))
        location = Location(place=place, section=section)
        values: dict[str, Value] = {"phrase": required.name, "section": heading}
        yield context.finding(
            rule, where, [location], values, identity=required.id, of_absence=True
        )


def _texts(context: Context, names: Sequence[str]) -> Iterator[tuple[str, str, Place]]:
    """The text (without whitespace), section id and place of each named passage that is present."""
    for name in names:
        if name == "introduction":
            passage = context.report.introduction
            if passage is not None:
                yield plain(passage.text), "", passage.place
            continue
        section = context.report.section(name)
        if section is not None:
            yield plain(section.heading + section.text), name, section.place


SUBJECTS: dict[str, Subject] = {
    "sections": Subject(_check_sections),
    "content": Subject(_check_content, needs=("sections",)),
    "tables": Subject(_check_tables, of_tables=True),
    "rows": Subject(_check_rows, of_tables=True),
    "columns": Subject(_check_columns, of_tables=True),
    "group_rows": Subject(_check_group_rows, of_tables=True),
    "title": Subject(_check_title),
    "single": Subject(whole_file.check_single),
    "simplified": Subject(whole_file.check_simplified, of_tables=True),
    "nothing_hidden": Subject(whole_file.check_nothing_hidden, of_tables=True),
    "format": Subject(_check_format, of_tables=True),
    "phrases": Subject(_check_phrases, needs=("in", "phrases")),
    "listed_parts": Subject(listed_parts.check, needs=("in", "statement", "phrases")),
}


def is_of_tables(demand: PresentDemand) -> bool:
    """Whether a rule demands something of the tables, not of the text."""
    return SUBJECTS[demand.subject].of_tables
