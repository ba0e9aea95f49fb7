"""What another system said of an imported ticket's target; an index by which changes of hands are found.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table"s triggers again.

Revision: 20261130_2153
Follows: 20261130_2157
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_2153"
down_revision = "20261130_2157"
branch_labels = None
depends_on = None

ASSIGNED = sa.text("kind = 'assigned'")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("met_target", sa.Boolean(), nullable=True))
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_ticket_timeline_assigned_at", "ticket_timeline", ["created_at", "ticket_id"],
            sqlite_where=ASSIGNED, postgresql_where=ASSIGNED, postgresql_concurrently=True, if_not_exists=True,
        )  # fmt: skip


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index("ix_ticket_timeline_assigned_at", "ticket_timeline", postgresql_concurrently=True, if_exists=True)
    op.drop_column("tickets", "met_target")
