"""A tag is unique whatever its case: LT-0042 and lt-0042 are one sticker.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261201_0140
Follows: 20261201_0120
"""

import sqlalchemy as sa
from alembic import op

revision = "20261201_0140"
down_revision = "20261201_0120"
branch_labels = None
depends_on = None

INDEX = "uq_equipment_tag_folded"
LONGEST = 60


def patient() -> None:
    """Wait briefly for locks and never run for ever, so that serving goes on beside the migration."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
        op.execute("SET LOCAL statement_timeout = '10min'")


def upgrade() -> None:
    patient()
    _tell_apart()
    if op.get_bind().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.execute(f"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {INDEX} ON equipment (lower(tag))")
    else:
        op.execute(f"CREATE UNIQUE INDEX {INDEX} ON equipment (tag COLLATE NOCASE)")


def _tell_apart() -> None:
    """Where two devices differ by the case of their tags only, the younger one's gets its id behind it."""
    equipment = sa.table("equipment", sa.column("id", sa.Integer), sa.column("tag", sa.String))
    seen: set[str] = set()
    bind = op.get_bind()
    folded = sa.func.lower(equipment.c.tag)
    twice = sa.select(folded).group_by(folded).having(sa.func.count() > 1)
    rows = sa.select(equipment).where(folded.in_(twice)).order_by(equipment.c.id)
    for row in bind.execute(rows).all():
        if row.tag.lower() in seen:
            end = f"-{row.id}"
            apart = sa.update(equipment).where(equipment.c.id == row.id)
            bind.execute(apart.values(tag=row.tag[: LONGEST - len(end)] + end))
        seen.add(row.tag.lower())


def downgrade() -> None:
    patient()
    op.execute(f"DROP INDEX {INDEX}")
