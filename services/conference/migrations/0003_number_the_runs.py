"""Number the runs, and say how each came to its list."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step. Runs that are there are numbered in the order of their ids, which is that of time."""
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("mode", sa.String(length=12), nullable=False, server_default="all"))
        batch_op.add_column(sa.Column("based_on", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("source_hash", sa.String(length=64), nullable=False, server_default=""))
    op.execute(
        "UPDATE run SET number = (SELECT count(*) FROM run AS other"
        " WHERE other.conference_id = run.conference_id AND other.id <= run.id)"
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        for name in ("number", "mode", "based_on", "version", "source_hash"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table("run", schema=None) as batch_op:
        for name in ("source_hash", "version", "based_on", "mode", "number"):
            batch_op.drop_column(name)
