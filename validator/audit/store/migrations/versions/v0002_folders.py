"""Documents by the folder that was audited: several audits may share a database."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# SQLite does not keep the names of constraints that were made without one.
_NAMES = {"uq": "uq_%(table_name)s_%(column_0_name)s"}


def upgrade() -> None:
    """Those that are there belong to the one audit of their database."""
    column = sa.Column("folder", sa.Text(), nullable=False, server_default="")
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("documents", naming_convention=_NAMES) as table:
            table.add_column(column)
            table.drop_constraint("uq_documents_name", type_="unique")
            table.create_unique_constraint("documents_as_found", ["folder", "name", "identity"])
    else:
        op.add_column("documents", column)
        op.drop_constraint("documents_name_identity_key", "documents", type_="unique")
        op.create_unique_constraint(
            "documents_as_found", "documents", ["folder", "name", "identity"]
        )
