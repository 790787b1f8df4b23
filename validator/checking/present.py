"""Rules of kind `present`: what a report must have."""

from collections.abc import Callable, Iterator

from validator.checking.context import Context, Outcome
from validator.model.finding import Location, State
from validator.model.place import Place
from validator.model.rule import Rule
from validator.recognition.formats import prescribed
from validator.recognition.patterns import compiled
from validator.recognition.wording import plain, words

# When more than this share of a table's rows or columns is missing, it is rather the table
# that is laid out in a way that was not understood.
_MOST_MISSING = 1 / 3


def run(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every thing that the rule demands."""
    yield from _SUBJECTS[rule.demand["subject"]](rule, context)


def _sections(rule: Rule, context: Context) -> Iterator[Outcome]:
    before: Place | None = None
    for official in context.official.sections:
        section = context.report.section(official.id)
        if section is not None:
            before = section.place
            yield State.PASSED
            continue
        name = f"{official.number}、{official.heading}"
        where = context.catalogue.say("place.section", heading=name)
        values = {"section": name, "heading": official.heading, "number": official.number}
        spot = Location(place=before, section=official.id)
        yield context.finding(rule, where, [spot], values, identity=official.id)


def _content(rule: Rule, context: Context) -> Iterator[Outcome]:
    empty = {words(word) for word in rule.demand.get("empty_words", ())}
    for name in rule.demand["sections"]:
        section = context.report.section(name)
        if section is None:
            yield State.NOT_APPLICABLE
        elif words(section.text) and words(section.text) not in empty:
            yield State.PASSED
        else:
            where = context.section_at(section)
            spot = Location(place=section.place, section=name, text=section.text)
            values = {"section": section.heading}
            yield context.finding(rule, where, [spot], values, identity=name)


def _tables(rule: Rule, context: Context) -> Iterator[Outcome]:
    for table in context.official.tables:
        section = context.report.section(table.section)
        if table.id in context.report.tables:
            yield State.PASSED
            continue
        if section is None:
            yield State.NOT_APPLICABLE
            continue
        where = context.at(section.place, context.table_name(table.id))
        spot = Location(place=section.place, section=table.section)
        if context.report.pictures:
            yield context.open(rule, where, "picture", [spot])
            continue
        values = {
            "table": context.table_name(table.id),
            "title": table.title.of(context.catalogue.language),
            "section": section.heading,
        }
        yield context.finding(rule, where, [spot], values, identity=table.id, table=table.id)


def _rows(rule: Rule, context: Context) -> Iterator[Outcome]:
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
        yield from _missing_labels(rule, context, table.id, expected, missing)


def _columns(rule: Rule, context: Context) -> Iterator[Outcome]:
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
                name = column.name.of(context.catalogue.language)
                where = context.at(
                    context.report.tables[table.id],
                    context.catalogue.say(
                        "place.column", table=context.table_name(table.id), column=name
                    ),
                )
                spot = Location(place=context.report.tables[table.id], section=table.section)
                values = {"column": name, "table": context.table_name(table.id)}
                identity = f"{table.id}.{block.rows[0].id}.{column.id}"
                yield context.finding(
                    rule, where, [spot], values, identity=identity, table=table.id
                )


def _missing_labels(
    rule: Rule, context: Context, table: str, expected: list[str], missing: list[str]
) -> Iterator[Outcome]:
    place = context.report.tables[table]
    section = context.official.table(table).section
    yield from [State.PASSED] * (len(expected) - len(missing))
    if len(missing) > _MOST_MISSING * len(expected):
        where = context.at(place, context.table_name(table))
        found = len(expected) - len(missing)
        spot = Location(place=place, section=section)
        yield context.open(rule, where, "layout", [spot], found=found, expected=len(expected))
        return
    for row in missing:
        name = context.row_name(table, row)
        what = context.row_of_table(table, row)
        values = {
            "row": name,
            "label": context.official.table(table).row_label(row).label,
            "table": context.table_name(table),
        }
        spot = Location(place=place, section=section)
        identity = f"{table}.{row}"
        yield context.finding(
            rule, context.at(place, what), [spot], values, identity=identity, table=table
        )


def _group_rows(rule: Rule, context: Context) -> Iterator[Outcome]:
    facts = context.report.facts
    for table in context.official.tables:
        for group in table.groups:
            own = [
                f for f in facts.values() if f.concept.startswith(f"{table.id}.{group.label.id}.")
            ]
            if not own:
                yield State.PASSED if table.id in context.report.tables else State.NOT_APPLICABLE
                continue
            name = group.label.name.of(context.catalogue.language)
            what = context.row_of_table(table.id, group.label.id)
            rows = [context.row_name(table.id, member) for member in group.members]
            values = {"row": name, "rows": context.listed(rows), "count": len(rows)}
            printed = next((lb for lb in context.report.labels if lb.id == group.label.id), None)
            place = printed.place if printed else own[0].place
            spot = Location(place=place, text=printed.text if printed else "")
            identity = f"{table.id}.{group.label.id}"
            yield context.finding(
                rule, context.at(place, what), [spot], values, identity=identity, table=table.id
            )


def _title(rule: Rule, context: Context) -> Iterator[Outcome]:
    report = context.report
    if report.title is not None and report.issuer:
        yield State.PASSED
        return
    place = report.title.place if report.title else None
    where = context.at(place, context.catalogue.say("place.title"))
    spot = Location(place=place, text=report.title.text if report.title else "")
    yield context.finding(rule, where, [spot], {}, identity="title")


def _single(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A document must hold one report: others in it are not checked."""
    others = context.report.others
    if not others:
        yield State.PASSED
        return
    spots = [Location(place=other.place, text=other.text) for other in others]
    where = context.at(others[0].place, context.catalogue.say("place.title"))
    values = {"title": others[0].text, "count": len(others)}
    yield context.finding(rule, where, spots, values, identity="others")


def _format(rule: Rule, context: Context) -> Iterator[Outcome]:
    year = context.report.year
    wanted = prescribed(context.formats, year) if year is not None else None
    if wanted is None or not context.report.tables:
        yield State.NOT_APPLICABLE
    elif wanted is context.official:
        yield State.PASSED
    else:
        place = min(context.report.tables.values(), key=lambda p: p.order)
        where = context.at(place, context.catalogue.say("place.tables"))
        values = {
            "year": year,
            "wanted": wanted.id,
            "used": context.official.id,
            "document": wanted.source.document,
        }
        yield context.finding(rule, where, [Location(place=place)], values, identity="format")


def _phrases(rule: Rule, context: Context) -> Iterator[Outcome]:
    for phrase in rule.demand["phrases"]:
        texts = list(_texts(context, rule.demand["in"]))
        if not texts:
            yield State.NOT_APPLICABLE
            continue
        patterns = [compiled(pattern) for pattern in phrase["any_of"]]
        if any(pattern.search(text) for pattern in patterns for text, _, _ in texts):
            yield State.PASSED
            continue
        name = phrase["name"][context.catalogue.language]
        _, section, place = texts[0]
        found = context.report.section(section)
        heading = found.heading if found else context.catalogue.say("place.introduction")
        where = context.at(place, context.catalogue.say("place.section", heading=heading))
        spot = Location(place=place, section=section)
        values = {"phrase": name, "section": heading}
        yield context.finding(rule, where, [spot], values, identity=phrase["id"])


def _texts(context: Context, names: list[str]) -> Iterator[tuple[str, str, Place]]:
    """The text (without blanks), section id and place of each passage named, where present."""
    for name in names:
        if name == "introduction":
            passage = context.report.introduction
            if passage is not None:
                yield plain(passage.text), "", passage.place
            continue
        section = context.report.section(name)
        if section is not None:
            yield plain(section.heading + section.text), name, section.place


_SUBJECTS: dict[str, Callable[[Rule, Context], Iterator[Outcome]]] = {
    "sections": _sections,
    "content": _content,
    "tables": _tables,
    "rows": _rows,
    "columns": _columns,
    "group_rows": _group_rows,
    "title": _title,
    "single": _single,
    "format": _format,
    "phrases": _phrases,
}
