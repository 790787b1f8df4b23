"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _document() -> sa.Column[int]:
    target = sa.ForeignKey("documents.id", ondelete="CASCADE")
    return sa.Column("document", sa.Integer(), target, primary_key=True)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), primary_key=True),
        *_texts("name", "identity", "key"),
        sa.Column("changed", sa.Float(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        *_texts("body", "issuer"),
        sa.Column("year", sa.Integer()),
        *_texts("format", "kind", "media", "dated"),
        sa.Column("figures", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        *_texts("refusal"),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("own", sa.LargeBinary(), nullable=False),
        *_texts("links"),
        sa.Column("final", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("name", "identity"),
    )
    op.create_index("documents_of_body", "documents", ["body", "year"])
    op.create_table(
        "cells",
        _document(),
        sa.Column("concept", sa.Text(), primary_key=True),
        *_texts("text"),
        sa.Column("value", sa.Numeric(20, 4)),
        *_texts("state"),
        sa.Column("page", sa.Integer()),
    )
    op.create_table(
        "findings",
        _document(),
        sa.Column("position", sa.Integer(), primary_key=True),
        *_texts("rule"),
        sa.Column("severity", sa.Integer(), nullable=False),
        *_texts("fingerprint", "place", "message", "basis", "help", "cell"),
        sa.Column("page", sa.Integer()),
        *_texts("standing", "excuse"),
    )
    op.create_index("findings_by_rule", "findings", ["rule"])
    op.create_table("sentences", _document(), sa.Column("mark", sa.BigInteger(), primary_key=True))
    op.create_index("sentences_by_mark", "sentences", ["mark"])
    op.create_table(
        "decisions",
        sa.Column("body", sa.Text(), primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.Text(), primary_key=True),
        *_texts("verdict", "reason", "author", "at"),
    )
    op.create_table("results", sa.Column("place", sa.Text(), primary_key=True), *_texts("state"))
