"""The tables of the database. Every change of them is a migration in migrations/versions."""

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

metadata = MetaData()


def _document() -> Column[int]:
    target = ForeignKey("documents.id", ondelete="CASCADE")
    return Column("document", Integer, target, primary_key=True)


# Every document ever read. `folder` is what was audited, empty in the database of one audit alone
# (Scope in store.py); a document is told apart by its name there and its content. `key` is what
# its reading depends on, `links` what its check against others does; `own` is its run by itself,
# `final` that with others (processes/codec.py). `present` tells whether the last run saw it, `used`
# whether it stands for its body and year.
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
    Column("seconds", Float, nullable=False),
    Column("own", LargeBinary, nullable=False),
    Column("links", Text, nullable=False),
    Column("final", LargeBinary, nullable=False),
    Column("folder", Text, nullable=False, server_default=""),
    UniqueConstraint("folder", "name", "identity", name="documents_as_found"),
    Index("documents_of_body", "body", "year"),
)

cells = Table(
    "cells",
    metadata,
    _document(),
    Column("concept", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("value", Numeric(20, 4)),
    Column("state", Text, nullable=False),
    Column("page", Integer),
)

findings = Table(
    "findings",
    metadata,
    _document(),
    Column("position", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("help", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("page", Integer),
    Column("standing", Text, nullable=False),
    Column("excuse", Text, nullable=False),
    Index("findings_by_rule", "rule"),
)

# The sentences of each text, by which templates are known (checking/copies.py).
sentences = Table(
    "sentences",
    metadata,
    _document(),
    Column("mark", BigInteger, primary_key=True),
    Index("sentences_by_mark", "mark"),
)

# What auditors decided; it holds for a body and a year, whatever document they hand in.
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

# The state that outputs were last made from, by their folder.
results = Table(
    "results",
    metadata,
    Column("place", Text, primary_key=True),
    Column("state", Text, nullable=False),
)
