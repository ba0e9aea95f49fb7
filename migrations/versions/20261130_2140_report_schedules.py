"""Reports by mail, and who does not want them.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table"s triggers again.

Revision: 20261130_2140
Follows: 20261130_2050
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_2140"
down_revision = "20261130_2050"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "report_schedules",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("report", sa.String(length=40), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("every", sa.String(length=10), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["ab_user.id"], name=op.f("fk_report_schedules_owner_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedules")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_schedules_next_run_at", "report_schedules", ["next_run_at"])
    op.create_index(op.f("ix_report_schedules_owner_id"), "report_schedules", ["owner_id"])
    op.create_table(
        "report_refusals",
        sa.Column("schedule_id", KEY, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["report_schedules.id"], ondelete="CASCADE",
            name=op.f("fk_report_refusals_schedule_id_report_schedules"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["ab_user.id"], ondelete="CASCADE", name=op.f("fk_report_refusals_user_id_ab_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_refusals")),
        sa.UniqueConstraint("schedule_id", "user_id", name=op.f("uq_report_refusals_schedule_id_user_id")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_report_refusals_user_id"), "report_refusals", ["user_id"])


def downgrade() -> None:
    op.drop_table("report_refusals")
    op.drop_table("report_schedules")
