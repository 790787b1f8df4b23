"""What of a report was not read: told as gaps, and what is not there may be in it."""

from collections.abc import Iterator

from validator.checking.context import Context
from validator.model.finding import Gap, Location
from validator.model.message import Message, Values, phrase


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
