"""${message}

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: ${up_revision}
Follows: ${down_revision | comma,n}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def patient() -> None:
    """Wait briefly for locks and never run for ever, so that serving goes on beside the migration."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
        op.execute("SET LOCAL statement_timeout = '10min'")


def upgrade() -> None:
    patient()
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    patient()
    ${downgrades if downgrades else "pass"}
