"""The index of search takes what is written in at once, so that no search reads a list of what is pending.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261201_0510
Follows: 20261201_0148
"""

from alembic import op

revision = "20261201_0510"
down_revision = "20261201_0148"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_search_entries_vector SET (fastupdate = off)")
        op.execute("SELECT gin_clean_pending_list('ix_search_entries_vector')")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_search_entries_vector RESET (fastupdate)")
