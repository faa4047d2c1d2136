"""Keep objections to lists."""

import sqlalchemy as sa
from alembic import op

import services.chassis.store

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "objection",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("conference_id", sa.String(length=40), nullable=False),
        sa.Column("party_id", sa.String(length=40), nullable=False),
        sa.Column("party_name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.String(length=120), nullable=False),
        sa.Column("meeting_id", sa.String(length=90), nullable=False),
        sa.Column("counterpart_name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", services.chassis.store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("settled_at", services.chassis.store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_objection_conference_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_objection_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_conference_id"), ["conference_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_run_id"), ["run_id"], unique=False)


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_run_id"))
        batch_op.drop_index(batch_op.f("ix_objection_conference_id"))
    op.drop_table("objection")
