"""Labels; tickets name a device and a room; known problems affect a building, a room or a model.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261130_2118
Follows: 20261130_2116
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_2118"
down_revision = "20261130_2116"
branch_labels = None
depends_on = None

LIVE = sa.text("revoked_at IS NULL")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMED = (("tickets", "equipment_id", "equipment"), ("tickets", "room_id", "rooms"))
AFFECTED = (
    ("known_problems", "building_id", "buildings"),
    ("known_problems", "room_id", "rooms"),
    ("known_problems", "model_id", "equipment_models"),
)


def patient() -> None:
    """Wait briefly for locks and never run for ever, so that serving goes on beside the migration."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
        op.execute("SET LOCAL statement_timeout = '10min'")


def upgrade() -> None:
    patient()
    op.create_table(
        "labels",
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("equipment_id", KEY, nullable=True),
        sa.Column("room_id", KEY, nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(equipment_id IS NULL) <> (room_id IS NULL)", name=op.f("ck_labels_one_thing")),
        sa.ForeignKeyConstraint(["equipment_id"], ["equipment.id"], name=op.f("fk_labels_equipment_id_equipment")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_labels_room_id_rooms"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["issued_by_id"], ["ab_user.id"], name=op.f("fk_labels_issued_by_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
        sa.UniqueConstraint("token", name=op.f("uq_labels_token")),
        sqlite_autoincrement=True,
    )
    for column in ("equipment_id", "room_id"):
        op.create_index(op.f(f"ix_labels_{column}"), "labels", [column])
        op.create_index(
            f"uq_labels_live_{column}", "labels", [column], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        )
    op.create_index(op.f("ix_labels_issued_by_id"), "labels", ["issued_by_id"])
    for reference in (*NAMED, *AFFECTED):
        _add_reference(*reference)
    for _table, column, _target in AFFECTED:
        op.create_index(op.f(f"ix_known_problems_{column}"), "known_problems", [column])
    with op.get_context().autocommit_block():
        for _table, column, _target in NAMED:
            op.create_index(
                f"ix_tickets_{column}", "tickets", [column, "id"], postgresql_concurrently=True, if_not_exists=True
            )


def _add_reference(table: str, column: str, target: str) -> None:
    """A column that SQLite takes without writing the table anew: empty, its reference beside it."""
    reference = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{column}_{target}")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column(table, sa.Column(column, KEY, reference, nullable=True), inline_references=is_sqlite)


def downgrade() -> None:
    patient()
    for _table, column, _target in NAMED:
        op.drop_index(f"ix_tickets_{column}", "tickets")
    for _table, column, _target in AFFECTED:
        op.drop_index(op.f(f"ix_known_problems_{column}"), "known_problems")
    for table, references in (("tickets", NAMED), ("known_problems", AFFECTED)):
        with op.batch_alter_table(table) as batch:
            for _table, column, _target in references:
                batch.drop_column(column)  # and its reference with it
    op.drop_table("labels")
