"""Which official row each printed row is."""

from collections.abc import Sequence
from itertools import pairwise

from validator.model.format import TableFormat
from validator.model.report import FigureState
from validator.recognition.figures import cut_in_two, rejoined
from validator.recognition.gridrows import GridRow, ValueCell
from validator.recognition.labels import TableIndex, keys_of
from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import key, numbers_only, similarity

# Labels at least this alike are taken for the same, if no other row has the label.
_ALIKE = 0.6


def match_rows(rows: Sequence[GridRow], index: TableIndex, vocabulary: Vocabulary) -> list[GridRow]:
    """The data rows with the official row set on each that can be told.

    By the label itself; where a page break cuts a row in two, by the label put together;
    then by likeness; then by position, where exactly as many rows are left on both sides.
    """
    joined_rows = _join_cut_rows(rows, index, vocabulary)
    data = [row for row in joined_rows if not row.header and row.values]
    _keep_first(data)
    _match_alike(data, index)
    _match_by_position(data, index.table)
    return data


def _join_cut_rows(
    rows: Sequence[GridRow], index: TableIndex, vocabulary: Vocabulary
) -> list[GridRow]:
    """Rows that a page break cuts in two, joined."""
    result: list[GridRow] = []
    for row in rows:
        before = next((r for r in reversed(result) if not r.header), None)
        first_of_grid = before is not None and before.grid == row.grid - 1 and not row.header
        if before is not None and first_of_grid and _continues(before, row, index):
            before.label += row.label
            before.id = index.rows.get(key(before.label), before.id)
            before.values = _merged(before.values, row.values, vocabulary)
            # The label's second half stands on the new page; rows after it are that grid's.
            before.grid = row.grid
            continue
        result.append(row)
    return result


def _continues(before: GridRow, row: GridRow, index: TableIndex) -> bool:
    cut = _cut(before.values, row.values)
    if row.id and numbers_only(before.label):
        return not (before.filled and row.filled)
    if row.id or (before.filled and row.filled and not cut):
        return False
    if before.id and not row.label:
        return not row.filled or cut
    together = key(before.label + row.label)
    best = _best(together, index)
    return best > max(_best(key(before.label), index), _best(key(row.label), index))


def _best(label: str, index: TableIndex) -> float:
    return max((similarity(label, known) for known in index.rows), default=0.0)


def _cut(first: Sequence[ValueCell], second: Sequence[ValueCell]) -> bool:
    return cut_in_two([v.figure for v in first], [v.figure for v in second])


def _merged(
    first: list[ValueCell], second: list[ValueCell], vocabulary: Vocabulary
) -> list[ValueCell]:
    """The figures of a row in two parts: those of the part that has any, or put together."""
    if _cut(first, second):
        return [
            upper._replace(figure=rejoined(upper.figure, lower.figure, vocabulary))
            for upper, lower in zip(first, second, strict=True)
        ]
    printed = [v for v in second if v.figure.state is not FigureState.BLANK]
    return second if printed or not first else first


def _keep_first(rows: Sequence[GridRow]) -> None:
    """Of several rows with one label, the first that has figures keeps it."""
    seen: dict[str, GridRow] = {}
    for row in rows:
        if not row.id:
            continue
        earlier = seen.get(row.id)
        if earlier is None:
            seen[row.id] = row
        elif not earlier.filled and row.filled:
            earlier.id, seen[row.id] = "", row
        else:
            row.id = ""


def _match_alike(rows: Sequence[GridRow], index: TableIndex) -> None:
    taken = {row.id for row in rows if row.id}
    # A group's rows and the group itself are not both there.
    merged = {m for g in index.table.groups if g.label.id in taken for m in g.members}
    missing = [label for label in index.table.rows if label.id not in taken | merged]
    pairs = sorted(
        (
            (similarity(key(row.label), k), -position, label.id, row)
            for position, row in enumerate(rows)
            if not row.id and row.label
            for label in missing
            for k in keys_of(label)
        ),
        key=lambda pair: (-pair[0], -pair[1]),
    )
    for alike, _, label, row in pairs:
        if alike >= _ALIKE and not row.id and label not in taken:
            row.id = label
            taken.add(label)


def _match_by_position(rows: Sequence[GridRow], table: TableFormat) -> None:
    """Rows between two known ones, where the format has exactly as many between them."""
    order = {label.id: position for position, label in enumerate(table.rows)}
    members = {group.label.id: group.members[-1] for group in table.groups}
    known = [
        (position, order[members.get(row.id, row.id)])
        for position, row in enumerate(rows)
        if row.id
    ]
    taken = {row.id for row in rows if row.id}
    for (at, official), (next_at, next_official) in pairwise(known):
        unknown = rows[at + 1 : next_at]
        between = table.rows[official + 1 : next_official]
        if len(unknown) == len(between) and not any(label.id in taken for label in between):
            for row, label in zip(unknown, between, strict=True):
                if row.filled:
                    row.id = label.id
