"""Keep the prices of rules."""

import sqlalchemy as sa
from alembic import op

import services.chassis.store

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "price_list",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=80), nullable=False),
        sa.Column("lease_until", services.chassis.store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("created_at", services.chassis.store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", services.chassis.store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", services.chassis.store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("prices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_price_list_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list")),
        sa.UniqueConstraint("run_id", name=op.f("uq_price_list_run_id")),
    )
    with op.batch_alter_table("price_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_list_state"), ["state"], unique=False)


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table("price_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_price_list_state"))
    op.drop_table("price_list")
