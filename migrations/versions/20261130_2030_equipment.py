"""Devices, models and manufacturers; who has a device and what happened to it; the index of their words.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261130_2030
Follows: 20261130_2025
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261130_2030"
down_revision = "20261130_2025"
branch_labels = None
depends_on = None


def patient() -> None:
    """Wait briefly for locks and never run for ever, so that serving goes on beside the migration."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
        op.execute("SET LOCAL statement_timeout = '10min'")


def upgrade() -> None:
    patient()
    op.create_table(
        "manufacturers",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("support_phone", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manufacturers")),
        sa.UniqueConstraint("name", name=op.f("uq_manufacturers_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "equipment_models",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("manufacturer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("warranty_months", sa.Integer(), nullable=True),
        sa.Column("depreciation_months", sa.Integer(), nullable=True),
        sa.Column("floor_value", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("end_of_life_on", sa.Date(), nullable=True),
        sa.Column("warned_of", sa.Date(), nullable=True),
        sa.Column("picture_key", sa.String(length=200), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["manufacturer_id"], ["manufacturers.id"], name=op.f("fk_equipment_models_manufacturer_id_manufacturers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_models")),
        sa.UniqueConstraint("manufacturer_id", "name", name=op.f("uq_equipment_models_manufacturer_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_equipment_models_end_of_life_on"), "equipment_models", ["end_of_life_on"])
    op.create_index("ix_equipment_models_name", "equipment_models", ["name", "id"])

    op.create_table(
        "hand_over_terms",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["ab_user.id"], name=op.f("fk_hand_over_terms_author_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_terms")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hand_over_terms_author_id"), "hand_over_terms", ["author_id"])

    op.create_table(
        "equipment",
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.Column("serial_number", sa.String(length=120), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("model_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("room_feature_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("purchased_on", sa.Date(), nullable=True),
        sa.Column("purchase_cost", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("warranty_ends_on", sa.Date(), nullable=True),
        sa.Column("warned_of", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["ab_user.id"], name=op.f("fk_equipment_holder_id_ab_user")),
        sa.ForeignKeyConstraint(
            ["model_id"], ["equipment_models.id"], name=op.f("fk_equipment_model_id_equipment_models")
        ),
        sa.ForeignKeyConstraint(
            ["room_feature_id"],
            ["room_features.id"],
            name=op.f("fk_equipment_room_feature_id_room_features"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_equipment_room_id_rooms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("serial_number", name=op.f("uq_equipment_serial_number")),
        sa.UniqueConstraint("tag", name=op.f("uq_equipment_tag")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_equipment_holder_id", "equipment", ["holder_id", "id"])
    op.create_index("ix_equipment_model_id", "equipment", ["model_id", "id"])
    op.create_index("ix_equipment_room_feature_id", "equipment", ["room_feature_id"])
    op.create_index("ix_equipment_room_id", "equipment", ["room_id", "id"])
    op.create_index("ix_equipment_state", "equipment", ["state", "id"])
    op.create_index("ix_equipment_updated_at", "equipment", ["updated_at", "id"])
    op.create_index("ix_equipment_warranty_ends_on", "equipment", ["warranty_ends_on", "id"])

    op.create_table(
        "custodies",
        sa.Column("equipment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("terms_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["equipment_id"], ["equipment.id"], name=op.f("fk_custodies_equipment_id_equipment")),
        sa.ForeignKeyConstraint(["holder_id"], ["ab_user.id"], name=op.f("fk_custodies_holder_id_ab_user")),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["hand_over_terms.id"], name=op.f("fk_custodies_terms_id_hand_over_terms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custodies")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_custodies_due_on",
        "custodies",
        ["due_on"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_custodies_equipment_id", "custodies", ["equipment_id", "id"])
    op.create_index("ix_custodies_holder_id", "custodies", ["holder_id", "ended_at", "id"])
    op.create_index(op.f("ix_custodies_terms_id"), "custodies", ["terms_id"])
    op.create_index(
        "uq_custodies_open",
        "custodies",
        ["equipment_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "equipment_moves",
        sa.Column("equipment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("proof", sa.String(length=500), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["ab_user.id"], name=op.f("fk_equipment_moves_actor_id_ab_user")),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_equipment_moves_equipment_id_equipment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["ab_user.id"], name=op.f("fk_equipment_moves_person_id_ab_user")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_equipment_moves_room_id_rooms")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_equipment_moves_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_moves")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_equipment_moves_actor_id"), "equipment_moves", ["actor_id"])
    op.create_index("ix_equipment_moves_equipment_id", "equipment_moves", ["equipment_id", "id"])
    op.create_index(op.f("ix_equipment_moves_person_id"), "equipment_moves", ["person_id"])
    op.create_index(op.f("ix_equipment_moves_room_id"), "equipment_moves", ["room_id"])
    op.create_index(op.f("ix_equipment_moves_ticket_id"), "equipment_moves", ["ticket_id"])
    make_equipment_texts()


def downgrade() -> None:
    patient()
    op.execute("DROP TABLE equipment_texts")
    for table in ("equipment_moves", "custodies", "equipment", "hand_over_terms", "equipment_models", "manufacturers"):
        op.drop_table(table)


def make_equipment_texts() -> None:
    """The words of devices; the key is the device's. Written by hand: Alembic compares neither kind of table."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE equipment_texts USING fts5(body, tokenize = 'unicode61', prefix = '1 2 3')")
        return
    op.create_table(
        "equipment_texts",
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("vector", postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_equipment_texts"),
    )
    op.create_index("ix_equipment_texts_vector", "equipment_texts", ["vector"], postgresql_using="gin")
