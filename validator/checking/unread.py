"""What of a report was not read: told as gaps, and what is not there may be in it."""

from collections.abc import Iterator

from validator.checking.context import Context
from validator.model.finding import Gap, Location
from validator.model.message import Message, Values, phrase
from validator.recognition.tables.labels import MIN_HELD
from validator.rulebase.normal_form import key


def find_gaps(context: Context) -> Iterator[Gap]:
    """The tables that were hardly read and the pages that were not, in words."""
    for unread in context.report.unread:
        if unread.kind == "page":
            where = phrase("page.page", number=unread.place.page or 0)
            reason = Message(f"unread.page_{unread.fault}", Values({}))
            yield Gap("", where, reason, (Location(unread.place),))
            continue
        where = context.at(unread.place, context.table_place(unread.table))
        values = Values({"rows": unread.rows, "of": unread.of})
        location = Location(unread.place, section=context.official.table(unread.table).section)
        yield Gap(unread.table, where, Message(f"unread.{unread.kind}", values), (location,))


def is_merged(context: Context, table: str, row: str) -> bool:
    """Whether a row's label stands in one cell with that of another row."""
    label = key(context.official.table(table).row_label(row).label)
    printed = (key(one.text) for one in context.report.labels if one.table == table)
    return len(label) >= MIN_HELD and any(label in text and text != label for text in printed)
