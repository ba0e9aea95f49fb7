"""Bookings count their changes, for the SEQUENCE of feeds.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table"s triggers again.

Revision: 20261201_0148
Follows: 20261201_0140
"""

import sqlalchemy as sa
from alembic import op

revision = "20261201_0148"
down_revision = "20261201_0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # feeds have said 0 to 3 of what is booked so far: it must not become older than that
    op.add_column("booking_occurrences", sa.Column("version", sa.Integer(), nullable=False, server_default="4"))
    op.add_column("booking_occurrences", sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("booking_occurrences", "updated_at")
    op.drop_column("booking_occurrences", "version")
