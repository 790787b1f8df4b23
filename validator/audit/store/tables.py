"""The tables of the database. Every change of them needs a new VERSION."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
)

# Written into the database; others are told apart by it (opening.py).
VERSION = 4

metadata = MetaData()

versions = Table("store_version", metadata, Column("version", Integer, nullable=False))


def _document_column() -> Column[int]:
    target = ForeignKey("documents.id", ondelete="CASCADE")
    return Column("document", Integer, target, primary_key=True)


# Every document ever read, identified by folder, name and content (`identity`). `folder` is empty
# in a database of a single audit (Scope in store.py). `key` is a hash of what the reading depends
# on, `links` of what the check with related reports depends on. `standalone` is the run of the
# document alone, `with_related` that with its related reports, both encoded
# (serialization/packing.py). `present` tells whether the last audit saw the document, `used`
# whether it is the one used for its body and year.
documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("changed", Float, nullable=False),
    Column("present", Boolean, nullable=False),
    Column("used", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("year", Integer),
    Column("format", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("dated", Text, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("unsure", Integer, nullable=False),
    Column("refusal", Text, nullable=False),
    Column("gaps", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("standalone", LargeBinary, nullable=False),
    Column("links", Text, nullable=False),
    Column("with_related", LargeBinary, nullable=False),
    Column("folder", Text, nullable=False, server_default=""),
    UniqueConstraint("folder", "name", "identity", name="documents_as_found"),
    Index("documents_of_body", "body", "year"),
)

cells = Table(
    "cells",
    metadata,
    _document_column(),
    Column("concept", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("value", Numeric(20, 4)),
    Column("state", Text, nullable=False),
    Column("page", Integer),
)

# `place` and `message` are JSON (serialization/messages.py): findings are worded by whoever shows
# them, in the language of who reads them.
findings = Table(
    "findings",
    metadata,
    _document_column(),
    Column("position", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("page", Integer),
    Column("disposition", Text, nullable=False),
    Column("excuse", Text, nullable=False),
    Index("findings_by_rule", "rule"),
)

# Hashes of the sentences of each report, to detect templates (checking/copies.py).
sentences = Table(
    "sentences",
    metadata,
    _document_column(),
    Column("mark", BigInteger, primary_key=True),
    Index("sentences_by_mark", "mark"),
)

# Decisions of auditors; they hold for a body and year, whichever document is used.
decisions = Table(
    "decisions",
    metadata,
    Column("body", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("fingerprint", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# The state that the outputs in each output folder were made from.
results = Table(
    "results",
    metadata,
    Column("place", Text, primary_key=True),
    Column("state", Text, nullable=False),
)
