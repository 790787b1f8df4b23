"""Matching of printed rows to official rows."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from validator.model.format import TableFormat
from validator.model.report import FigureState
from validator.recognition.tables.aligner import Match, align
from validator.recognition.tables.figures import is_cut_in_two, rejoin
from validator.recognition.tables.grid_rows import GridRow, ValueCell
from validator.recognition.tables.labels import TableIndex, label_keys
from validator.rulebase.normal_form import LABEL_SIMILARITY, key, similarity

# A row joined from the parts that a page break leaves is preferred to one of them where one part
# alone is filled; a row that is whole as it stands is preferred otherwise.
_JOINED = 0.02
# Bonus per label character: longer labels are less likely to match by chance.
_LENGTH_BONUS = 0.01
# Of two rows with one label, the one with figures counts.
_FILLED = 0.005
# A row may be cut by as many page breaks less one.
_MAX_PARTS = 3
# Score of a label that is merely similar, relative to its similarity.
_SIMILAR = 0.5


def match_rows(rows: Sequence[GridRow], index: TableIndex) -> list[GridRow]:
    """Return the data rows, with the official row id set on those that can be matched.

    Printed rows are aligned with the official ones, both in order, for the greatest likeness of
    labels; parts of a row on both sides of a page break are joined where that is more alike. Rows
    that are left are matched in any order by label, then by similarity, then by position, if the
    same number of rows is left on both sides.
    """
    data = [row for row in rows if not row.header and row.values]
    exact = [row.id for row in data]
    for row in data:
        row.id = ""
    matched = _align(data, exact, index)
    taken = {row.id for row in matched if row.id}
    single_rows = {row.id for row in index.table.rows}
    for row in matched:
        row_id = index.rows.get(key(row.label), "")
        if not row.id and row_id and row_id not in taken and (row.filled or row_id in single_rows):
            row.id = row_id
    _clear_duplicates(matched)
    _match_by_similarity(matched, index)
    _match_by_position(matched, index.table)
    return matched


def _align(data: Sequence[GridRow], exact: Sequence[str], index: TableIndex) -> list[GridRow]:
    """The rows in order, cut ones joined, with the ids of the best alignment."""
    printed = set(exact)
    matches = [list(_matches(data, at, exact[at], index, printed)) for at in range(len(data))]
    result: list[GridRow] = []
    for first, parts, label in align(matches, index).steps:
        row = data[first]
        for part in data[first + 1 : first + parts]:
            row.label += part.label
            row.values = _merge_values(row.values, part.values)
            # The label ends on the new page, so the rows after it follow in that grid.
            row.grid = part.grid
        if label is not None:
            row.id = label.id
        result.append(row)
    return result


def _matches(
    data: Sequence[GridRow], last: int, exact: str, index: TableIndex, printed: set[str]
) -> Iterator[Match]:
    """What a row may be: alone, or as the last of several that page breaks have cut apart."""
    row = data[last]
    if exact:
        score = 1.0 + _LENGTH_BONUS * _length(exact, index) + (_FILLED if row.filled else 0.0)
        yield Match(1, exact, score)
    else:
        yield from _alike(1, key(row.label), 0.0, index, printed)
    for parts in range(2, min(_MAX_PARTS, last + 1) + 1):
        cut = data[last - parts + 1 : last + 1]
        if not _may_be_cut(cut[0], cut[1]):
            break
        bonus = _JOINED if sum(part.filled for part in cut) <= 1 else -_JOINED
        yield from _alike(parts, key("".join(part.label for part in cut)), bonus, index, printed)


def _length(row_id: str, index: TableIndex) -> int:
    return len(key(index.table.row_label(row_id).label))


def _alike(
    parts: int, whole: str, bonus: float, index: TableIndex, printed: set[str]
) -> Iterator[Match]:
    """The official rows that have a label, or else those with one like it that is not printed."""
    if whole in index.rows:
        yield Match(parts, index.rows[whole], 1.0 + _LENGTH_BONUS * len(whole) + bonus)
    elif whole:
        for official_key, row_id in index.rows.items():
            if row_id not in printed:
                likeness = similarity(whole, official_key)
                if likeness >= LABEL_SIMILARITY:
                    yield Match(parts, row_id, _SIMILAR * likeness + bonus)


def _may_be_cut(first: GridRow, second: GridRow) -> bool:
    """Whether a page break may have cut these rows, the last and the first of two grids, apart."""
    if second.grid != first.grid + 1:
        return False
    both = first.filled and second.filled
    return not both or _is_continuation(first.values, second.values)


def _is_continuation(first: Sequence[ValueCell], second: Sequence[ValueCell]) -> bool:
    return is_cut_in_two([v.figure for v in first], [v.figure for v in second])


def _merge_values(first: list[ValueCell], second: list[ValueCell]) -> list[ValueCell]:
    """Merge the figures of a row in two parts: rejoin cut numbers, else take the part with any."""
    if _is_continuation(first, second):
        return [
            upper._replace(figure=rejoin(upper.figure, lower.figure))
            for upper, lower in zip(first, second, strict=True)
        ]
    printed = [v for v in second if v.figure.state is not FigureState.BLANK]
    return second if printed or not first else first


def _clear_duplicates(rows: Sequence[GridRow]) -> None:
    """Of several rows with the same id, only the first with figures keeps it."""
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


def _match_by_similarity(rows: Sequence[GridRow], index: TableIndex) -> None:
    taken = {row.id for row in rows if row.id}
    # A table has either a group's rows or the group itself.
    merged = {m for g in index.table.groups if g.label.id in taken for m in g.members}
    missing = [label for label in index.table.rows if label.id not in taken | merged]
    pairs = sorted(
        (
            (similarity(key(row.label), k), -position, label.id, row)
            for position, row in enumerate(rows)
            if not row.id and row.label
            for label in missing
            for k in label_keys(label)
        ),
        key=lambda pair: (-pair[0], -pair[1]),
    )
    for score, _, label, row in pairs:
        if score >= LABEL_SIMILARITY and not row.id and label not in taken:
            row.id = label
            taken.add(label)


def _match_by_position(rows: Sequence[GridRow], table: TableFormat) -> None:
    """Match rows between two matched ones if the format has the same number between them."""
    order = {label.id: position for position, label in enumerate(table.rows)}
    members = {group.label.id: group.members[-1] for group in table.groups}
    matched = [
        (position, order[members.get(row.id, row.id)])
        for position, row in enumerate(rows)
        if row.id
    ]
    taken = {row.id for row in rows if row.id}
    for (at, official), (next_at, next_official) in pairwise(matched):
        unmatched = rows[at + 1 : next_at]
        between = table.rows[official + 1 : next_official]
        if len(unmatched) == len(between) and not any(label.id in taken for label in between):
            for row, label in zip(unmatched, between, strict=True):
                if row.filled:
                    row.id = label.id
