"""Accounts at a calendar service, links, items and fetched changes; feeds.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261130_2141
Follows: 20261130_2140
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_2141"
down_revision = "20261130_2140"
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
        "calendar_accounts",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=254), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_reason", sa.String(length=20), nullable=True),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["ab_user.id"], name=op.f("fk_calendar_accounts_owner_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_accounts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("calendar_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_accounts_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "calendar_feeds",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("scope_kind", sa.String(length=20), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["ab_user.id"], name=op.f("fk_calendar_feeds_owner_id_ab_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feeds_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "calendar_links",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope_kind", sa.String(length=20), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("calendar_id", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("sync_token", sa.Text(), nullable=True),
        sa.Column("list_hash", sa.String(length=64), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_reason", sa.String(length=20), nullable=True),
        sa.Column("is_leaving", sa.Boolean(), nullable=False),
        sa.Column("are_removals_meant", sa.Boolean(), nullable=False),
        sa.Column("poll_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("channel_nonce", sa.String(length=64), nullable=True),
        sa.Column("channel_resource", sa.String(length=300), nullable=True),
        sa.Column("channel_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["calendar_accounts.id"],
            name=op.f("fk_calendar_links_account_id_calendar_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_links")),
        sa.UniqueConstraint(
            "account_id",
            "calendar_id",
            "scope_kind",
            "scope_id",
            name=op.f("uq_calendar_links_account_id_calendar_id_scope_kind_scope_id"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("calendar_links", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_links_poll_due_at", ["poll_due_at"], unique=False)

    op.create_table(
        "calendar_changes",
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("remote_id", sa.String(length=100), nullable=False),
        sa.Column("is_removal", sa.Boolean(), nullable=False),
        sa.Column("is_certain", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["calendar_links.id"],
            name=op.f("fk_calendar_changes_link_id_calendar_links"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_changes")),
        sa.UniqueConstraint("link_id", "remote_id", name=op.f("uq_calendar_changes_link_id_remote_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "calendar_items",
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_kind", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_key", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(length=100), nullable=False),
        sa.Column("etag", sa.String(length=100), nullable=True),
        sa.Column("agreed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("was_sent", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("push_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("refusal", sa.String(length=500), nullable=True),
        sa.Column("conflict_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conflict", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("ruling", sa.String(length=20), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["calendar_links.id"],
            name=op.f("fk_calendar_items_link_id_calendar_links"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_items")),
        sa.UniqueConstraint("link_id", "remote_id", name=op.f("uq_calendar_items_link_id_remote_id")),
        sa.UniqueConstraint(
            "link_id",
            "source_kind",
            "source_id",
            "occurrence_key",
            name=op.f("uq_calendar_items_link_id_source_kind_source_id_occurrence_key"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("calendar_items", schema=None) as batch_op:
        batch_op.create_index(
            "ix_calendar_items_conflicts",
            ["conflict_at"],
            unique=False,
            sqlite_where=sa.text("conflict_at IS NOT NULL"),
            postgresql_where=sa.text("conflict_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_calendar_items_dead_at"), ["dead_at"], unique=False)
        batch_op.create_index(
            "ix_calendar_items_due",
            ["push_due_at"],
            unique=False,
            sqlite_where=sa.text("push_due_at IS NOT NULL"),
            postgresql_where=sa.text("push_due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_calendar_items_leased",
            ["leased_until"],
            unique=False,
            sqlite_where=sa.text("leased_until IS NOT NULL"),
            postgresql_where=sa.text("leased_until IS NOT NULL"),
        )
        batch_op.create_index("ix_calendar_items_source", ["source_kind", "source_id"], unique=False)


def downgrade() -> None:
    patient()

    with op.batch_alter_table("calendar_items", schema=None) as batch_op:
        batch_op.drop_index("ix_calendar_items_source")
        batch_op.drop_index(
            "ix_calendar_items_leased",
            sqlite_where=sa.text("leased_until IS NOT NULL"),
            postgresql_where=sa.text("leased_until IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_calendar_items_due",
            sqlite_where=sa.text("push_due_at IS NOT NULL"),
            postgresql_where=sa.text("push_due_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calendar_items_dead_at"))
        batch_op.drop_index(
            "ix_calendar_items_conflicts",
            sqlite_where=sa.text("conflict_at IS NOT NULL"),
            postgresql_where=sa.text("conflict_at IS NOT NULL"),
        )

    op.drop_table("calendar_items")
    op.drop_table("calendar_changes")
    with op.batch_alter_table("calendar_links", schema=None) as batch_op:
        batch_op.drop_index("ix_calendar_links_poll_due_at")

    op.drop_table("calendar_links")
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feeds_owner_id"))

    op.drop_table("calendar_feeds")
    with op.batch_alter_table("calendar_accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_accounts_owner_id"))

    op.drop_table("calendar_accounts")
