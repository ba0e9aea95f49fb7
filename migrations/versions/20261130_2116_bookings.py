"""Who has a room when: bookings, their occurrences, and the secret addresses of tablets at doors.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261130_2116
Follows: 20261130_2141
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_2116"
down_revision = "20261130_2141"
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
    op.create_table(
        "bookings",
        sa.Column("room_id", ID, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("starts_wall", sa.DateTime(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("recurrence", sa.String(length=400), nullable=True),
        sa.Column("setup_minutes", sa.Integer(), nullable=False),
        sa.Column("cleanup_minutes", sa.Integer(), nullable=False),
        sa.Column("follows_id", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_bookings_room_id_rooms")),
        sa.ForeignKeyConstraint(["owner_id"], ["ab_user.id"], name=op.f("fk_bookings_owner_id_ab_user")),
        sa.ForeignKeyConstraint(["follows_id"], ["bookings.id"], name=op.f("fk_bookings_follows_id_bookings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        for column in ("room_id", "owner_id", "follows_id"):
            batch_op.create_index(batch_op.f(f"ix_bookings_{column}"), [column], unique=False)
    op.create_table(
        "booking_occurrences",
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("own_title", sa.String(length=200), nullable=True),
        sa.Column("is_shifted", sa.Boolean(), nullable=False),
        sa.Column("is_moved", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name=op.f("fk_booking_occurrences_booking_id_bookings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_booking_occurrences_room_id_rooms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_occurrences")),
        sa.UniqueConstraint("booking_id", "original_at", name=op.f("uq_booking_occurrences_booking_id_original_at")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("booking_occurrences", schema=None) as batch_op:
        batch_op.create_index("ix_booking_occurrences_room_id", ["room_id", "starts_at"], unique=False)
    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.add_column(sa.Column("door_nonce", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("door_hash", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_rooms_door_hash"), ["door_hash"])


def downgrade() -> None:
    patient()
    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_rooms_door_hash"), type_="unique")
        batch_op.drop_column("door_hash")
        batch_op.drop_column("door_nonce")
    op.drop_table("booking_occurrences")
    op.drop_table("bookings")
