"""An index on state and activity, by which a view of tickets is counted without reading them.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table"s triggers again.

Revision: 20261123_0024
Follows: 20261123_0016
"""

from alembic import op

revision = "20261123_0024"
down_revision = "20261123_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _swap("ix_tickets_status_active_due_at", ["status", "is_active", "due_at", "id"], "ix_tickets_status_due_at")


def downgrade() -> None:
    _swap("ix_tickets_status_due_at", ["status", "due_at", "id"], "ix_tickets_status_active_due_at")


def _swap(new: str, columns: list[str], old: str) -> None:
    """Make the new index beside the old one while serving goes on, then drop the old one."""
    with op.get_context().autocommit_block():
        op.create_index(new, "tickets", columns, postgresql_concurrently=True, if_not_exists=True)
        op.drop_index(old, "tickets", postgresql_concurrently=True, if_exists=True)
