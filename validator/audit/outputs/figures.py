"""figures.csv and figures.parquet: every figure of the used documents, one per row."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from validator.audit.outputs.bodies import OutputContext
from validator.audit.store.tables import cells, documents

COLUMNS = ("body", "year", "concept", "value", "text", "source")
_BATCH = 10_000
# Spreadsheets take text with these prefixes for a formula.
_FORMULA = ("=", "@", "\t", "\r")

Row = tuple[str, int, str, float | None, str, str]


def write(csv_path: Path, parquet_path: Path, context: OutputContext) -> None:
    """Write both files."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = (pa.string(), pa.int32(), pa.string(), pa.float64(), pa.string(), pa.string())
    schema = pa.schema(list(zip(COLUMNS, types, strict=True)))
    # Excel recognises UTF-8 by the byte order mark.
    with (
        csv_path.open("w", encoding="utf-8-sig", newline="") as file,
        pq.ParquetWriter(parquet_path, schema) as parquet,
    ):
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        all_rows = _rows(context)
        while rows := list(islice(all_rows, _BATCH)):
            writer.writerows(_escape(row) for row in rows)
            columns = [
                pa.array(column, kind)
                for column, kind in zip(zip(*rows, strict=True), types, strict=True)
            ]
            parquet.write_table(pa.table(columns, schema=schema))


def _rows(context: OutputContext) -> Iterator[Row]:
    entries = context.plan.roster.entries
    query = (
        sa.select(documents.c.body, documents.c.issuer, documents.c.year, cells.c.concept,
                  cells.c.value, cells.c.text, documents.c.name)
        .join(cells, cells.c.document == documents.c.id)
        .where(context.store.in_scope, documents.c.used)
        .order_by(documents.c.body, documents.c.year, cells.c.concept)
    )  # fmt: skip
    for body, issuer, year, concept, value, text, name in context.store.rows(query):
        body_name = entries[body].name if body in entries else issuer
        yield body_name, year, concept, None if value is None else float(value), text, name


def _escape(row: Row) -> tuple[object, ...]:
    body, year, concept, value, text, source = row
    exact = int(value) if value is not None and value == int(value) else value
    texts = (f"'{t}" if t.startswith(_FORMULA) else t for t in (body, text, source))
    body, text, source = texts
    return body, year, concept, exact, text, source
