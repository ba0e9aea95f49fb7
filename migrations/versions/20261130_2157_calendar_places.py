"""Rooms and devices of visits; what maintenance affects.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261130_2157
Follows: 20261130_2118
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_2157"
down_revision = "20261130_2118"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def patient() -> None:
    """Wait briefly for locks and never run for ever, so that serving goes on beside the migration."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
        op.execute("SET LOCAL statement_timeout = '10min'")


def upgrade() -> None:
    patient()
    for table, column, target in (
        ("visits", "room_id", "rooms"),
        ("visits", "equipment_id", "equipment"),
        ("maintenance_windows", "building_id", "buildings"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, ID, nullable=True))
            batch.create_foreign_key(batch.f(f"fk_{table}_{column}_{target}"), target, [column], ["id"])
            batch.create_index(batch.f(f"ix_{table}_{column}"), [column])
    for what, target in (("room", "rooms"), ("equipment", "equipment")):
        table, column = f"maintenance_{target}", f"{what}_id"
        op.create_table(
            table,
            sa.Column("window_id", ID, nullable=False),
            sa.Column(column, ID, nullable=False),
            sa.ForeignKeyConstraint(
                ["window_id"], ["maintenance_windows.id"], name=op.f(f"fk_{table}_window_id_maintenance_windows"),
                ondelete="CASCADE",
            ),
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("window_id", column, name=op.f(f"pk_{table}")),
        )  # fmt: skip
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    patient()
    op.drop_table("maintenance_equipment")
    op.drop_table("maintenance_rooms")
    for table, column, target in (
        ("maintenance_windows", "building_id", "buildings"),
        ("visits", "equipment_id", "equipment"),
        ("visits", "room_id", "rooms"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(batch.f(f"ix_{table}_{column}"))
            batch.drop_constraint(batch.f(f"fk_{table}_{column}_{target}"), type_="foreignkey")
            batch.drop_column(column)
