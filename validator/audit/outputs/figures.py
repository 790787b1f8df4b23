"""figures.csv and figures.parquet: every figure of the documents that stand, one a row."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from validator.audit.outputs.views import Office
from validator.audit.store.tables import cells, documents

COLUMNS = ("body", "year", "concept", "value", "text", "source")
_BATCH = 10_000
# A spreadsheet takes text that begins like this for a formula.
_FORMULA = ("=", "@", "\t", "\r")

Row = tuple[str, int, str, float | None, str, str]


def write(csv_path: Path, parquet_path: Path, office: Office) -> None:
    """Both files."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = (pa.string(), pa.int32(), pa.string(), pa.float64(), pa.string(), pa.string())
    schema = pa.schema(list(zip(COLUMNS, kinds, strict=True)))
    # The mark at the beginning tells Excel that it is UTF-8.
    with (
        csv_path.open("w", encoding="utf-8-sig", newline="") as file,
        pq.ParquetWriter(parquet_path, schema) as parquet,
    ):
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        every = _rows(office)
        while rows := list(islice(every, _BATCH)):
            writer.writerows(_safe(row) for row in rows)
            columns = [
                pa.array(column, kind)
                for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)
            ]
            parquet.write_table(pa.table(columns, schema=schema))


def _rows(office: Office) -> Iterator[Row]:
    listed = office.plan.roster.listed
    query = (
        sa.select(documents.c.body, documents.c.issuer, documents.c.year, cells.c.concept,
                  cells.c.value, cells.c.text, documents.c.name)
        .join(cells, cells.c.document == documents.c.id)
        .where(office.store.own, documents.c.used)
        .order_by(documents.c.body, documents.c.year, cells.c.concept)
    )  # fmt: skip
    for body, issuer, year, concept, value, text, name in office.store.rows(query):
        called = listed[body].name if body in listed else issuer
        yield called, year, concept, None if value is None else float(value), text, name


def _safe(row: Row) -> tuple[object, ...]:
    body, year, concept, value, text, source = row
    exact = int(value) if value is not None and value == int(value) else value
    texts = (f"'{t}" if t.startswith(_FORMULA) else t for t in (body, text, source))
    body, text, source = texts
    return body, year, concept, exact, text, source
