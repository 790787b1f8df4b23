"""Matching of printed rows to official rows."""

from collections.abc import Sequence
from itertools import pairwise

from validator.model.format import TableFormat
from validator.model.report import FigureState
from validator.recognition.tables.figures import is_cut_in_two, rejoin
from validator.recognition.tables.grid_rows import GridRow, ValueCell
from validator.recognition.tables.labels import TableIndex, label_keys
from validator.rulebase.normal_form import LABEL_SIMILARITY, key, numbers_only, similarity


def match_rows(rows: Sequence[GridRow], index: TableIndex) -> list[GridRow]:
    """Return the data rows, with the official row id set on those that can be matched.

    Match by label, joined if a page break cuts the row in two; then by similarity; then by
    position, if the same number of rows is left on both sides.
    """
    joined_rows = _join_cut_rows(rows, index)
    data = [row for row in joined_rows if not row.header and row.values]
    _clear_duplicates(data)
    _match_by_similarity(data, index)
    _match_by_position(data, index.table)
    return data


def _join_cut_rows(rows: Sequence[GridRow], index: TableIndex) -> list[GridRow]:
    """Join rows that a page break cuts in two."""
    result: list[GridRow] = []
    for row in rows:
        before = next((r for r in reversed(result) if not r.header), None)
        first_of_grid = before is not None and before.grid == row.grid - 1 and not row.header
        if before is not None and first_of_grid and _continues(before, row, index):
            before.label += row.label
            before.id = index.rows.get(key(before.label), before.id)
            before.values = _merge_values(before.values, row.values)
            # The label ends on the new page, so the rows after it follow in that grid.
            before.grid = row.grid
            continue
        result.append(row)
    return result


def _continues(before: GridRow, row: GridRow, index: TableIndex) -> bool:
    cut = _is_continuation(before.values, row.values)
    if row.id and numbers_only(before.label):
        return not (before.filled and row.filled)
    if row.id or (before.filled and row.filled and not cut):
        return False
    if before.id and not row.label:
        return not row.filled or cut
    together = key(before.label + row.label)
    best = _best_similarity(together, index)
    return best > max(
        _best_similarity(key(before.label), index), _best_similarity(key(row.label), index)
    )


def _best_similarity(label: str, index: TableIndex) -> float:
    return max((similarity(label, row_key) for row_key in index.rows), default=0.0)


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
