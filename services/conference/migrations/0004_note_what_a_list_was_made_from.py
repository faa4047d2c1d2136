"""Note what a list was made from, so that a later change of it is seen."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_hash", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.alter_column("own_hash", server_default=None)


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_column("own_hash")
