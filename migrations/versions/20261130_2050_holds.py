"""What is taken from when to when; the database refuses an overlap.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261130_2050
Follows: 20261130_2047
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_2050"
down_revision = "20261130_2047"
branch_labels = None
depends_on = None

OVERLAP = """
CREATE TRIGGER holds_{when} BEFORE {event} ON holds
WHEN NEW.is_live
BEGIN
  SELECT RAISE(ABORT, 'holds_overlap')
  WHERE NEW.hold_to < NEW.hold_from OR EXISTS (
    SELECT 1 FROM holds
    WHERE resource_kind = NEW.resource_kind AND resource_id = NEW.resource_id AND is_live = 1
      AND hold_from < NEW.hold_to AND hold_to > NEW.hold_from{besides}
  );
END
"""
EXCLUDE = """
ALTER TABLE holds ADD CONSTRAINT holds_overlap
EXCLUDE USING gist (
  resource_kind WITH =, resource_id WITH =, tstzrange(hold_from, hold_to, '[)') WITH &&
) WHERE (is_live)
"""


def patient() -> None:
    """Wait briefly for locks and never run for ever, so that serving goes on beside the migration."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
        op.execute("SET LOCAL statement_timeout = '10min'")


def upgrade() -> None:
    patient()
    op.create_table(
        "holds",
        sa.Column("resource_kind", sa.String(length=20), nullable=False),
        sa.Column("resource_id", sa.BigInteger(), nullable=False),
        sa.Column("hold_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hold_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_kind", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(
            "ix_holds_resource", ["resource_kind", "resource_id", "is_live", "hold_from"], unique=False
        )
        batch_op.create_index("ix_holds_source", ["source_kind", "source_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(OVERLAP.format(when="taken", event="INSERT", besides=""))
        op.execute(OVERLAP.format(when="moved", event="UPDATE", besides=" AND id <> NEW.id"))
    else:
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(EXCLUDE)


def downgrade() -> None:
    patient()
    op.drop_table("holds")
